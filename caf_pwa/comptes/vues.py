"""The views of this slice, and who is asking: read anew from the database on each request."""

from datetime import timedelta
from typing import cast

from flask import Flask, g, request
from sqlalchemy.exc import SQLAlchemyError

from caf_pwa.comptes import service, vues_code, vues_compte, vues_connexion, vues_hors_connexion
from caf_pwa.comptes.agents import vues as agents
from caf_pwa.comptes.agents.identite import IdentiteAgent
from caf_pwa.comptes.appareils import vues as vues_appareils
from caf_pwa.comptes.avis import vues as vues_pas_moi
from caf_pwa.comptes.blueprint import bp, lu, reglages
from caf_pwa.comptes.cles import vues as vues_cles
from caf_pwa.comptes.cles import vues_ceremonies
from caf_pwa.comptes.franceconnect import vues as vues_franceconnect
from caf_pwa.comptes.franceconnect.oidc.fournisseur import Fournisseur
from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.mot_de_passe import vues as vues_mot_de_passe
from caf_pwa.comptes.mot_de_passe import vues_oubli
from caf_pwa.config import Reglages
from caf_pwa.extensions import db, horloge, login_manager
from caf_pwa.socle.gardes import COOKIE, en_gestion
from caf_pwa.socle.horloge import instant

# Importing them puts their addresses on the blueprint.
PAGES = (
    vues_connexion,
    vues_code,
    vues_franceconnect,
    vues_oubli,
    vues_compte,
    vues_mot_de_passe,
    vues_appareils,
    vues_hors_connexion,
    vues_ceremonies,
    vues_cles,
    vues_pas_moi,
)


def init_app(app: Flask) -> None:
    federe = cast("Reglages", app.config["REGLAGES"]).franceconnect
    app.extensions["franceconnect"] = Fournisseur(federe) if federe else None
    app.register_blueprint(bp)
    app.register_blueprint(agents.bp)
    login_manager.init_app(app)
    login_manager.request_loader(_retrouver)


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
    jeton = lu(COOKIE)
    if not jeton:
        return None
    session, maintenant = db.session(), instant()
    identite = service.retrouver(
        session,
        jeton,
        maintenant,
        horloge.aujourdhui(),
        timedelta(seconds=reglages().session_inactivite),
        timedelta(seconds=reglages().session_inactivite_appareil_personnel),
    )
    if identite and service.noter_vue(session, identite, maintenant):
        session.commit()  # at once: what comes next may be slow, and one writes at a time
    return identite
