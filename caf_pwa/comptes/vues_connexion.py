"""Signing in with a number and a password, and signing out."""

from functools import partial

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caf_pwa.comptes import freins, identifiant, seance, service, titulaire, traces, vues_code
from caf_pwa.comptes.appareils import cet_appareil
from caf_pwa.comptes.blueprint import bp, reglages
from caf_pwa.comptes.formulaires import FormulaireConnexion
from caf_pwa.comptes.franceconnect import parcours as franceconnect
from caf_pwa.comptes.modele import Moyen
from caf_pwa.comptes.mot_de_passe import echecs
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.expedition import lancer
from caf_pwa.socle.gardes import adresse_interne, portee
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre, saisie


@bp.route("/connexion", methods=["GET", "POST"])
@portee(Portee.OUVERTE)
def connexion() -> ResponseReturnValue:
    suite = adresse_interne(request.args.get("suite", "")) or url_for("accueil.page")
    # A post reads who is signed in after the brakes have written: the two would wait for each other on SQLite.
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(suite)
    formulaire = FormulaireConnexion(saisie())
    if request.method == "GET":
        return _page(formulaire, suite)
    if not formulaire.validate():
        return _page(formulaire, suite, 422)
    try:
        compte_id = _verifier(formulaire)
    except identifiant.IdentifiantInvalide as erreur:
        formulaire.identifiant.errors = [str(erreur)]
        return _page(formulaire, suite, 422)
    except service.ConnexionRefusee:
        return _page(formulaire, suite, 422, refusee=True)
    return _entrer(compte_id, suite)


def _entrer(compte_id: str, suite: str) -> Response:
    """The password was right. On a device that the account does not know, a code by mail is asked for too.

    A person with no mail address on file signs in all the same: nobody is locked out.
    """
    session = db.session()
    reconnu = cet_appareil.presenter(compte_id)
    courriel = titulaire.courriel(session, compte_id)
    if reconnu is None and courriel:
        return vues_code.demander(compte_id, courriel, suite)
    reponse = seance.entrer(compte_id, Moyen.MOT_DE_PASSE, suite)
    if reconnu:
        cet_appareil.retenir(reponse, reconnu)
    else:
        texte = "Connexion sans code : aucune adresse mail n’est enregistrée"
        traces.noter(session, compte_id, "sans-code", texte, horloge.maintenant())
    return reponse


def _page(formulaire: FormulaireConnexion, suite: str, statut: int = 200, refusee: bool = False) -> Response:
    return rendre(
        "comptes/connexion.html",
        statut,
        formulaire=formulaire,
        suite=suite,
        refusee=refusee,
        franceconnect=franceconnect.bouton(),
    )


def _verifier(formulaire: FormulaireConnexion) -> str:
    numero = identifiant.lire(formulaire.identifiant.data or "", reglages().motif_identifiant_provisoire)
    cles = freins.cles_de(reglages().secret_key, numero, request.remote_addr or "")
    saisi = formulaire.mot_de_passe.data or ""
    try:
        return service.verifier_mot_de_passe(db.session(), db.engine, cles, numero, saisi, instant()).id
    except service.ConnexionRefusee:
        lancer(partial(echecs.noter, db.engine, numero, horloge.maintenant()))
        raise


@bp.post("/deconnexion")
@portee(Portee.OUVERTE)
def deconnexion() -> ResponseReturnValue:
    reponse = franceconnect.sortie(franceconnect.federation_courante())
    seance.sortir(reponse)
    # The dossier kept on the device is wiped by the device itself; "storage" would destroy unsent declarations.
    reponse.headers["Clear-Site-Data"] = '"cache"'
    return reponse
