"""The provider of the demonstration, for the client of the settings: ``gunicorn outils.franceconnect.application:app``.

``FRANCECONNECT_CLIENTS``: where that client serves, with spaces. One process alone: what it remembers is in its memory.
"""

import os
from collections.abc import Mapping

from flask import Flask

from caf_pwa.config import Reglages
from caf_pwa.socle.environnement import ReglageInvalide
from caf_pwa.socle.horloge import Horloge
from outils.franceconnect.fournisseur import client_de, creer


def depuis(environ: Mapping[str, str]) -> Flask:
    """Raises ReglageInvalide in production, and without the settings of FranceConnect."""
    if environ.get("CAF_MODE") == "production":
        raise ReglageInvalide("This provider invents people: refused when CAF_MODE=production.")
    reglages = Reglages.depuis(environ)
    if reglages.franceconnect is None:
        raise ReglageInvalide("FRANCECONNECT_ISSUER: expected http://localhost:PORT/api/v2, where this is served.")
    fc = reglages.franceconnect
    horloge = Horloge()
    horloge.regler(reglages.aujourdhui)
    bases = environ.get("FRANCECONNECT_CLIENTS", "http://localhost:8000").split()
    return creer(fc.emetteur, client_de(fc.client_id, fc.client_secret, bases, fc.cle), horloge.aujourdhui())


def __getattr__(nom: str) -> Flask:
    """``app``, made when a server asks for it."""
    if nom != "app":
        raise AttributeError(nom)
    return depuis(os.environ)
