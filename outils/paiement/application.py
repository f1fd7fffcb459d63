"""The gateway of the demonstration, for the shop of the settings. One process alone: what it remembers is in memory."""

import os
from collections.abc import Mapping

from flask import Flask

from caf_pwa.config import Reglages
from caf_pwa.socle.environnement import ReglageInvalide
from outils.paiement.banque import creer


def depuis(environ: Mapping[str, str]) -> Flask:
    """Raises ReglageInvalide in production, and without the settings of a gateway on this machine."""
    if environ.get("CAF_MODE") == "production":
        raise ReglageInvalide("This gateway invents money: refused when CAF_MODE=production.")
    reglage = Reglages.depuis(environ).paiement
    if reglage is None:
        raise ReglageInvalide("PAIEMENT_URL: expected http://localhost:PORT/vads-payment/, where this is served.")
    return creer(reglage)


def __getattr__(nom: str) -> Flask:
    """``app``, made when a server asks for it."""
    if nom != "app":
        raise AttributeError(nom)
    return depuis(os.environ)
