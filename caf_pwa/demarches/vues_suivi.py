"""Following a démarche that was sent: its receipt, its documents, its history; correcting, withdrawing, answering."""

from typing import Any

from flask import Response, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes.courant import moi
from caf_pwa.demarches import brouillons, confirmation, depot, jointes, lecture, reponse, rupture, service
from caf_pwa.demarches.blueprint import bp, codes
from caf_pwa.demarches.formulaires import FormulaireReponse
from caf_pwa.demarches.modele import CodeEnvoye, Demarche, EtatDemarche
from caf_pwa.documents import service as documents
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre, saisie


@bp.get("/suivi/<demarche_id>")
@portee(Portee.PERSONNE)
def suivi(demarche_id: str) -> Response:
    return _page(_lue(demarche_id))


@bp.post("/suivi/<demarche_id>/corriger")
@portee(Portee.PERSONNE)
def corriger(demarche_id: str) -> ResponseReturnValue:
    demarche = _mienne(demarche_id)
    travail = lecture.travail(db.session(), moi(), demarche.slug or "", horloge.aujourdhui())
    brouillons.corriger(db.session(), travail, demarche, instant())
    return redirect(url_for("demarches.presentation", slug=demarche.slug), 303)


@bp.route("/suivi/<demarche_id>/annuler", methods=["GET", "POST"])
@portee(Portee.PERSONNE)
def annuler(demarche_id: str) -> ResponseReturnValue:
    demarche = _mienne(demarche_id)
    if request.method == "GET":
        return rendre("demarches/annuler.html", demarche=demarche)
    depot.retirer(db.session(), demarche, instant())
    return redirect(url_for("demarches.suivi", demarche_id=demarche_id), 303)


@bp.post("/suivi/<demarche_id>/reponse")
@portee(Portee.PERSONNE)
def repondre_a_la_question(demarche_id: str) -> ResponseReturnValue:
    demarche = _mienne(demarche_id)
    formulaire = FormulaireReponse(saisie())
    if not formulaire.validate():
        return _page(demarche, 422, formulaire)
    session, maintenant = db.session(), instant()
    for document in jointes.de_la_demarche(session, demarche):
        if document.pages and document.personne_id == moi().personne_id:
            documents.figer(session, current_app.extensions["documents"], document, maintenant)
    reponse.repondre(session, demarche, moi().prenom, formulaire.texte.data or "", maintenant)
    return redirect(url_for("demarches.suivi", demarche_id=demarche_id), 303)


@bp.post("/suivi/<demarche_id>/documents")
@portee(Portee.PERSONNE)
def joindre_a_la_reponse(demarche_id: str) -> ResponseReturnValue:
    demarche = _mienne(demarche_id)
    if demarche.etat is not EtatDemarche.EN_ATTENTE_D_INFORMATION:
        raise reponse.DejaChangee
    place = jointes.Place(demarche=demarche, confidentiel=demarche.confidentielle)
    retour = url_for("demarches.suivi", demarche_id=demarche_id)
    document = jointes.joindre(db.session(), moi(), place, "Document en réponse à votre Caf", retour, instant())
    return redirect(url_for("documents.composer", document_id=document.id), 303)


@bp.post("/suivi/<demarche_id>/code/<code_id>")
@portee(Portee.PERSONNE)
def confirmer(demarche_id: str, code_id: str) -> ResponseReturnValue:
    demarche = _mienne(demarche_id)
    session, ligne = db.session(), _code_en_attente(demarche, code_id)
    if ligne is None:
        return redirect(url_for("demarches.suivi", demarche_id=demarche_id), 303)
    try:
        juste = confirmation.confirmer(session, codes(), ligne, request.form.get("code", ""), instant())
    except confirmation.CodeRefuse as refus:
        return _page(demarche, 422, faute={ligne.id: str(refus)})
    session.commit()  # a wrong try stays counted, though the answer says no
    if not juste:
        return _page(demarche, 422, faute={ligne.id: "Ce code n’est pas le bon. Vérifiez les 6 chiffres."})
    return redirect(url_for("demarches.suivi", demarche_id=demarche_id), 303)


@bp.post("/suivi/<demarche_id>/code/<code_id>/renvoi")
@portee(Portee.PERSONNE)
def renvoyer_le_code(demarche_id: str, code_id: str) -> ResponseReturnValue:
    demarche = _mienne(demarche_id)
    ligne = _code_en_attente(demarche, code_id)
    try:
        if ligne is not None:
            confirmation.renvoyer(codes(), ligne, instant())
    except confirmation.CodeRefuse as refus:
        return _page(demarche, 422, faute={code_id: str(refus)})
    return redirect(url_for("demarches.suivi", demarche_id=demarche_id), 303)


def _code_en_attente(demarche: Demarche, code_id: str) -> CodeEnvoye | None:
    """One of this démarche, None once it is confirmed or the démarche is over."""
    if not demarche.etat.ouverte:
        return None
    return next((ligne for ligne in confirmation.en_attente(db.session(), demarche) if ligne.id == code_id), None)


def _lue(demarche_id: str) -> Demarche:
    return service.demarche(db.session(), moi(), demarche_id, horloge.aujourdhui())


def _mienne(demarche_id: str) -> Demarche:
    """One that this person sent: others of the household may read it, not change it."""
    return service.deposee_par(db.session(), moi(), demarche_id, horloge.aujourdhui())


def _page(
    demarche: Demarche, statut: int = 200, formulaire: Any = None, faute: dict[str, str] | None = None
) -> Response:
    return rendre(
        "demarches/suivi.html",
        statut,
        demarche=demarche,
        mienne=demarche.personne_id == moi().personne_id,
        a_proteger=rupture.a_proteger(db.session(), moi(), demarche),
        documents=jointes.de_la_demarche(db.session(), demarche),
        fiche=lecture.fiche(demarche.slug) if demarche.slug else None,
        formulaire=formulaire or FormulaireReponse(),
        codes=confirmation.en_attente(db.session(), demarche) if demarche.etat.ouverte else [],
        fautes=faute or {},
        maintenant=instant(),
    )
