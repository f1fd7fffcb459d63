"""What an adviser does with a démarche: each action carries the revision of the page it was decided on."""

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes.avis.avertissement import contacts_suivis
from caf_pwa.demarches.catalogue import catalogue
from caf_pwa.demarches.modele import Demarche
from caf_pwa.extensions import db, horloge
from caf_pwa.gestion import actions, service
from caf_pwa.gestion.blueprint import bp, conseiller
from caf_pwa.gestion.formulaires import FormulairePiece, FormulaireQuestion, FormulaireRefus
from caf_pwa.gestion.vues_demarche import page
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre, revision, saisie


@bp.post("/demarches/<demarche_id>/prise-en-charge")
@portee(Portee.AGENT)
def prendre_en_charge(demarche_id: str) -> ResponseReturnValue:
    une = _ouverte(demarche_id)
    actions.prendre_en_charge(db.session(), conseiller(), une, revision())
    return _retour(une)


@bp.post("/demarches/<demarche_id>/question")
@portee(Portee.AGENT)
def demander(demarche_id: str) -> ResponseReturnValue:
    une, formulaire = _ouverte(demarche_id), FormulaireQuestion(saisie())
    if not formulaire.validate():
        return page(une, 422, {"question": formulaire})
    actions.demander(db.session(), conseiller(), une, formulaire.question.en_clair(), revision())
    return _retour(une)


@bp.post("/demarches/<demarche_id>/piece")
@portee(Portee.AGENT)
def demander_un_document(demarche_id: str) -> ResponseReturnValue:
    une, formulaire = _ouverte(demarche_id), FormulairePiece(saisie(), horloge.aujourdhui())
    if not formulaire.validate():
        return page(une, 422, {"piece": formulaire})
    limite = formulaire.limite.jour
    assert limite is not None
    piece = (formulaire.libelle.en_clair(), formulaire.raison.en_clair(), limite)
    actions.demander_un_document(db.session(), conseiller(), une, piece, revision())
    return _retour(une)


@bp.get("/demarches/<demarche_id>/acceptation")
@portee(Portee.AGENT)
def apercu(demarche_id: str) -> Response:
    """What accepting would change, before it does."""
    une = _ouverte(demarche_id)
    ecarts = actions.apercu(db.session(), conseiller(), une, une.revision)
    return rendre("gestion/accepter.html", demarche=une, ecarts=ecarts, fiche=catalogue().get(une.slug or ""))


@bp.post("/demarches/<demarche_id>/acceptation")
@portee(Portee.AGENT)
def accepter(demarche_id: str) -> ResponseReturnValue:
    une = _ouverte(demarche_id)
    with contacts_suivis(une.foyer_id):
        actions.accepter(db.session(), conseiller(), une, revision())
    return _retour(une)


@bp.post("/demarches/<demarche_id>/refus")
@portee(Portee.AGENT)
def refuser(demarche_id: str) -> ResponseReturnValue:
    une, formulaire = _ouverte(demarche_id), FormulaireRefus(saisie())
    if not formulaire.validate():
        return page(une, 422, {"refus": formulaire})
    actions.refuser(db.session(), conseiller(), une, formulaire.motif.en_clair(), revision())
    return _retour(une)


@bp.post("/demarches/<demarche_id>/documents/<document_id>")
@portee(Portee.AGENT)
def juger(demarche_id: str, document_id: str) -> ResponseReturnValue:
    une = _ouverte(demarche_id)
    document = service.document(db.session(), une, document_id)
    decision, formulaire = request.form.get("decision"), FormulaireRefus(saisie())
    if decision not in ("accepter", "refuser"):
        abort(400)
    if decision == "refuser" and not formulaire.validate():
        return page(une, 422, refuse=document.id)
    motif = formulaire.motif.en_clair() if decision == "refuser" else None
    vu = (revision(), request.form.get("etat", ""))
    actions.juger(db.session(), conseiller(), une, document, vu, motif)
    return _retour(une)


def _ouverte(demarche_id: str) -> Demarche:
    return service.ouverte(db.session(), conseiller(), demarche_id)


def _retour(une: Demarche) -> ResponseReturnValue:
    return redirect(url_for("gestion.demarche", demarche_id=une.id), 303)
