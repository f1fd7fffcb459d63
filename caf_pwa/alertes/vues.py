"""Mes alertes, and where a notification leads."""

import hmac

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.alertes import abonnements, mesures, service, vues_arret, vues_telephone
from caf_pwa.alertes.blueprint import bp, reglages
from caf_pwa.comptes.courant import moi
from caf_pwa.extensions import db
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre

# Importing them puts their addresses on the blueprint.
PAGES = (vues_telephone, vues_arret)


@bp.get("/alertes")
@portee(Portee.PERSONNE)
def liste() -> Response:
    return rendre("alertes/liste.html", alertes=service.recues(db.session(), moi()))


@bp.post("/alertes/lues")
@portee(Portee.PERSONNE)
def lues() -> ResponseReturnValue:
    service.marquer_lues(db.session(), moi(), instant())
    return redirect(url_for("alertes.liste"), 303)


@bp.post("/alertes/recues/<livraison_id>")
@portee(Portee.OUVERTE)
def recue(livraison_id: str) -> ResponseReturnValue:
    """A phone has shown it, perhaps long after the sign-in there was last used."""
    abonnements.confirmer(db.session(), livraison_id, instant())
    return "", 204


@bp.get("/alertes/ouvrir/<livraison_id>")
@portee(Portee.PERSONNE)
def ouvrir(livraison_id: str) -> ResponseReturnValue:
    """What the alert is about, for the person whom it was sent to; the inbox for anybody else."""
    return redirect(service.lien(db.session(), moi(), livraison_id) or url_for("alertes.liste"))


@bp.get("/metrics")
@portee(Portee.OUVERTE)
def metriques() -> ResponseReturnValue:
    """In production for who holds its key; elsewhere the server answers this machine alone."""
    cle = reglages().cle_metriques
    tendue = request.headers.get("Authorization", "")
    if (cle or reglages().production) and not (cle and hmac.compare_digest(tendue.encode(), f"Bearer {cle}".encode())):
        abort(404)
    return Response(mesures.texte(db.session(), instant()), mimetype="text/plain; version=0.0.4")


def adresses_hors_connexion() -> list[str]:
    return [url_for("alertes.liste")]
