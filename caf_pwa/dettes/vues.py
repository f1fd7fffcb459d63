"""Mes dettes: the list, and one debt on its page."""

from flask import Response, url_for

from caf_pwa.comptes.courant import moi
from caf_pwa.dettes import graphique, service, vues_bareme, vues_demandes
from caf_pwa.dettes.blueprint import bp
from caf_pwa.dettes.reglements import service as reglements
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre

__all__ = ["adresses_hors_connexion", "bp", "vues_bareme", "vues_demandes"]  # their views stand on the same blueprint


@bp.get("")
@portee(Portee.FOYER)
def page() -> Response:
    session, foyer_id = db.session(), moi().foyer_id
    toutes = service.liste(session, foyer_id, horloge.aujourdhui())
    return rendre(
        "dettes/dettes.html",
        dettes=[dette for dette in toutes if not dette.etat.close],
        terminees=[dette for dette in toutes if dette.etat.close],
        remboursements=reglements.payes(session, foyer_id),
    )


@bp.get("/<creance_id>")
@portee(Portee.FOYER)
def dette(creance_id: str) -> Response:
    session = db.session()
    une = service.lire(session, moi().foyer_id, creance_id, horloge.aujourdhui())
    return rendre(
        "dettes/dette.html",
        dette=une,
        creance=une.creance,
        courbe=graphique.tracer(une.creance.reste, une.plan),
        histoire=service.histoire(session, une),
        remboursements=reglements.payes(session, moi().foyer_id, creance_id),
    )


def adresses_hors_connexion() -> list[str]:
    if not moi().gere_le_dossier:
        return []
    ouvertes = service.resumees(db.session(), moi().foyer_id, horloge.aujourdhui())
    return [url_for("dettes.page"), *(url_for("dettes.dette", creance_id=une.id) for une in ouvertes)]
