"""Going through a démarche: one page of questions after the other, the documents, the check, the sending."""

import uuid
from typing import Any, cast

from flask import Response, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes import seance
from caf_pwa.comptes import service as comptes
from caf_pwa.comptes.confirmation import mot_de_passe_juste
from caf_pwa.comptes.courant import moi
from caf_pwa.demarches import brouillons, confirmation, depot, envoi, jointes, lecture, protection
from caf_pwa.demarches.blueprint import bp, codes
from caf_pwa.demarches.lecture import Travail
from caf_pwa.demarches.moteur import Passage, Point
from caf_pwa.demarches.recapitulatif import difference, manquantes, recapituler
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.formulaires import Formulaire
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre, revision, saisie


def _travail(slug: str) -> Travail:
    return lecture.travail(db.session(), moi(), slug, horloge.aujourdhui())


@bp.get("/<slug>")
@portee(Portee.PERSONNE)
def presentation(slug: str) -> Response:
    """Where the person left it: the first page without answer."""
    travail = _travail(slug)
    ailleurs = pas_maintenant(travail)
    if ailleurs is not None:
        return ailleurs
    passage = travail.passage
    point = passage.a_repondre()
    return _page_etape(travail, passage, point) if point else _page_verifier(travail, passage)


@bp.get("/<slug>/etapes/<cle>")
@portee(Portee.PERSONNE)
def etape(slug: str, cle: str) -> Response:
    travail = _travail(slug)
    ailleurs = pas_maintenant(travail)
    if ailleurs is not None:
        return ailleurs
    passage = travail.passage
    return _page_etape(travail, passage, _point(passage, cle))


@bp.post("/<slug>/etapes/<cle>")
@portee(Portee.PERSONNE)
def repondre(slug: str, cle: str) -> ResponseReturnValue:
    travail = _travail(slug)
    passage = travail.passage
    point = _point(passage, cle)
    tapee = saisie()
    try:
        formulaire = brouillons.enregistrer(db.session(), travail, point, tapee, revision(), instant())
    except brouillons.ModifieAilleurs:
        return _page_etape(travail, passage, point, passage.formulaire(point, tapee), 409)
    if formulaire.errors:
        return _page_etape(travail, passage, point, formulaire, 422)
    return redirect(_apres(passage.avec(point, formulaire.reponses()), point), 303)


@bp.get("/<slug>/documents")
@portee(Portee.PERSONNE)
def documents(slug: str) -> ResponseReturnValue:
    travail = _travail(slug)
    passage = travail.passage
    point = passage.a_repondre()
    if point is not None:
        return redirect(url_for("demarches.etape", slug=slug, cle=point.cle))
    jointes_ = jointes.du_brouillon(db.session(), travail.brouillon)
    return rendre("demarches/documents.html", **_commun(travail, passage), jointes=jointes_)


@bp.post("/<slug>/documents/<emplacement>")
@portee(Portee.PERSONNE)
def joindre(slug: str, emplacement: str) -> ResponseReturnValue:
    travail = _travail(slug)
    piece = next((piece for piece in travail.passage.pieces if piece.nom == emplacement), None)
    if piece is None:
        abort(404)
    session, maintenant = db.session(), instant()
    brouillon = brouillons.commencer(session, travail, maintenant)
    place = jointes.Place(brouillon=brouillon, emplacement=piece.nom, confidentiel=_confidentiel(travail))
    retour = url_for("demarches.documents", slug=slug)
    document = jointes.joindre(session, moi(), place, piece.titre, retour, maintenant)
    return redirect(url_for("documents.composer", document_id=document.id), 303)


@bp.get("/<slug>/verifier")
@portee(Portee.PERSONNE)
def verifier(slug: str) -> ResponseReturnValue:
    travail = _travail(slug)
    passage = travail.passage
    point = passage.a_repondre()
    if point is not None:
        return redirect(url_for("demarches.etape", slug=slug, cle=point.cle))
    return _page_verifier(travail, passage)


