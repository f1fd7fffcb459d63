"""The queue of the advisers' console."""

from typing import Any

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes.courant import moi_agent
from caf_pwa.dettes.reglements import tenue as reglements
from caf_pwa.extensions import db
from caf_pwa.gestion import (
    attente,
    vues_actions,
    vues_assistant,
    vues_demarche,
    vues_dettes,
    vues_dossier,
    vues_papiers,
)
from caf_pwa.gestion.attente import TOUTES, Filtre
from caf_pwa.gestion.blueprint import bp
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre

__all__ = [
    "bp",
    "vues_actions",
    "vues_assistant",
    "vues_demarche",
    "vues_dettes",
    "vues_dossier",
    "vues_papiers",
]  # their views stand on the same blueprint


@bp.get("")
@portee(Portee.AGENT)
def accueil() -> Response:
    return _page(_filtre())


@bp.get("/file/<vue>/<genre>/<int:page>")
@portee(Portee.AGENT)
def file(vue: str, genre: str, page: int) -> Response:
    return _page(_filtre(vue=vue, genre=genre, page=page))


@bp.get("/recherche")
@portee(Portee.AGENT)
def reprendre() -> ResponseReturnValue:
    """What was typed is not in the address: a page loaded again begins anew."""
    return redirect(url_for("gestion.accueil"))


@bp.post("/recherche")
@portee(Portee.AGENT)
def rechercher() -> ResponseReturnValue:
    """A name stays out of addresses; what names nobody has an address of its own."""
    texte = request.form.get("texte", "").strip()[:100]
    vue, genre = request.form.get("vue", TOUTES), request.form.get("genre", TOUTES)
    page = request.form.get("page", "1")
    numero = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    filtre = _filtre(vue=vue, genre=genre, page=numero, texte=texte)
    if texte:
        return _page(filtre)
    attente.lire(db.session(), filtre)  # what does not exist has no address to be sent to
    return redirect(url_for("gestion.file", vue=vue, genre=genre, page=numero), 303)


def _filtre(**demandes: Any) -> Filtre:
    return Filtre(agent_id=moi_agent().agent_id, caisse=moi_agent().caisse, **demandes)


def _page(filtre: Filtre) -> Response:
    return rendre(
        "gestion/accueil.html",
        moi=moi_agent(),
        filtre=filtre,
        attente=attente.lire(db.session(), filtre),
        vues={vue: nom for vue, (nom, _) in attente.VUES.items()},
        genres=attente.genres(),
        a_rendre=reglements.a_rendre(db.session(), filtre.caisse),
    )
