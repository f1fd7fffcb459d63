"""« Mot de passe oublié »: number and birth date, a code at the mail address on file, another password.

Whatever was typed, the answers are the same until the code is right: nobody learns who has an account.
"""

from typing import cast

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes import attentes, freins, identifiant, preuve, seance, titulaire
from caf_pwa.comptes.appareils import cet_appareil
from caf_pwa.comptes.avis.avertissement import avertir
from caf_pwa.comptes.blueprint import bp, codes, lu, poser, reglages, retirer
from caf_pwa.comptes.formulaires import FormulaireOubli
from caf_pwa.comptes.modele import Attente, Moyen
from caf_pwa.comptes.mot_de_passe import hachage, recuperation
from caf_pwa.comptes.questions import FormulaireCode, NouveauMotDePasse
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre, saisie

DEMANDE, PROUVEE, COOKIE = "oubli", "oubli-prouve", "caf-oubli"


@bp.route("/connexion/oubli", methods=["GET", "POST"])
@portee(Portee.OUVERTE)
def oubli() -> ResponseReturnValue:
    formulaire = FormulaireOubli(saisie() if request.method == "POST" else None, horloge.aujourdhui())
    if request.method == "GET":
        return rendre("comptes/oubli.html", formulaire=formulaire)
    if not formulaire.validate():
        return rendre("comptes/oubli.html", 422, formulaire=formulaire)
    try:
        numero = identifiant.lire(formulaire.identifiant.data or "", reglages().motif_identifiant_provisoire)
    except identifiant.IdentifiantInvalide as erreur:
        formulaire.identifiant.errors = [str(erreur)]
        return rendre("comptes/oubli.html", 422, formulaire=formulaire)
    return _demander(numero, formulaire)


def _demander(numero: str, formulaire: FormulaireOubli) -> Response:
    session, maintenant, naissance = db.session(), instant(), formulaire.naissance.jour
    assert naissance is not None
    with db.engine.begin() as connexion:
        freins.compter_essai(connexion, _cles(numero), maintenant)
    compte_id, courriel = recuperation.destinataire(session, numero, naissance) or (None, None)
    duree = preuve.duree(maintenant)
    jeton, attente = attentes.ouvrir(session, DEMANDE, {"numero": numero}, maintenant, duree, compte_id)
    preuve.envoyer(session, codes(), attente, courriel, maintenant)
    reponse = cast("Response", redirect(url_for("comptes.code_d_oubli"), 303))
    poser(reponse, COOKIE, jeton, duree * 4)
    return reponse


@bp.get("/connexion/oubli/code")
@portee(Portee.OUVERTE)
def code_d_oubli() -> ResponseReturnValue:
    attente = _attente(DEMANDE)
    return _page_code(attente, FormulaireCode()) if attente else redirect(url_for("comptes.oubli"))


@bp.post("/connexion/oubli/code")
@portee(Portee.OUVERTE)
def verifier_le_code_d_oubli() -> ResponseReturnValue:
    attente, formulaire = _attente(DEMANDE), FormulaireCode(saisie())
    if attente is None:
        return redirect(url_for("comptes.oubli"), 303)
    if not formulaire.validate():
        return _page_code(attente, formulaire, 422)
    numero, maintenant = str(attente.donnees["numero"]), instant()
    try:
        preuve.juger(db.engine, codes(), attente, f"oubli:{numero}", formulaire.code.data or "", maintenant)
        prise = attentes.prendre(db.session(), DEMANDE, lu(COOKIE), maintenant)
        if prise is None or prise.compte_id is None:
            raise preuve.CodeRefuse(preuve.FAUX)  # guessed, where none was sent
    except preuve.CodeRefuse as refus:
        formulaire.code.errors = [str(refus)]
        return _page_code(attente, formulaire, 422)
    duree = preuve.duree(maintenant)
    jeton, _ = attentes.ouvrir(db.session(), PROUVEE, {"numero": numero}, maintenant, duree, prise.compte_id)
    reponse = cast("Response", redirect(url_for("comptes.choisir"), 303))
    poser(reponse, COOKIE, jeton, duree)
    return reponse


@bp.post("/connexion/oubli/code/renvoi")
@portee(Portee.OUVERTE)
def renvoyer_le_code_d_oubli() -> ResponseReturnValue:
    attente = _attente(DEMANDE)
    if attente is None:
        return redirect(url_for("comptes.oubli"), 303)
    courriel = titulaire.courriel(db.session(), attente.compte_id) if attente.compte_id else None
    try:
        preuve.envoyer(db.session(), codes(), attente, courriel, instant())
    except preuve.CodeRefuse as refus:
        formulaire = FormulaireCode()
        formulaire.code.errors = [str(refus)]
        return _page_code(attente, formulaire, 422)
    return redirect(url_for("comptes.code_d_oubli"), 303)


@bp.route("/connexion/oubli/mot-de-passe", methods=["GET", "POST"])
@portee(Portee.OUVERTE)
def choisir() -> ResponseReturnValue:
    """The code was right: another password, then one is in."""
    attente = _attente(PROUVEE)
    if attente is None or attente.compte_id is None:
        return redirect(url_for("comptes.oubli"), 303 if request.method == "POST" else 302)
    personnels = titulaire.personnels(db.session(), attente.compte_id)
    formulaire = NouveauMotDePasse(saisie() if request.method == "POST" else None, personnels)
    if request.method == "GET":
        return rendre("comptes/choisir.html", formulaire=formulaire)
    if not formulaire.validate():
        return rendre("comptes/choisir.html", 422, formulaire=formulaire)
    empreinte = hachage.hacher(formulaire.nouveau.data or "")
    with db.engine.begin() as connexion:
        freins.rendre_essai(connexion, {"compte": _cles(str(attente.donnees["numero"]))["compte"]})
    prise = attentes.prendre(db.session(), PROUVEE, lu(COOKIE), instant())
    if prise is None or prise.compte_id is None:
        return redirect(url_for("comptes.oubli"), 303)
    return _entrer(prise.compte_id, empreinte)


def _entrer(compte_id: str, empreinte: str) -> Response:
    recuperation.choisir(db.session(), compte_id, empreinte, instant())
    avertir(compte_id, "oubli", "Un nouveau mot de passe a été choisi avec « Mot de passe oublié »")
    reponse = seance.entrer(compte_id, Moyen.MOT_DE_PASSE, url_for("accueil.page"))
    cet_appareil.faire_connaitre(reponse, compte_id)
    retirer(reponse, COOKIE)
    return reponse


def _cles(numero: str) -> dict[str, str]:
    """Its own brake, so that nobody shuts the sign-in by asking here; given back by whoever goes to the end."""
    return freins.cles_de(reglages().secret_key, f"oubli:{numero}", request.remote_addr or "")


def _attente(genre: str) -> Attente | None:
    return attentes.lire(db.session(), genre, lu(COOKIE), instant())


def _page_code(attente: Attente, formulaire: FormulaireCode, statut: int = 200) -> Response:
    return rendre(
        "comptes/code.html",
        statut,
        formulaire=formulaire,
        contact=None,  # not even masked: a stranger would learn that the number and the date belong together
        renvoi_a=preuve.renvoi_possible(attente, instant()),
        maintenant=instant(),
        ici=("comptes.verifier_le_code_d_oubli", "comptes.renvoyer_le_code_d_oubli", "comptes.oubli"),
    )
