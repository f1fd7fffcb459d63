"""Mes démarches: what is to be sent, what was sent, and the catalogue."""

from flask import Blueprint, Response, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes.courant import moi
from caf_pwa.demarches import service
from caf_pwa.demarches.catalogue import CATALOGUE
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre

bp = Blueprint("demarches", __name__, url_prefix="/demarches")


@bp.get("")
@portee(Portee.PERSONNE)
def racine() -> ResponseReturnValue:
    return redirect(url_for("demarches.a_transmettre"))


@bp.get("/a-transmettre")
@portee(Portee.PERSONNE)
def a_transmettre() -> Response:
    return rendre(
        "demarches/a_transmettre.html",
        pieces=service.pieces_attendues(db.session(), moi()),
        declarations=service.declarations_attendues(db.session(), moi(), horloge.aujourdhui()),
    )


@bp.get("/a-consulter")
@portee(Portee.PERSONNE)
def a_consulter() -> Response:
    return rendre("demarches/a_consulter.html", demarches=service.envoyees(db.session(), moi(), horloge.aujourdhui()))


@bp.get("/suivi/<demarche_id>")
@portee(Portee.PERSONNE)
def suivi(demarche_id: str) -> Response:
    trouvee = service.demarche(db.session(), moi(), demarche_id, horloge.aujourdhui())
    return rendre("demarches/suivi.html", demarche=trouvee)


@bp.get("/nouvelle")
@portee(Portee.PERSONNE)
def nouvelle() -> Response:
    return rendre("demarches/nouvelle.html", catalogue=CATALOGUE.values())


@bp.get("/<slug>")
@portee(Portee.PERSONNE)
def presentation(slug: str) -> Response:
    if slug not in CATALOGUE:
        abort(404)
    return rendre("demarches/presentation.html", demarche=CATALOGUE[slug])


def adresses_hors_connexion() -> list[str]:
    envoyees = service.envoyees(db.session(), moi(), horloge.aujourdhui())
    return [
        url_for("demarches.a_transmettre"),
        url_for("demarches.a_consulter"),
        url_for("demarches.nouvelle"),
        *(url_for("demarches.suivi", demarche_id=demarche.id) for demarche in envoyees),
        *(url_for("demarches.presentation", slug=slug) for slug in CATALOGUE),
    ]
