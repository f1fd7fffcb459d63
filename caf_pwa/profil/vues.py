"""Mon profil: identity, family, work, contact data and masked bank data, each with its pencil."""

from flask import Blueprint, Response, url_for

from caf_pwa.comptes import service as comptes
from caf_pwa.comptes.courant import moi
from caf_pwa.dossier import service
from caf_pwa.extensions import db
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre

bp = Blueprint("profil", __name__, url_prefix="/profil")


@bp.get("")
@portee(Portee.PERSONNE)
def page() -> Response:
    session, identite = db.session(), moi()
    return rendre(
        "profil/profil.html",
        foyer=service.foyer(session, identite.foyer_id) if identite.gere_le_dossier else None,
        personne=service.personne(session, identite.foyer_id, identite.personne_id),
        identifiant=comptes.identifiant_masque(session, identite.compte_id),
    )


def adresses_hors_connexion() -> list[str]:
    return [url_for("profil.page")]
