"""Opening and closing the sign-in of this browser: the one place where its cookie is set, whatever the way in."""

from datetime import timedelta
from typing import Any, cast

from flask import Response, redirect, request
from flask_login import current_user

from caf_pwa.comptes import blocage, service, traces
from caf_pwa.comptes.appareils import description
from caf_pwa.comptes.blueprint import lu, poser, reglages, retirer
from caf_pwa.comptes.courant import moi
from caf_pwa.comptes.modele import Moyen
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import COOKIE
from caf_pwa.socle.horloge import instant


def entrer(compte_id: str, moyen: Moyen, suite: str, federation: dict[str, Any] | None = None) -> Response:
    """Open a sign-in on this account and send the person to ``suite``. Whoever was signed in here is out.

    Raises CompteBloque.
    """
    session = db.session()
    blocage.exiger_ouvert(session, compte_id)
    service.fermer_du_jeton(session, lu(COOKIE))
    appareil = description.decrire(request.user_agent.string)
    traces.noter_connexion(session, compte_id, moyen, appareil, horloge.maintenant())
    reponse = cast("Response", redirect(suite, 303))
    _poser(reponse, service.ouvrir(session, compte_id, instant(), moyen, appareil, federation))
    return reponse


def confirmer(suite: str) -> Response:
    """The person signed in has just proved again that it is them; their browser gets a new token."""
    reponse = cast("Response", redirect(suite, 303))
    renouveler(reponse)
    return reponse


def renouveler(reponse: Response) -> None:
    """The same, on an answer that is not a redirect."""
    _poser(reponse, service.renouveler(db.session(), moi().connexion_id, instant()))


def sortir(reponse: Response) -> None:
    """Also for a person whose sign-in has ended already: leaving always works, twice too."""
    if current_user.is_authenticated:
        service.fermer(db.session(), moi().connexion_id)
    retirer(reponse, COOKIE)


def _poser(reponse: Response, jeton: str) -> None:
    """The cookie outlives the window on purpose; how long the sign-in lives is decided by the server."""
    poser(reponse, COOKIE, jeton, timedelta(seconds=reglages().session_inactivite_appareil_personnel))
