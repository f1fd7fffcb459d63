"""Mes dettes."""

from flask import Blueprint, Response, url_for

from caf_pwa.comptes.courant import moi
from caf_pwa.dettes import service
from caf_pwa.dettes.reglements import service as reglements
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre

bp = Blueprint("dettes", __name__, url_prefix="/dettes")


@bp.get("")
@portee(Portee.FOYER)
def page() -> Response:
    session, foyer_id, aujourdhui = db.session(), moi().foyer_id, horloge.aujourdhui()
    creances = service.en_cours(session, foyer_id)
    return rendre(
        "dettes/dettes.html",
        dettes=[(creance, service.echeances(creance, aujourdhui)) for creance in creances],
        remboursements=reglements.payes(session, foyer_id),
    )


def adresses_hors_connexion() -> list[str]:
    return [url_for("dettes.page")] if moi().gere_le_dossier else []
