"""Mes dettes."""

from flask import Blueprint, Response, url_for

from caf_pwa.comptes.courant import moi
from caf_pwa.dettes import service
from caf_pwa.extensions import db
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre

bp = Blueprint("dettes", __name__, url_prefix="/dettes")


@bp.get("")
@portee(Portee.FOYER)
def page() -> Response:
    return rendre(
        "dettes/dettes.html",
        creances=service.en_cours(db.session(), moi().foyer_id),
        limite_de_rectification=service.limite_de_rectification,
        limite_de_recours=service.limite_de_recours,
    )


def adresses_hors_connexion() -> list[str]:
    return [url_for("dettes.page")]
