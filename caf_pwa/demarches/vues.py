"""Mes démarches: what is to be sent, what was sent, and the catalogue."""

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes.courant import moi
from caf_pwa.demarches import (
    jointes,
    lecture,
    service,
    vues_hors_connexion,
    vues_pieces,
    vues_questionnaire,
    vues_suivi,
)
from caf_pwa.demarches.blueprint import bp
from caf_pwa.demarches.catalogue import catalogue
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre

__all__ = ["adresses_hors_connexion", "bp", "vues_hors_connexion", "vues_pieces", "vues_questionnaire", "vues_suivi"]


@bp.get("")
@portee(Portee.PERSONNE)
def racine() -> ResponseReturnValue:
    return redirect(url_for("demarches.a_transmettre"))


@bp.get("/a-transmettre")
@portee(Portee.PERSONNE)
def a_transmettre() -> Response:
    session, identite = db.session(), moi()
    pieces = service.pieces_attendues(session, identite)
    return rendre(
        "demarches/a_transmettre.html",
        pieces=pieces,
        preparees=jointes.des_pieces(session, identite, pieces),
        declarations=service.declarations_attendues(session, identite, horloge.aujourdhui()),
        brouillons=[
            (lecture.fiche(brouillon.slug), brouillon)
            for brouillon in service.brouillons(session, identite)
            if brouillon.slug in catalogue()
        ],
    )


@bp.get("/a-consulter")
@portee(Portee.PERSONNE)
def a_consulter() -> Response:
    return rendre("demarches/a_consulter.html", demarches=service.envoyees(db.session(), moi(), horloge.aujourdhui()))


@bp.get("/nouvelle")
@portee(Portee.PERSONNE)
def nouvelle() -> Response:
    return rendre("demarches/nouvelle.html", catalogue=catalogue().values())


def adresses_hors_connexion() -> list[str]:
    envoyees = service.envoyees(db.session(), moi(), horloge.aujourdhui())
    return [
        url_for("demarches.a_transmettre"),
        url_for("demarches.a_consulter"),
        url_for("demarches.nouvelle"),
        *(url_for("demarches.suivi", demarche_id=demarche.id) for demarche in envoyees),
        *(url_for("demarches.hors_connexion", slug=slug) for slug in catalogue()),
    ]