@bp.post("/<slug>/envoyer")
@portee(Portee.PERSONNE)
def envoyer(slug: str) -> ResponseReturnValue:
    session, identite = db.session(), moi()
    deja = depot.deja_deposee(session, identite.personne_id, request.form.get("cle", ""))
    if deja is not None:
        return redirect(url_for("demarches.suivi", demarche_id=deja.id), 303)
    a_prouver = protection.a_prouver(_travail(slug).passage)
    if a_prouver and not mot_de_passe_juste(request.form.get("mot_de_passe", "")):
        travail = _travail(slug)
        return _page_verifier(travail, travail.passage, 422, mot_de_passe_faux=True)
    travail = _travail(slug)
    try:
        protection.exiger_pas_recuperee(travail)
        atelier = current_app.extensions["documents"]
        contacts = travail.fiche.contacts(travail.passage)
        demarche = envoi.envoyer(session, atelier, travail, request.form.get("cle", ""), instant())
        nouveaux = confirmation.demander(session, codes(), demarche, contacts, instant())
    except depot.Incomplete:
        return _page_verifier(travail, travail.passage, 422)
    except depot.DejaOuverte as deja_ouverte:
        return _page_deja_ouverte(travail, deja_ouverte.demarche, 409)
    protection.prevenir(nouveaux)
    reponse = cast("Response", redirect(url_for("demarches.suivi", demarche_id=demarche.id), 303))
    if a_prouver:
        seance.renouveler(reponse)
    return reponse


@bp.post("/<slug>/abandon")
@portee(Portee.PERSONNE)
def abandonner(slug: str) -> ResponseReturnValue:
    brouillons.abandonner(db.session(), _travail(slug))
    return redirect(url_for("demarches.a_transmettre"), 303)


def pas_maintenant(travail: Travail) -> Response | None:
    """The page that says why this démarche cannot be done now; None when it can."""
    try:
        brouillons.exiger_ouverte(travail)
        protection.exiger_pas_recuperee(travail)
    except brouillons.Fermee as refus:
        return _page_fermee(refus, 200)
    if travail.fiche.repetable or travail.brouillon is not None:
        return None
    ouverte = depot.deja_ouverte(db.session(), travail)
    return _page_deja_ouverte(travail, ouverte) if ouverte else None


@bp.errorhandler(brouillons.Fermee)
def _page_fermee(refus: brouillons.Fermee, statut: int = 409) -> Response:
    return rendre("demarches/fermee.html", statut, fiche=refus.fiche, raison=str(refus))


def _page_deja_ouverte(travail: Travail, demarche: Any, statut: int = 200) -> Response:
    return rendre("demarches/deja_envoyee.html", statut, fiche=travail.fiche, demarche=demarche)


def _page_etape(
    travail: Travail, passage: Passage, point: Point, formulaire: Formulaire | None = None, statut: int = 200
) -> Response:
    formulaire = formulaire or passage.formulaire(point)
    return rendre(
        "demarches/etape.html",
        statut,
        **_commun(travail, passage),
        point=point,
        formulaire=formulaire,
        conflit=statut == 409,
    )


def _page_verifier(travail: Travail, passage: Passage, statut: int = 200, mot_de_passe_faux: bool = False) -> Response:
    jointes_ = jointes.du_brouillon(db.session(), travail.brouillon)
    pretes = [nom for nom, document in jointes_ if document.pages]
    mots = recapituler(passage)
    corrigee = envoi.corrigee(db.session(), travail)
    return rendre(
        "demarches/verifier.html",
        statut,
        **_commun(travail, passage),
        recapitulatif=mots,
        a_revoir={point.cle for point in passage.a_revoir()},
        manquantes=manquantes(passage, pretes),
        jointes=jointes_,
        differences=difference(corrigee.recapitulatif, mots) if corrigee else None,
        cle=request.form.get("cle") or uuid.uuid4().hex,
        mot_de_passe_faux=mot_de_passe_faux,
        a_prouver=protection.a_prouver(passage),
        avec_mot_de_passe=comptes.a_un_mot_de_passe(db.session(), moi().compte_id),
    )


def _commun(travail: Travail, passage: Passage) -> dict[str, Any]:
    return {"fiche": travail.fiche, "travail": travail, "passage": passage}


def _point(passage: Passage, cle: str) -> Point:
    """The page of that name, if the person has come that far."""
    point = passage.point(cle)
    if point is None or not passage.accessible(point):
        abort(404)
    return point


def _apres(passage: Passage, point: Point) -> str:
    """The first page without answer. When there is none, back to the check, by way of the documents the first time."""
    slug, attendu = passage.fiche.slug, passage.a_repondre()
    if attendu is not None:
        return url_for("demarches.etape", slug=slug, cle=attendu.cle)
    documents_a_voir = passage.pieces and passage.suivant(point) is None
    return url_for("demarches.documents" if documents_a_voir else "demarches.verifier", slug=slug)


def _confidentiel(travail: Travail) -> bool:
    return travail.fiche.confidentielle(travail.passage)
