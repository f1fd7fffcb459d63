"""The tokens by which this browser is known: one for each account that has passed its code here."""

from datetime import timedelta
from typing import NamedTuple

from flask import Response, request

from caf_pwa.comptes.appareils import connus
from caf_pwa.comptes.appareils.description import decrire
from caf_pwa.comptes.avis.avertissement import alerter, avertir
from caf_pwa.comptes.blueprint import lu, poser
from caf_pwa.extensions import db
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.parametres import parametre

COOKIE = "caf-appareil"
_AU_PLUS = 5  # a household shares a telephone; a library does not keep the tokens of a whole town


class Reconnu(NamedTuple):
    """The token that has just served, and the one that comes after it."""

    ancien: str
    nouveau: str


def presenter(compte_id: str) -> Reconnu | None:
    """Use this browser's token for that account; None when it has none that holds.

    One that comes back after it has served was copied: the device is forgotten, and the person is told.
    """
    for jeton in jetons():
        try:
            nouveau = connus.presenter(db.session(), compte_id, jeton, instant())
        except connus.JetonRejoue:
            avertir(compte_id, "appareil-copie", "Un de vos appareils a peut-être été copié : il redemandera un code")
            return None
        if nouveau is not None:
            return Reconnu(jeton, nouveau)
    return None


def retenir(reponse: Response, reconnu: Reconnu) -> None:
    """Give this browser its next token."""
    autres = [jeton for jeton in jetons() if jeton not in reconnu][: _AU_PLUS - 1]
    jours = int(parametre("appareil.jours", instant().date()))
    poser(reponse, COOKIE, ".".join((reconnu.nouveau, *autres)), timedelta(days=jours))


def faire_connaitre(reponse: Response, compte_id: str) -> None:
    """This account has proved its contact here. Its person is told, unless it is their first device."""
    if connus.connait_un_appareil(db.session(), compte_id):
        alerter(compte_id, "connexion", {"appareil": decrire(request.user_agent.string)})
    retenir(reponse, Reconnu("", connus.faire_connaitre(db.session(), compte_id, instant())))


def jetons() -> list[str]:
    return [jeton for jeton in (lu(COOKIE) or "").split(".") if jeton][:_AU_PLUS]
