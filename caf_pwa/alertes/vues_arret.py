"""The link at the foot of a mail: no more of this kind. Opening it changes nothing: mail scanners do too."""

from flask import Response
from flask.typing import ResponseReturnValue

from caf_pwa.alertes import arret, preferences
from caf_pwa.alertes.blueprint import bp, reglages
from caf_pwa.alertes.genres import genres
from caf_pwa.alertes.modele import Canal
from caf_pwa.extensions import db
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre


@bp.get("/alertes/arret/<jeton>")
@portee(Portee.OUVERTE)
def arreter(jeton: str) -> Response:
    return _page(jeton, fait=False)


@bp.post("/alertes/arret/<jeton>")
@portee(Portee.OUVERTE)
def arreter_pour_de_bon(jeton: str) -> ResponseReturnValue:
    """By the button of the page, or in one click from a mail program (RFC 8058)."""
    compte_id, slug = arret.lire(reglages().secret_key, jeton)
    preferences.refuser(db.session(), compte_id, Canal.COURRIEL, slug)
    return _page(jeton, fait=True)


def _page(jeton: str, fait: bool) -> Response:
    _, slug = arret.lire(reglages().secret_key, jeton)
    if slug not in genres():
        raise Introuvable("arret")
    return rendre("alertes/arret.html", jeton=jeton, genre=genres()[slug], fait=fait)
