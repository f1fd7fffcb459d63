"""The advisers' door: signing in and out, apart from allocataires."""

from datetime import timedelta
from typing import cast

from flask import Blueprint, Response, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caf_pwa.comptes.agents import service
from caf_pwa.comptes.agents.formulaires import FormulaireConnexionAgent
from caf_pwa.comptes.agents.identite import IdentiteAgent
from caf_pwa.comptes.courant import moi_agent
from caf_pwa.comptes.service import ConnexionRefusee
from caf_pwa.config import Reglages
from caf_pwa.extensions import db
from caf_pwa.socle.gardes import COOKIE_AGENT, adresse_interne, en_gestion, nom_du_cookie, portee
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre, saisie

bp = Blueprint("agents", __name__, url_prefix="/gestion")


def _reglages() -> Reglages:
    return cast("Reglages", current_app.config["REGLAGES"])


def retrouver() -> IdentiteAgent | None:
    """The adviser whose cookie came with the request. For addresses under /gestion alone."""
    jeton = request.cookies.get(nom_du_cookie(COOKIE_AGENT))
    if not jeton:
        return None
    session, maintenant = db.session(), instant()
    inactivite = timedelta(seconds=_reglages().session_inactivite)
    agent = service.retrouver(session, jeton, maintenant, inactivite)
    if agent and service.noter_vue(session, agent, maintenant):
        session.commit()  # at once: what comes next may be slow, and one writes at a time
    return agent


@bp.route("/connexion", methods=["GET", "POST"])
@portee(Portee.OUVERTE)
def connexion() -> ResponseReturnValue:
    suite = _suite()
    # A post reads who is signed in after the brakes have written: the two would wait for each other on SQLite.
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(suite)
    formulaire = FormulaireConnexionAgent(saisie())
    if request.method == "GET":
        return _page(formulaire, suite)
    if not formulaire.validate():
        return _page(formulaire, suite, 422)
    try:
        agent_id = _verifier(formulaire)
    except service.EmailInvalide as erreur:
        formulaire.courriel.errors = [str(erreur)]
        return _page(formulaire, suite, 422)
    except ConnexionRefusee:
        return _page(formulaire, suite, 422, refusee=True)
    if current_user.is_authenticated:
        service.fermer(db.session(), moi_agent().connexion_id)
    reponse = cast("Response", redirect(suite, 303))
    reponse.set_cookie(
        nom_du_cookie(COOKIE_AGENT),
        service.ouvrir(db.session(), agent_id, instant()),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Strict",
    )
    return reponse


def _suite() -> str:
    """Where to go once signed in: an address of the advisers' own, and no other."""
    demandee = adresse_interne(request.args.get("suite", ""))
    return demandee if demandee and en_gestion(demandee.partition("?")[0]) else url_for("gestion.accueil")


def _page(formulaire: FormulaireConnexionAgent, suite: str, statut: int = 200, refusee: bool = False) -> Response:
    return rendre("gestion/connexion.html", statut, formulaire=formulaire, suite=suite, refusee=refusee)


def _verifier(formulaire: FormulaireConnexionAgent) -> str:
    email = service.lire_email(formulaire.courriel.data or "")
    cles = service.cles_de(_reglages().secret_key, email, request.remote_addr or "")
    mot_de_passe = formulaire.mot_de_passe.data or ""
    agent = service.verifier_mot_de_passe(db.session(), db.engine, cles, email, mot_de_passe, instant())
    return agent.id


@bp.post("/deconnexion")
@portee(Portee.OUVERTE)
def deconnexion() -> ResponseReturnValue:
    """Also for one whose sign-in has ended already: leaving always works, twice too."""
    if current_user.is_authenticated:
        service.fermer(db.session(), moi_agent().connexion_id)
    reponse = cast("Response", redirect(url_for("agents.connexion"), 303))
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    reponse.delete_cookie(nom_du_cookie(COOKIE_AGENT), secure=secure, httponly=True, samesite="Strict")
    return reponse
