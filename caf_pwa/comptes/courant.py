"""Who is asking now: the one place where the request's person is read."""

from typing import cast

from flask_login import current_user

from caf_pwa.comptes.agents.identite import IdentiteAgent
from caf_pwa.comptes.identite import Identite
from caf_pwa.socle.gardes import visiteur


def moi() -> Identite:
    """The person signed in. For views whose reach is PERSONNE or FOYER: the guards let nobody else in."""
    return cast("Identite", _en_personne())


def moi_peut_etre() -> Identite | None:
    """The person signed in, or None: for open views, which answer more to whoever they know."""
    return cast("Identite", _en_personne()) if visiteur() else None


def moi_agent() -> IdentiteAgent:
    """The adviser signed in. For views whose reach is AGENT: the guards let nobody else in."""
    return cast("IdentiteAgent", _en_personne())


def _en_personne() -> object:
    """Not the proxy, which looks the person up anew for each thing it is asked."""
    return current_user._get_current_object()
