"""Signing in and out, and "Gérer mon compte"."""

import base64
from datetime import timedelta
from typing import cast

from flask import Blueprint, Flask, Response, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from caf_pwa.comptes import freins, identifiant, service, traces
from caf_pwa.comptes.agents import vues as agents
from caf_pwa.comptes.agents.identite import IdentiteAgent
from caf_pwa.comptes.courant import moi
from caf_pwa.comptes.formulaires import FormulaireConnexion
from caf_pwa.comptes.identite import Identite
from caf_pwa.config import Reglages
from caf_pwa.extensions import db, horloge, login_manager
from caf_pwa.socle.gardes import COOKIE, adresse_interne, en_gestion, nom_du_cookie, portee
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import laisse_une_trace, rendre, saisie

bp = Blueprint("comptes", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.register_blueprint(agents.bp)
    login_manager.init_app(app)
    login_manager.request_loader(_retrouver)


def _reglages() -> Reglages:
    return cast("Reglages", current_app.config["REGLAGES"])


def _cookie() -> str:
    return nom_du_cookie(COOKIE)


def _retrouver(_requete: object) -> Identite | IdentiteAgent | None:
    """The adviser under /gestion and there alone, the allocataire everywhere else: neither stands for the other."""
    if "base_en_panne" in g:
        return None
    try:
        return agents.retrouver() if en_gestion(request.path) else _retrouver_allocataire()
    except SQLAlchemyError:
        g.base_en_panne = True  # the page that says so is drawn for nobody, and asks the database nothing
        raise


def _retrouver_allocataire() -> Identite | None:
    jeton = request.cookies.get(_cookie())
    if not jeton:
        return None
    reglages = _reglages()
    return service.retrouver(
        db.session(),
        jeton,
        instant(),
        horloge.aujourdhui(),
        timedelta(seconds=reglages.session_inactivite),
        timedelta(seconds=reglages.session_inactivite_appareil_personnel),
    )


@bp.route("/connexion", methods=["GET", "POST"])
@portee(Portee.OUVERTE)
def connexion() -> ResponseReturnValue:
    suite = adresse_interne(request.args.get("suite", "")) or url_for("accueil.page")
    # A post reads who is signed in after the brakes have written: the two would wait for each other on SQLite.
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(suite)
    formulaire = FormulaireConnexion(saisie())
    if request.method == "GET":
        return _page_connexion(formulaire, suite)
    if not formulaire.validate():
        return _page_connexion(formulaire, suite, 422)
    try:
        compte_id = _verifier(formulaire)
    except identifiant.IdentifiantInvalide as erreur:
        formulaire.identifiant.errors = [str(erreur)]
        return _page_connexion(formulaire, suite, 422)
    except service.ConnexionRefusee:
        return _page_connexion(formulaire, suite, 422, refusee=True)
    reponse = cast("Response", redirect(suite, 303))
    if current_user.is_authenticated:
        service.fermer(db.session(), moi().connexion_id)
    traces.noter_connexion(db.session(), compte_id, horloge.maintenant())
    _poser_cookie(reponse, service.ouvrir(db.session(), compte_id, instant()))
    return reponse


def _page_connexion(formulaire: FormulaireConnexion, suite: str, statut: int = 200, refusee: bool = False) -> Response:
    return rendre("comptes/connexion.html", statut, formulaire=formulaire, suite=suite, refusee=refusee)


def _verifier(formulaire: FormulaireConnexion) -> str:
    numero = identifiant.lire(formulaire.identifiant.data or "", _reglages().motif_identifiant_provisoire)
    cles = freins.cles_de(_reglages().secret_key, numero, request.remote_addr or "")
    compte = service.verifier_mot_de_passe(
        db.session(), db.engine, cles, numero, formulaire.mot_de_passe.data or "", instant()
    )
    return compte.id


def _poser_cookie(reponse: Response, jeton: str) -> None:
    """The cookie outlives the window on purpose; how long the sign-in lives is decided by the server."""
    reponse.set_cookie(
        _cookie(),
        jeton,
        max_age=_reglages().session_inactivite_appareil_personnel,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


@bp.post("/deconnexion")
@portee(Portee.OUVERTE)
def deconnexion() -> ResponseReturnValue:
    """Also for a person whose sign-in has ended already: leaving always works, twice too."""
    if current_user.is_authenticated:
        service.fermer(db.session(), moi().connexion_id)
    reponse = cast("Response", redirect(url_for("comptes.connexion"), 303))
    reponse.delete_cookie(_cookie(), secure=current_app.config["SESSION_COOKIE_SECURE"], httponly=True, samesite="Lax")
    # The dossier kept on the device is wiped by the device itself; "storage" would destroy unsent declarations.
    reponse.headers["Clear-Site-Data"] = '"cache"'
    return reponse


@bp.get("/compte")
@portee(Portee.PERSONNE)
def compte() -> ResponseReturnValue:
    return rendre("comptes/compte.html")


@bp.get("/compte/historique")
@portee(Portee.PERSONNE)
@laisse_une_trace  # its lines come without the dossier changing
def historique() -> ResponseReturnValue:
    return rendre("comptes/historique.html", traces=traces.historique(db.session(), moi(), horloge.aujourdhui()))


@bp.get("/compte/hors-connexion")
@portee(Portee.PERSONNE)
def hors_connexion() -> ResponseReturnValue:
    jours = _reglages().cle_hors_connexion_duree // 86_400
    return rendre("comptes/hors_connexion.html", jours=jours)


@bp.post("/compte/hors-connexion/cle")
@portee(Portee.PERSONNE)
def cle_hors_connexion() -> ResponseReturnValue:
    """The account's data key, for a device its owner has just declared to be their own."""
    service.declarer_appareil(db.session(), moi().connexion_id, personnel=True)
    cle = service.cle_hors_connexion(db.session(), moi().compte_id)
    return {
        "compte": moi().pseudonyme,
        "cle": base64.b64encode(cle).decode(),
        "duree": _reglages().cle_hors_connexion_duree,
    }


@bp.post("/compte/hors-connexion/arret")
@portee(Portee.PERSONNE)
def arreter_hors_connexion() -> ResponseReturnValue:
    """This device is not the person's own any more: it signs itself out sooner."""
    service.declarer_appareil(db.session(), moi().connexion_id, personnel=False)
    return "", 204
