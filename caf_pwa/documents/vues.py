"""Composing a document page by page, and fetching what was sent."""

from flask import Blueprint, Flask, Response, current_app, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from caf_pwa.comptes.courant import moi
from caf_pwa.config import Reglages
from caf_pwa.documents import service
from caf_pwa.documents.atelier import OCTETS, Atelier
from caf_pwa.documents.lecteurs import LECTEURS
from caf_pwa.documents.refus import FichierRefuse, Refus
from caf_pwa.documents.stockage import Stockage
from caf_pwa.extensions import db
from caf_pwa.socle.chiffrement import Chiffre
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre, telecharger

bp = Blueprint("documents", __name__, url_prefix="/documents")

# Several files in one request, for a browser without scripts; with them, each comes alone.
REQUETE = 4 * OCTETS + 256 * 1024
MEMOIRE = 256 * 1024  # of it held at once, files apart

Refuses = list[tuple[str, Refus]]  # the name of the file on the person's device, and why


def init_app(app: Flask) -> None:
    reglages: Reglages = app.config["REGLAGES"]
    stockage = Stockage(f"{reglages.donnees.rstrip('/')}/documents")  # apart from letters: swept on its own
    app.extensions["documents"] = Atelier(stockage, Chiffre(reglages.cle_documents), LECTEURS)
    app.register_blueprint(bp)


@bp.get("/<document_id>")
@portee(Portee.PERSONNE)
def composer(document_id: str) -> Response:
    return _page(service.du_deposant(db.session(), moi(), document_id))


@bp.post("/<document_id>/pages")
@portee(Portee.PERSONNE)
def ajouter(document_id: str) -> ResponseReturnValue:
    document = service.du_deposant(db.session(), moi(), document_id)
    refuses, nombre = _recevoir(document)
    if request.accept_mimetypes.best == "application/json":
        return {"refus": [f"{refus.phrase} {refus.conseil}" for _, refus in refuses]}, 201 if nombre else 422
    if not refuses:
        return redirect(url_for("documents.composer", document_id=document_id), 303)
    return _page(document, refuses, 200 if nombre else 422)  # what was taken with the others stays


@bp.post("/<document_id>/pages/<page_id>/tourner")
@portee(Portee.PERSONNE)
def tourner(document_id: str, page_id: str) -> ResponseReturnValue:
    document = service.du_deposant(db.session(), moi(), document_id)
    service.tourner(db.session(), document, page_id, instant())
    return redirect(url_for("documents.composer", document_id=document_id), 303)


@bp.post("/<document_id>/pages/<page_id>/retirer")
@portee(Portee.PERSONNE)
def retirer(document_id: str, page_id: str) -> ResponseReturnValue:
    document = service.du_deposant(db.session(), moi(), document_id)
    service.retirer(db.session(), document, page_id, instant())
    return redirect(url_for("documents.composer", document_id=document_id), 303)


@bp.post("/<document_id>/abandon")
@portee(Portee.PERSONNE)
def abandonner(document_id: str) -> ResponseReturnValue:
    document = service.du_deposant(db.session(), moi(), document_id)
    retour = document.retour
    service.abandonner(db.session(), document)
    return redirect(retour, 303)


@bp.get("/<document_id>/pages/<page_id>")
@portee(Portee.PERSONNE)
def page(document_id: str, page_id: str) -> Response:
    """A small picture of a photo, as it was sent; the page that shows it turns it."""
    document = service.du_deposant(db.session(), moi(), document_id)
    reponse = make_response(service.lire_page(db.session(), _atelier(), document, page_id))
    reponse.mimetype = "image/jpeg"
    return reponse


@bp.get("/<document_id>/fichier")
@portee(Portee.PERSONNE)
def fichier(document_id: str) -> Response:
    document = service.du_deposant(db.session(), moi(), document_id)
    return telecharger(service.lire(_atelier(), document), document.taille)


def _recevoir(document: service.Document) -> tuple[Refuses, int]:
    """Why which files were refused, and how many were taken."""
    refuses: Refuses = []
    try:
        recus = _fichiers()
    except RequestEntityTooLarge:
        return [("", Refus.TROP_GROS)], 0
    for recu in recus:
        try:
            service.ajouter(db.session(), _atelier(), document, recu.stream, instant())
        except FichierRefuse as refuse:
            refuses.append((recu.filename or "", refuse.refus))
        finally:
            recu.close()
    return refuses or [("", Refus.AUCUN)] * (not recus), len(recus) - len(refuses)


def _fichiers() -> list[FileStorage]:
    """The files of the form: each goes to an anonymous file of the disk once it is more than 500 kB."""
    request.max_content_length, request.max_form_memory_size = REQUETE, MEMOIRE
    return [recu for recu in request.files.getlist("fichier") if recu.filename]


def _page(document: service.Document, refuses: Refuses | None = None, statut: int = 200) -> Response:
    pages = service.pages(db.session(), document)
    return rendre("documents/composer.html", statut, document=document, pages=pages, refuses=refuses or [])


def _atelier() -> Atelier:
    atelier: Atelier = current_app.extensions["documents"]
    return atelier
