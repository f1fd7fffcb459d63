"""Menu."""

from flask import Blueprint, Response, url_for

from caf_pwa.comptes.courant import moi
from caf_pwa.courriers import service as courriers
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre

bp = Blueprint("menu", __name__)


@bp.get("/menu")
@portee(Portee.PERSONNE)
def page() -> Response:
    return rendre("menu/menu.html", non_lus=courriers.nombre_non_lus(db.session(), moi(), horloge.aujourdhui()))


def adresses_hors_connexion() -> list[str]:
    return [url_for("menu.page"), url_for("comptes.compte")]
