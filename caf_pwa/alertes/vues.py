"""Mes alertes."""

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.alertes import service
from caf_pwa.comptes.courant import moi
from caf_pwa.extensions import db
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre

bp = Blueprint("alertes", __name__, url_prefix="/alertes")


@bp.get("")
@portee(Portee.PERSONNE)
def liste() -> Response:
    return rendre("alertes/liste.html", alertes=service.recues(db.session(), moi()))


@bp.post("/lues")
@portee(Portee.PERSONNE)
def lues() -> ResponseReturnValue:
    service.marquer_lues(db.session(), moi(), instant())
    return redirect(url_for("alertes.liste"), 303)


def adresses_hors_connexion() -> list[str]:
    return [url_for("alertes.liste")]
