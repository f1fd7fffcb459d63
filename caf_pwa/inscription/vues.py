"""« Créer Mon Compte », page after page: who one is, a mail address and its code, a password."""

from typing import Any, cast

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes import attentes, freins, preuve
from caf_pwa.comptes.blueprint import codes, lu, poser, reglages, retirer
from caf_pwa.comptes.mot_de_passe import hachage
from caf_pwa.comptes.questions import FormulaireCode, NouveauMotDePasse
from caf_pwa.extensions import db, horloge
from caf_pwa.inscription import attente as suite
from caf_pwa.inscription import entree, service
from caf_pwa.inscription.attente import EnCours
from caf_pwa.inscription.formulaires import (
    FormulaireContact,
    FormulaireIdentite,
    FormulaireNumero,
)
from caf_pwa.socle.formulaires import Formulaire
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre, saisie

bp = Blueprint("inscription", __name__, url_prefix="/inscription")


@bp.get("")
@portee(Portee.OUVERTE)
def identite() -> ResponseReturnValue:
    attente = _en_cours()
    if attente is not None and suite.etape(attente) != "identite":
        return _aller_a(attente)
    return _page("identite", _formulaire_d_identite(attente), connue=attente is not None)


@bp.post("")
@portee(Portee.OUVERTE)
def dire_qui_je_suis() -> ResponseReturnValue:
    attente = _en_cours()
    if attente is not None and suite.etape(attente) != "identite":
        return _aller_a(attente)
    formulaire = _formulaire_d_identite(attente, saisie())
    if not formulaire.validate():
        return _page("identite", formulaire, 422, connue=attente is not None)
    try:
        return _par_franceconnect(attente, formulaire) if attente else _par_le_courrier(formulaire)
    except service.Refusee:
        return _page("identite", formulaire, 422, connue=attente is not None, refusee=True)


@bp.get("/contact")
@portee(Portee.OUVERTE)
def contact() -> ResponseReturnValue:
    """Also from the page of the code, where the address was mistyped."""
    attente = _en_cours()
    if attente is None or suite.etape(attente) not in ("contact", "code"):
        return _aller_a(attente)
    connus = {nom: [attente.donnees[nom]] for nom in ("courriel", "telephone") if attente.donnees.get(nom)}
    return _page("contact", FormulaireContact(connus or None))


@bp.post("/contact")
@portee(Portee.OUVERTE)
def dire_ou_me_joindre() -> ResponseReturnValue:
    attente = _en_cours()
    if attente is None or suite.etape(attente) not in ("contact", "code"):
        return _aller_a(attente)
    formulaire = FormulaireContact(saisie())
    if not formulaire.validate():
        return _page("contact", formulaire, 422)
    if formulaire.courriel.data != attente.donnees.get("courriel"):
        attente.envoye_le = None  # a mistyped address is put right without waiting
    suite.noter(attente, courriel=formulaire.courriel.data, telephone=formulaire.telephone.data or "")
    try:
        suite.envoyer_le_code(db.session(), codes(), attente, instant())
    except preuve.CodeRefuse as refus:
        formulaire.refuser(formulaire.courriel, str(refus))
        return _page("contact", formulaire, 422)
    return redirect(url_for("inscription.code"), 303)


@bp.get("/code")
@portee(Portee.OUVERTE)
def code() -> ResponseReturnValue:
    attente = _en_cours()
    if attente is None or suite.etape(attente) != "code":
        return _aller_a(attente)
    return _page("code", FormulaireCode(), courriel=attente.donnees["courriel"])


@bp.post("/code")
@portee(Portee.OUVERTE)
def confirmer() -> ResponseReturnValue:
    attente = _en_cours()
    if attente is None or suite.etape(attente) != "code":
        return _aller_a(attente)
    formulaire, courriel = FormulaireCode(saisie()), attente.donnees["courriel"]
    if not formulaire.validate():
        return _page("code", formulaire, 422, courriel=courriel)
    try:
        suite.confirmer(db.engine, codes(), attente, formulaire.code.data or "", instant())
    except preuve.CodeRefuse as refus:
        formulaire.refuser(formulaire.code, str(refus))
        return _page("code", formulaire, 422, courriel=courriel)
    return redirect(url_for("inscription.mot_de_passe"), 303)


@bp.post("/code/renvoi")
@portee(Portee.OUVERTE)
def renvoyer_le_code() -> ResponseReturnValue:
    attente = _en_cours()
    if attente is None or suite.etape(attente) != "code":
        return _aller_a(attente)
    try:
        suite.envoyer_le_code(db.session(), codes(), attente, instant())
    except preuve.CodeRefuse as refus:
        formulaire = FormulaireCode({})
        formulaire.refuser(formulaire.code, str(refus))
        return _page("code", formulaire, 422, courriel=attente.donnees["courriel"])
    return redirect(url_for("inscription.code"), 303)


