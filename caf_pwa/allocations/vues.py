"""Mes allocations: two tabs, and the detail of a payment."""

from flask import Blueprint, Response, current_app, redirect, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.allocations import graphique, prestations, service
from caf_pwa.allocations.calendrier import prochain_paiement
from caf_pwa.comptes.courant import moi
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre

bp = Blueprint("allocations", __name__, url_prefix="/allocations")
bp.add_app_template_filter(prestations.nom, "nom_prestation")
bp.add_app_template_filter(prestations.aide, "aide_prestation")


@bp.get("")
@portee(Portee.FOYER)
def racine() -> ResponseReturnValue:
    return redirect(url_for("allocations.droits"))


@bp.get("/droits")
@portee(Portee.FOYER)
def droits() -> Response:
    session, aujourdhui = db.session(), horloge.aujourdhui()
    trouves = service.droits(session, moi().foyer_id)
    return rendre(
        "allocations/droits.html",
        droits=trouves,
        a_comparer={droit.id: service.mois_du_changement(droit, aujourdhui) for droit in trouves},
        arrets=current_app.extensions["arrets"](session, moi(), aujourdhui),
    )


@bp.get("/paiements")
@portee(Portee.FOYER)
def paiements() -> Response:
    session, foyer_id, aujourdhui = db.session(), moi().foyer_id, horloge.aujourdhui()
    douze_mois = service.douze_mois(session, foyer_id, aujourdhui)
    return rendre(
        "allocations/paiements.html",
        annees=service.par_annee(service.paiements(session, foyer_id, aujourdhui)),
        douze_mois=douze_mois,
        graphique=graphique.tracer(douze_mois),
        prochain=prochain_paiement(aujourdhui),
        creances=current_app.extensions["creances"](session, foyer_id, aujourdhui),
        arrets=current_app.extensions["arrets"](session, moi(), aujourdhui),
    )


@bp.get("/paiements/<paiement_id>")
@portee(Portee.FOYER)
def paiement(paiement_id: str) -> Response:
    trouve = service.paiement(db.session(), moi().foyer_id, paiement_id, horloge.aujourdhui())
    return rendre("allocations/paiement.html", paiement=trouve)


def adresses_hors_connexion() -> list[str]:
    """The pages of this slice that a device keeps."""
    if not moi().gere_le_dossier:
        return []
    liste = service.paiements(db.session(), moi().foyer_id, horloge.aujourdhui())
    return [
        url_for("allocations.droits"),
        url_for("allocations.paiements"),
        *(url_for("allocations.paiement", paiement_id=paiement.id) for paiement in liste),
    ]
