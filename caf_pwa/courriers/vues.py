"""Mes courriers et courriels."""

from flask import Blueprint, Response, abort, current_app, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes.courant import moi
from caf_pwa.courriers import reponses, service
from caf_pwa.courriers.modele import Courrier
from caf_pwa.documents.feuilles import Feuille
from caf_pwa.documents.refus import FichierRefuse
from caf_pwa.documents.stockage import Stockage
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.horloge import instant, mois_avant
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import laisse_une_trace, rendre

bp = Blueprint("courriers", __name__, url_prefix="/courriers")

MOIS_EN_IMAGES = 6  # whose sheets a device keeps as pictures: of older letters it keeps the text and the PDF
LONGUEUR = 100  # of what is looked for


@bp.get("")
@portee(Portee.PERSONNE)
def liste() -> Response:
    return rendre("courriers/liste.html", courriers=service.recus(db.session(), moi(), horloge.aujourdhui()))


@bp.post("")
@portee(Portee.PERSONNE)
def chercher() -> Response:
    """Answered at once, under the address of the list: words looked for stay out of addresses, histories and logs."""
    mots, non_lus = request.form.get("mots", "").strip()[:LONGUEUR], "non_lus" in request.form
    trouves = service.chercher(db.session(), moi(), horloge.aujourdhui(), mots, non_lus)
    return rendre("courriers/liste.html", courriers=trouves, recherche={"mots": mots, "non_lus": non_lus})


@bp.get("/<courrier_id>")
@portee(Portee.PERSONNE)
@laisse_une_trace
def courrier(courrier_id: str) -> Response:
    session, trouve = db.session(), _courrier(courrier_id)
    if "X-Prelecture" not in request.headers:  # a device keeps a copy for later: nobody has read it yet
        service.marquer(session, moi(), trouve.id, lu=True, maintenant=instant())
    return rendre(
        "courriers/courrier.html",
        courrier=trouve,
        demarche=reponses.par_une_demarche(session, moi(), trouve, horloge.aujourdhui()),
        piece=reponses.par_une_piece(session, moi(), trouve),
    )


@bp.post("/<courrier_id>/non-lu")
@portee(Portee.PERSONNE)
def non_lu(courrier_id: str) -> ResponseReturnValue:
    service.marquer(db.session(), moi(), _courrier(courrier_id).id, lu=False, maintenant=instant())
    return redirect(url_for("courriers.liste"), 303)


@bp.get("/<courrier_id>/lettre.pdf")
@portee(Portee.PERSONNE)
def lettre(courrier_id: str) -> Response:
    trouve = _courrier(courrier_id)
    if trouve.fichier is None:
        abort(404)
    reponse = make_response(_stockage().lire(trouve.fichier))
    reponse.mimetype = "application/pdf"
    reponse.headers["Content-Disposition"] = 'inline; filename="lettre.pdf"'
    return reponse


@bp.get("/<courrier_id>/lecture/<int:numero>")
@portee(Portee.PERSONNE)
def lecture(courrier_id: str, numero: int) -> Response:
    """A sheet of the PDF to read here; a PDF that cannot be drawn says so, and is still there to be fetched."""
    trouve = _courrier(courrier_id)
    try:
        feuille = _feuille(trouve, numero)
    except FichierRefuse:
        return rendre("courriers/illisible.html", courrier=trouve)
    return rendre("courriers/lecture.html", courrier=trouve, feuille=feuille, numero=numero)


@bp.get("/<courrier_id>/pages/<int:numero>")
@portee(Portee.PERSONNE)
def page(courrier_id: str, numero: int) -> Response:
    """The picture of a sheet."""
    try:
        feuille = _feuille(_courrier(courrier_id), numero)
    except FichierRefuse:
        abort(404)
    reponse = make_response(feuille.image)
    reponse.mimetype = feuille.genre
    return reponse


def adresses_hors_connexion() -> list[str]:
    aujourdhui = horloge.aujourdhui()
    recus = service.recus(db.session(), moi(), aujourdhui)
    avec_pdf = [recu for recu in recus if recu.a_un_pdf]
    recents = [recu for recu in avec_pdf if recu.date >= mois_avant(aujourdhui, MOIS_EN_IMAGES)]
    return [
        url_for("courriers.liste"),
        *(url_for("courriers.courrier", courrier_id=recu.id) for recu in recus),
        *(url_for("courriers.lettre", courrier_id=recu.id) for recu in avec_pdf),
        *(adresse for recu in recents for adresse in _feuilles(recu)),
    ]


def _feuilles(recu: service.CourrierResume) -> list[str]:
    """The first sheet before anybody has read one: how many there are is known from then on.

    Of a PDF that cannot be drawn, the page that says so.
    """
    numeros = range(1, (recu.feuilles or 1) + 1)
    endpoints = ["courriers.lecture"] if recu.feuilles == 0 else ["courriers.lecture", "courriers.page"]
    return [url_for(une, courrier_id=recu.id, numero=numero) for numero in numeros for une in endpoints]


def _courrier(courrier_id: str) -> Courrier:
    return service.courrier(db.session(), moi(), courrier_id, horloge.aujourdhui())


def _feuille(trouve: Courrier, numero: int) -> Feuille:
    return service.feuille(db.session(), _stockage(), trouve, numero)


def _stockage() -> Stockage:
    stockage: Stockage = current_app.extensions["stockage"]
    return stockage
