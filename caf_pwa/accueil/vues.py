"""Accueil: the last payment, the alerts, and the way to papers, letters and debts."""

from typing import Any

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.alertes import service as alertes
from caf_pwa.allocations import service as allocations
from caf_pwa.allocations.calendrier import prochain_paiement
from caf_pwa.comptes.courant import moi
from caf_pwa.courriers import service as courriers
from caf_pwa.dettes import service as dettes
from caf_pwa.echeances import service as echeances
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre

ALERTES_MONTREES = 4

bp = Blueprint("accueil", __name__)


@bp.get("/")
@portee(Portee.OUVERTE)
def racine() -> ResponseReturnValue:
    return redirect(url_for("accueil.page"))


@bp.get("/accueil")
@portee(Portee.PERSONNE)
def page() -> Response:
    session, identite, aujourdhui = db.session(), moi(), horloge.aujourdhui()
    toutes = alertes.recues(session, identite)
    point = echeances.faire_le_point(session, identite, aujourdhui)
    valeurs: dict[str, Any] = {
        "alertes": toutes[:ALERTES_MONTREES],
        "autres_alertes": len(toutes[ALERTES_MONTREES:]),
        "point": point,
        "rien_a_faire": point.tranquille and not any(alerte.a_faire for alerte in toutes),
        "non_lus": courriers.nombre_non_lus(session, identite, aujourdhui),
    }
    if identite.gere_le_dossier:
        valeurs["dernier"] = next(iter(allocations.paiements(session, identite.foyer_id, aujourdhui, limite=1)), None)
        valeurs["prochain"] = prochain_paiement(aujourdhui)
        valeurs["creances"] = dettes.resumees(session, identite.foyer_id, aujourdhui)
        valeurs["rien_a_faire"] &= not echeances.attend_un_reglement(valeurs["creances"])
    return rendre("accueil/accueil.html", **valeurs)


def adresses_hors_connexion() -> list[str]:
    return [url_for("accueil.page")]
