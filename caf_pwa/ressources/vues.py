"""Mes ressources, with the quotient familial."""

from flask import Blueprint, Response, url_for

from caf_pwa.comptes.courant import moi
from caf_pwa.dossier import service
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre

ORIGINES = {
    "impots": "transmis par les impôts",
    "employeur": "transmis par l’employeur",
    "france-travail": "transmis par France Travail",
    "cpam": "transmis par l’assurance maladie",
    "vous": "déclaré par vous",
}

bp = Blueprint("ressources", __name__, url_prefix="/ressources")
bp.add_app_template_filter(ORIGINES.__getitem__, "origine")


@bp.get("")
@portee(Portee.PERSONNE)
def page() -> Response:
    """All of the household's for whoever manages the dossier; one's own for the others."""
    session, identite = db.session(), moi()
    gere = identite.gere_le_dossier
    return rendre(
        "ressources/ressources.html",
        annees=service.ressources(session, identite.foyer_id, None if gere else identite.personne_id),
        quotients=service.quotients(session, identite.foyer_id, horloge.aujourdhui()) if gere else None,
    )


def adresses_hors_connexion() -> list[str]:
    return [url_for("ressources.page")]
