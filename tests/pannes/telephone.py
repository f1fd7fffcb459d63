"""The queue's own code in the page of a real browser, its disk apart: what sends in the tests of this folder."""

import base64
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from caf_pwa.config import RACINE
from outils.instance import Serveur
from tests.documents.fichiers import octets, papier
from tests.envois.appareil import cle, contenu
from tests.pannes.bogues import AUTOMATE, EXPEDITEUR

PHOTO = octets(papier(300, 400))


@contextmanager
def telephone(chromium: Browser, serveur: Serveur, persona: dict[str, Any], adresse: str) -> Iterator[Page]:
    """Somebody's browser, signed in, which reaches the server by ``adresse``."""
    with chromium.new_context(service_workers="block", bypass_csp=True) as contexte:
        nom, _, valeur = serveur.se_connecter(persona).partition("=")
        contexte.add_cookies([{"name": nom, "value": valeur, "url": adresse}])
        page = contexte.new_page()
        page.goto(f"{adresse}/compte")
        sources = [(RACINE / chemin).read_text() for chemin in (AUTOMATE, EXPEDITEUR)]
        for source in (*sources, Path(__file__).with_name("appareil.js").read_text()):
            page.add_script_tag(content=source)
        yield page


def envoyer(page: Page, personne_id: str, mot: str, **autres: Any) -> dict[str, Any]:
    """Send one document until nothing is left to do: its key, its bytes, and what the device says of it.

    ``morceau``: bytes of a file sent at once, at most.
    """
    transfert, envoi = cle(), cle()
    reponses = {"nature": {"nature": ["logement"]}, "details": {"qui": [personne_id], "mot": [mot]}}
    corps = contenu(reponses, documents=[{"cle": transfert, "emplacement": "document"}]).decode()
    valeurs = {"cle": envoi, "document": transfert, "photo": base64.b64encode(PHOTO).decode(), "declaration": corps}
    return {"cle": envoi, "corps": corps.encode(), **page.evaluate("(valeurs) => envoyer(valeurs)", valeurs | autres)}


def leo(dossier: Path) -> str:
    """Which person he is, in the base of a demonstration."""
    with sqlite3.connect(dossier / "caf.sqlite3") as base:
        (qui,) = base.execute("SELECT id FROM personnes WHERE prenoms LIKE 'Léo%'").fetchone()
        return str(qui)
