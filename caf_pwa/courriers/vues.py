"""Mes courriers et courriels."""

from flask import Blueprint, Response, abort, current_app, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes.courant import moi
from caf_pwa.courriers import service
from caf_pwa.documents.stockage import Stockage
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import laisse_une_trace, rendre

bp = Blueprint("courriers", __name__, url_prefix="/courriers")


@bp.get("")
@portee(Portee.PERSONNE)
def liste() -> Response:
    return rendre("courriers/liste.html", courriers=service.recus(db.session(), moi(), horloge.aujourdhui()))


@bp.get("/<courrier_id>")
@portee(Portee.PERSONNE)
@laisse_une_trace
def courrier(courrier_id: str) -> Response:
    trouve = service.courrier(db.session(), moi(), courrier_id, horloge.aujourdhui())
    if "X-Prelecture" not in request.headers:  # a device keeps a copy for later: nobody has read it yet
        service.marquer(db.session(), moi(), trouve.id, lu=True, maintenant=instant())
    return rendre("courriers/courrier.html", courrier=trouve)


@bp.post("/<courrier_id>/non-lu")
@portee(Portee.PERSONNE)
def non_lu(courrier_id: str) -> ResponseReturnValue:
    trouve = service.courrier(db.session(), moi(), courrier_id, horloge.aujourdhui())
    service.marquer(db.session(), moi(), trouve.id, lu=False, maintenant=instant())
    return redirect(url_for("courriers.liste"), 303)


@bp.get("/<courrier_id>/lettre.pdf")
@portee(Portee.PERSONNE)
def lettre(courrier_id: str) -> Response:
    trouve = service.courrier(db.session(), moi(), courrier_id, horloge.aujourdhui())
    if trouve.fichier is None:
        abort(404)
    stockage: Stockage = current_app.extensions["stockage"]
    reponse = make_response(stockage.lire(trouve.fichier))
    reponse.mimetype = "application/pdf"
    reponse.headers["Content-Disposition"] = 'inline; filename="lettre.pdf"'
    return reponse


def adresses_hors_connexion() -> list[str]:
    recus = service.recus(db.session(), moi(), horloge.aujourdhui())
    return [
        url_for("courriers.liste"),
        *(url_for("courriers.courrier", courrier_id=recu.id) for recu in recus),
        *(url_for("courriers.lettre", courrier_id=recu.id) for recu in recus if recu.a_un_pdf),
    ]
