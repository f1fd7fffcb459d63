"""/sw.js, /manifest.json, the shell, and the list of what a device keeps for reading offline."""

import json
from collections.abc import Callable, Sequence

from flask import Blueprint, Flask, Response, current_app, make_response, request, send_from_directory, url_for

from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.statiques import octets, statique
from caf_pwa.socle.web import etiquette, rendre

bp = Blueprint("hors_ligne", __name__)

# The worker is one file to the browser: what it shares with pages comes first, its own policy last.
_SCRIPTS_DU_WORKER = (
    "vendor/idb.js",
    *(f"js/{nom}.js" for nom in ("bases", "coffre", "serrure", "sans-reseau", "entretien", "sonnerie", "aide")),
    "js/depart.js",
    *(f"js/envois/{nom}.js" for nom in ("automate", "expediteur", "base", "trousseau", "contenus", "reserve")),
    *(f"js/envois/{nom}.js" for nom in ("brouillons", "copie", "ports", "guichet", "partage")),
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
    "js/travailleur.js",
    "js/cles.js",
    "js/hors-ligne.js",
    "js/envois/envois.js",
    "js/envois/compteur.js",
    "js/verifier.js",
)

# What one screen alone needs without network: kept with the dossier.
_AVEC_LE_DOSSIER = (
    *(f"js/{nom}.js" for nom in ("courriers", "documents", "documents-atelier", "partage")),
    *(f"js/envois/{nom}.js" for nom in ("controles", "conditions", "cadres", "pages", "pieces", "verification")),
    *(f"js/envois/{nom}.js" for nom in ("questionnaire", "phrases", "liste", "deconnexion")),
)

PARTAGE = 50_000_000  # bytes: what a phone's own sheet may send at once

# The empty page, and the keys that papers are checked with.
_DONNEES_PUBLIQUES = ("hors_ligne.coquille", "verification.cles_publiees")

# Pages that are the same for everybody, at hand without network.
_PAGES_PUBLIQUES = (
    "hors_ligne.page",
    "hors_ligne.ferme",
    "hors_ligne.empreinte",
    "hors_ligne.deconnecte",
    "hors_ligne.partage",
    "verification.page",
)


def init_app(app: Flask, adresses: Sequence[Callable[[], list[str]]]) -> None:
    """``adresses``: for each slice, what gives the pages of the person signed in that a device may keep."""
    app.register_blueprint(bp)
    app.extensions["hors_ligne"] = adresses


@bp.get("/sw.js")
@portee(Portee.OUVERTE)
def service_worker() -> Response:
    reglages = {
        "version": current_app.config["VERSION"],
        "coquille": [*map(url_for, _DONNEES_PUBLIQUES), *map(statique, _COQUILLE)],
        "scripts": [*map(statique, _AVEC_LE_DOSSIER)],
        "fragments": [url_for(page) for page in _PAGES_PUBLIQUES],
        "sprite": statique("icons/sprite.svg"),
    }
    corps = [f"const REGLAGES = {json.dumps(reglages)};".encode(), *map(octets, _SCRIPTS_DU_WORKER)]
    reponse = make_response(b"\n".join(corps))
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


@bp.route("/partage", methods=["GET", "POST"])
@portee(Portee.OUVERTE)
def partage() -> Response:
    """What a person sees who shares a file with the application while no worker is there to take it."""
    request.max_content_length = PARTAGE
    while request.stream.read(64 * 1024):  # thrown away: a browser shows no answer while it still sends
        pass
    return rendre("hors_ligne/partage.html")


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
