"""Where devices send what they kept. Every answer names the key it is about: a page of another site does not."""

from datetime import date
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ClientDisconnected

from caf_pwa.comptes import seance
from caf_pwa.comptes.courant import moi
from caf_pwa.config import Reglages
from caf_pwa.demarches import brouillons, confirmation, protection
from caf_pwa.demarches.blueprint import codes
from caf_pwa.documents.atelier import OCTETS, Atelier
from caf_pwa.documents.lecteurs import LECTEURS
from caf_pwa.documents.stockage import Stockage
from caf_pwa.envois import contenu, rappels, service, transferts
from caf_pwa.extensions import db, horloge
from caf_pwa.papiers import cles
from caf_pwa.socle.chiffrement import Chiffre
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee

bp = Blueprint("envois", __name__, url_prefix="/envois")


def init_app(app: Flask) -> None:
    reglages: Reglages = app.config["REGLAGES"]
    stockage = Stockage(f"{reglages.donnees.rstrip('/')}/transferts")
    app.extensions["transferts"] = Atelier(stockage, Chiffre(reglages.cle_documents), LECTEURS)
    app.register_blueprint(bp)


@bp.before_request
def _verifier_l_auteur() -> ResponseReturnValue | None:
    """It is received for who wrote it, whoever is signed in on that device by now."""
    if request.headers.get("X-Auteur") == moi().pseudonyme:
        return None
    return _repondre(409, conflit="compte")


@bp.put("/documents/<cle>")
@portee(Portee.PERSONNE)
def document(cle: str) -> Response:
    """The bytes from ``Upload-Offset`` on, as many as come; the answer says how many there are by now."""
    request.max_content_length = OCTETS
    try:
        taille, empreinte = _nombre("Upload-Length"), request.headers.get("X-Empreinte", "")
        transfert = transferts.ouvrir(db.session(), moi().compte_id, cle, taille, empreinte, instant())
    except transferts.TransfertRefuse as refus:
        statut = 413 if isinstance(refus, transferts.TropLourd) else 422
        return _repondre(statut, fautes=[{"ou": "documents", "fichier": cle, "quoi": str(refus)}])
    recus = transferts.ajouter(db.session(), _ateliers().transferts, transfert, _nombre("Upload-Offset"), Entree())
    return _repondre(200, document=cle, recus=recus)


@bp.post("/<cle>")
@portee(Portee.PERSONNE)
def declaration(cle: str) -> Response:
    try:
        lu = contenu.lire(request.get_data())
        recu = service.deja_recu(db.session(), moi().compte_id, cle, lu.empreinte)
        return _repondre(200, recu=recu) if recu else _recevoir(cle, lu)
    except service.Conflit as conflit:
        return _repondre(409, conflit=conflit.cause, phrase=str(conflit))
    except service.ACorriger as faux:
        return _repondre(422, fautes=faux.fautes)
    except contenu.Illisible:
        return _repondre(422, fautes=[{"ou": "", "quoi": "Cette version de l’application est trop ancienne."}])


@bp.post("/<cle>/retrait")
@portee(Portee.PERSONNE)
def retrait(cle: str) -> Response:
    """What was given up on the device never comes any more; its receipt when it had come before."""
    dit = contenu.retrait(request.get_data())
    recu = service.retirer(db.session(), moi().compte_id, [*dit.avant, cle], dit.fichiers, instant())
    return _repondre(200, recu=recu) if recu else _repondre(200, retire=True)


@bp.put("/en-attente")
@portee(Portee.PERSONNE)
def en_attente() -> ResponseReturnValue:
    """Which démarches wait on the device, and since which day: never what they say."""
    try:
        gardees = {str(slug): date.fromisoformat(depuis) for slug, depuis in request.get_json().items()}
    except (ValueError, TypeError, AttributeError):
        return _repondre(422)
    rappels.noter(db.session(), moi(), gardees, horloge.aujourdhui(), instant())
    return "", 204


def _recevoir(cle: str, lu: contenu.Contenu) -> Response:
    session, maintenant = db.session(), instant()
    ou = service.travail(session, moi(), lu, horloge.aujourdhui())
    chemin = service.passage(ou, lu)
    if protection.a_prouver(chemin):
        return _repondre(428)
    try:
        protection.exiger_pas_recuperee(ou)
    except brouillons.Fermee as refus:
        raise service.Conflit("fermee", str(refus)) from None
    if not service.prendre(session, moi().compte_id, cle, maintenant):  # the same, a moment earlier
        return _repondre(200, recu=service.deja_recu(session, moi().compte_id, cle, lu.empreinte))
    demarche = service.recevoir(session, _ateliers(), ou, lu, cle, maintenant)
    nouveaux = confirmation.demander(session, codes(), demarche, ou.fiche.contacts(chemin), maintenant)
    protection.prevenir(nouveaux)
    signataire = cles.du_jour(session, current_app.extensions["imprimerie"].trousseau)
    cles.inscrire(session, signataire, maintenant)
    reponse = _repondre(201, recu=service.acquitter(session, moi().compte_id, cle, lu, demarche, signataire))
    if chemin.sensible:
        seance.renouveler(reponse)
    return reponse


class Entree:
    """The body of the request as it comes. Where the line is cut, it ends."""

    def read(self, taille: int) -> bytes:
        try:
            return request.stream.read(taille)
        except ClientDisconnected:
            return b""


def _repondre(statut: int, **valeurs: Any) -> Response:
    reponse = jsonify({"cle": (request.view_args or {}).get("cle"), **valeurs})
    reponse.status_code = statut
    return reponse


def _nombre(entete: str) -> int:
    texte = request.headers.get(entete, "")
    return int(texte) if texte.isascii() and texte.isdigit() and len(texte) < 12 else 0


def _ateliers() -> service.Ateliers:
    return service.Ateliers(current_app.extensions["transferts"], current_app.extensions["documents"])
