"""« Entrer le code reçu »: the second step of a sign-in on a device that the account does not know."""

from typing import cast

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes import attentes, preuve, seance, service, titulaire
from caf_pwa.comptes.appareils import cet_appareil
from caf_pwa.comptes.blueprint import bp, codes, lu, poser, retirer
from caf_pwa.comptes.modele import Attente, Moyen
from caf_pwa.comptes.questions import FormulaireCode
from caf_pwa.extensions import db
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre, saisie

GENRE, COOKIE = "connexion", "caf-attente"


def demander(compte_id: str, courriel: str, suite: str) -> Response:
    """The password was right: send a code and wait for it, on the server, whatever becomes of this window."""
    session, maintenant = db.session(), instant()
    identifiant = service.identifiant(session, compte_id)
    session.commit()  # the brake writes in a transaction of its own, which must not wait for this one
    preuve.compter_envoi(db.engine, codes().secret, identifiant, maintenant)
    duree = preuve.duree(maintenant)
    jeton, attente = attentes.ouvrir(session, GENRE, {"suite": suite}, maintenant, duree, compte_id)
    preuve.envoyer(session, codes(), attente, courriel, maintenant)
    reponse = cast("Response", redirect(url_for("comptes.code"), 303))
    poser(reponse, COOKIE, jeton, duree * 4)  # each new code makes the wait longer: the server decides
    return reponse


@bp.get("/connexion/code")
@portee(Portee.OUVERTE)
def code() -> ResponseReturnValue:
    attente = _attente()
    return _page(attente, FormulaireCode()) if attente else redirect(url_for("comptes.connexion"))


@bp.post("/connexion/code")
@portee(Portee.OUVERTE)
def verifier_le_code() -> ResponseReturnValue:
    attente, formulaire = _attente(), FormulaireCode(saisie())
    if attente is None or attente.compte_id is None:
        return redirect(url_for("comptes.connexion"), 303)
    if not formulaire.validate():
        return _page(attente, formulaire, 422)
    identifiant = service.identifiant(db.session(), attente.compte_id)
    try:
        preuve.juger(db.engine, codes(), attente, identifiant, formulaire.code.data or "", instant())
    except preuve.CodeRefuse as refus:
        formulaire.code.errors = [str(refus)]
        return _page(attente, formulaire, 422)
    prise = attentes.prendre(db.session(), GENRE, lu(COOKIE), instant())
    if prise is None or prise.compte_id is None:  # the same tap, a moment earlier
        return redirect(url_for("comptes.connexion"), 303)
    reponse = seance.entrer(prise.compte_id, Moyen.MOT_DE_PASSE, prise.donnees["suite"])
    cet_appareil.faire_connaitre(reponse, prise.compte_id)
    retirer(reponse, COOKIE)
    return reponse


@bp.post("/connexion/code/renvoi")
@portee(Portee.OUVERTE)
def renvoyer() -> ResponseReturnValue:
    attente = _attente()
    if attente is None or attente.compte_id is None:
        return redirect(url_for("comptes.connexion"), 303)
    try:
        preuve.envoyer(db.session(), codes(), attente, titulaire.courriel(db.session(), attente.compte_id), instant())
    except preuve.CodeRefuse as refus:
        formulaire = FormulaireCode()
        formulaire.code.errors = [str(refus)]
        return _page(attente, formulaire, 422)
    return redirect(url_for("comptes.code"), 303)


def _attente() -> Attente | None:
    return attentes.lire(db.session(), GENRE, lu(COOKIE), instant())


def _page(attente: Attente, formulaire: FormulaireCode, statut: int = 200) -> Response:
    adresse = titulaire.courriel(db.session(), attente.compte_id or "")
    return rendre(
        "comptes/code.html",
        statut,
        formulaire=formulaire,
        contact=titulaire.masquer(adresse or ""),
        renvoi_a=preuve.renvoi_possible(attente, instant()),
        maintenant=instant(),
        ici=("comptes.verifier_le_code", "comptes.renvoyer", "comptes.connexion"),
    )