@bp.get("/mot-de-passe")
@portee(Portee.OUVERTE)
def mot_de_passe() -> ResponseReturnValue:
    attente = _en_cours()
    if attente is None or suite.etape(attente) != "mot_de_passe":
        return _aller_a(attente)
    return _page("mot_de_passe", NouveauMotDePasse())


@bp.post("/mot-de-passe")
@portee(Portee.OUVERTE)
def choisir() -> ResponseReturnValue:
    attente = _en_cours()
    if attente is None or suite.etape(attente) != "mot_de_passe":
        return _aller_a(attente)
    donnees = attente.donnees
    dits = [donnees["numero"], donnees["courriel"], donnees.get("telephone", "")]
    formulaire = NouveauMotDePasse(saisie(), service.personnels(db.session(), donnees["personne_id"], dits))
    if not formulaire.validate():
        return _page("mot_de_passe", formulaire, 422)
    empreinte = hachage.hacher(formulaire.nouveau.data or "")
    if attentes.prendre(db.session(), suite.GENRE, lu(suite.COOKIE), instant()) is None:
        return redirect(url_for("comptes.connexion"), 303)  # the same tap, a moment earlier
    try:
        reponse = entree.creer_et_entrer(donnees, empreinte, url_for("accueil.page"))
    except service.Refusee:
        return _page("identite", _formulaire_d_identite(None), 422, connue=False, refusee=True)
    retirer(reponse, suite.COOKIE)
    return reponse


@bp.post("/abandon")
@portee(Portee.OUVERTE)
def abandonner() -> ResponseReturnValue:
    """Start again from the first page. Twice is once."""
    attentes.prendre(db.session(), suite.GENRE, lu(suite.COOKIE), instant())
    reponse = cast("Response", redirect(url_for("inscription.identite"), 303))
    retirer(reponse, suite.COOKIE)
    return reponse


def _par_le_courrier(formulaire: Any) -> ResponseReturnValue:
    """Each try counts, by address and by household. Raises Refusee, TropDEssais."""
    declaration = formulaire.declaration()
    db.session.rollback()  # the brakes write in a transaction of their own, which must not wait for this one
    cles = freins.cles_de(reglages().secret_key, f"inscription:{declaration.allocataire}", request.remote_addr or "")
    with db.engine.begin() as connexion:
        freins.compter_essai(connexion, cles, instant())
    session, cle = db.session(), reglages().cle_numeros
    personne_id = service.reconnaitre(session, cle, declaration, horloge.aujourdhui())
    jeton = suite.commencer(session, personne_id, declaration.numero, instant())
    reponse = cast("Response", redirect(url_for("inscription.contact"), 303))
    poser(reponse, suite.COOKIE, jeton, suite.DUREE)
    return reponse


def _par_franceconnect(attente: EnCours, formulaire: FormulaireNumero) -> ResponseReturnValue:
    """Who it is has been proved already. Raises Refusee, TropDEssais."""
    jeton, personne_id = lu(suite.COOKIE), attente.donnees["personne_id"]
    db.session.rollback()
    cles = freins.cles_de(reglages().secret_key, f"inscription:{personne_id}", request.remote_addr or "")
    with db.engine.begin() as connexion:
        freins.compter_essai(connexion, cles, instant())
    relue = attentes.lire(db.session(), suite.GENRE, jeton, instant())
    if relue is None:
        return _aller_a(None)
    service.exiger_possible(db.session(), reglages().cle_numeros, personne_id, formulaire.numero, horloge.aujourdhui())
    suite.noter(relue, numero=formulaire.numero)
    return redirect(url_for("inscription.contact"), 303)


def _en_cours() -> EnCours | None:
    return attentes.lire(db.session(), suite.GENRE, lu(suite.COOKIE), instant())


def _aller_a(attente: EnCours | None) -> Response:
    """The page it has come to; the first one, saying why, when nothing is begun or it waited for too long."""
    if attente is not None:
        return cast("Response", redirect(url_for(f"inscription.{suite.etape(attente)}"), 303))
    statut = 409 if request.method == "POST" else 200
    return _page("identite", _formulaire_d_identite(None), statut, connue=False, expiree=True)


def _formulaire_d_identite(
    attente: EnCours | None, tape: dict[str, list[str]] | None = None
) -> FormulaireIdentite | FormulaireNumero:
    genre = FormulaireNumero if attente is not None else FormulaireIdentite
    return genre(tape, reglages().motif_identifiant_provisoire)


def _page(nom: str, formulaire: Formulaire, statut: int = 200, **valeurs: Any) -> Response:
    defauts = {"refusee": False, "expiree": False}
    return rendre(f"inscription/{nom}.html", statut, formulaire=formulaire, **defauts | valeurs)
