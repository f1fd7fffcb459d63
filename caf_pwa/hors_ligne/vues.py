"""/sw.js, /manifest.json, the shell, and the list of what a device keeps for reading offline."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, make_response, send_from_directory, url_for

from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import etiquette, rendre, statique

bp = Blueprint("hors_ligne", __name__)

# The worker is one file to the browser: what it shares with pages comes first, its own policy last.
_SCRIPTS_DU_WORKER = (
    "vendor/idb.js",
    *(f"js/{nom}.js" for nom in ("coffre", "serrure", "sans-reseau", "entretien", "aide", "depart")),
    "sw.js",
)
_COQUILLE = (
    "css/app.css",
    "icons/sprite.svg",
    "icons/caf.svg",
    "vendor/htmx.js",
    "js/types.js",
    "js/avis.js",
    "js/navigation.js",
    "js/documents.js",
    "js/travailleur.js",
    "js/cles.js",
    "js/courriers.js",
    "js/hors-ligne.js",
    "js/partage.js",
    "js/verifier.js",
)

# The empty page, and the keys that papers are checked with.
_DONNEES_PUBLIQUES = ("hors_ligne.coquille", "verification.cles_publiees")

# Pages that are the same for everybody, at hand without network.
_PAGES_PUBLIQUES = (
    "hors_ligne.page",
    "hors_ligne.ferme",
    "hors_ligne.empreinte",
    "hors_ligne.deconnecte",
    "assistant.page",
    "verification.page",
)


def init_app(app: Flask, adresses: Sequence[Callable[[], list[str]]]) -> None:
    """``adresses``: for each slice, what gives the pages of the person signed in that a device may keep."""
    app.register_blueprint(bp)
    app.extensions["hors_ligne"] = adresses


@bp.get("/sw.js")
@portee(Portee.OUVERTE)
def service_worker() -> Response:
    statiques = Path(current_app.static_folder or "")
    reglages = {
        "version": current_app.config["VERSION"],
        "coquille": [*map(url_for, _DONNEES_PUBLIQUES), *map(statique, _COQUILLE)],
        "fragments": [url_for(page) for page in _PAGES_PUBLIQUES],
        "sprite": statique("icons/sprite.svg"),
    }
    corps = [f"const REGLAGES = {json.dumps(reglages)};"]
    corps += [(statiques / chemin).read_text() for chemin in _SCRIPTS_DU_WORKER]
    reponse = make_response("\n".join(corps))
    reponse.mimetype = "text/javascript"
    reponse.headers["Cache-Control"] = "no-cache"
    return reponse


@bp.get("/manifest.json")
@portee(Portee.OUVERTE)
def manifeste() -> Response:
    reponse = send_from_directory(current_app.static_folder or "", "manifest.json")
    reponse.mimetype = "application/manifest+json"
    reponse.headers["Cache-Control"] = "no-cache"
    return reponse


@bp.get("/hors-ligne")
@portee(Portee.OUVERTE)
def page() -> Response:
    """What a person sees without network when nothing can be opened."""
    return rendre("hors_ligne/hors_ligne.html")


@bp.get("/hors-ligne/ferme")
@portee(Portee.OUVERTE)
def ferme() -> Response:
    """What a person sees without network when the key of their dossier has expired."""
    return rendre("hors_ligne/ferme.html")


@bp.get("/hors-ligne/empreinte")
@portee(Portee.OUVERTE)
def empreinte() -> Response:
    """What a person sees without network when their dossier waits for their fingerprint or face."""
    return rendre("hors_ligne/empreinte.html")


@bp.get("/hors-ligne/deconnecte")
@portee(Portee.OUVERTE)
def deconnecte() -> Response:
    """What a person sees who signs out without network."""
    return rendre("hors_ligne/deconnecte.html")


@bp.get("/hors-ligne/coquille")
@portee(Portee.OUVERTE)
def coquille() -> Response:
    """The empty page that the worker fills with a fragment kept on the device."""
    return rendre("hors_ligne/coquille.html")


@bp.get("/hors-ligne/dossier")
@portee(Portee.PERSONNE)
def dossier() -> dict[str, list[dict[str, str | None]]]:
    """Every page of the person's dossier with its ETag: the device asks again for those that changed."""
    pages = [adresse for adresses in current_app.extensions["hors_ligne"] for adresse in adresses()]
    return {"pages": [{"adresse": page, "etiquette": etiquette(page if "?" in page else f"{page}?")} for page in pages]}
