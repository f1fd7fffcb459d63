"""The queue's own code in a real browser, a real server, and between them a network that cuts at any byte.

``CAF_COUPURES=10000 make pannes`` plays more; a game is named by its seed.
"""

import base64
import os
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from caf_pwa.config import RACINE
from outils.instance import demonstration, servir
from outils.navigateur import chromium
from tests.documents.fichiers import octets, papier
from tests.envois.appareil import cle, contenu
from tests.pannes.bogues import AUTOMATE, EXPEDITEUR
from tests.pannes.coupeur import Coupeur, Sort

PARTIES = int(os.environ.get("CAF_COUPURES") or 300)
PHOTO = octets(papier(300, 400))


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reseau")


@pytest.fixture(scope="module")
def reseau(dossier: Path) -> Iterator[tuple[Page, Coupeur]]:
    """Léo's browser, signed in through the network, the queue's code in its page."""
    personas = demonstration(dossier)
    with servir(dossier) as serveur, Coupeur(serveur.port) as coupeur, chromium() as navigateur:
        page = navigateur.new_context(service_workers="block", bypass_csp=True).new_page()
        cookie = serveur.se_connecter(personas["leo"]).partition("=")
        page.context.add_cookies([{"name": cookie[0], "value": cookie[2], "url": coupeur.adresse}])
        page.goto(f"{coupeur.adresse}/compte")
        sources = [(RACINE / chemin).read_text() for chemin in (AUTOMATE, EXPEDITEUR)]
        for source in (*sources, Path(__file__).with_name("appareil.js").read_text()):
            page.add_script_tag(content=source)
        yield page, coupeur


def _moi(dossier: Path) -> str:
    with sqlite3.connect(dossier / "caf.sqlite3") as base:
        (qui,) = base.execute("SELECT id FROM personnes WHERE prenoms LIKE 'Léo%'").fetchone()
        return str(qui)


def _jouer(page: Page, graine: int, qui: str) -> dict[str, Any]:
    """Send one document; what the device says of it."""
    transfert, envoi = cle(), cle()
    reponses = {"nature": {"nature": ["logement"]}, "details": {"qui": [qui], "mot": [f"Partie {graine}."]}}
    corps = contenu(reponses, documents=[{"cle": transfert, "emplacement": "document"}]).decode()
    valeurs = {"cle": envoi, "document": transfert, "photo": base64.b64encode(PHOTO).decode(), "declaration": corps}
    return {"cle": envoi, **page.evaluate("(valeurs) => envoyer(valeurs)", valeurs)}


def test_cut_anywhere_it_arrives_once_and_is_never_said_too_soon(reseau: tuple[Page, Coupeur], dossier: Path) -> None:
    page, coupeur = reseau
    qui, vus = _moi(dossier), set()
    for graine in range(PARTIES):
        hasard = random.Random(graine)
        sorts = [(hasard.choice(list(Sort)), hasard.randrange(10**6)) for _ in range(hasard.randrange(1, 6))]
        coupeur.sorts.extend(sorts)
        fini = _jouer(page, graine, qui)
        coupeur.sorts.clear()
        vus |= {sort for sort, _ in sorts}
        with sqlite3.connect(dossier / "caf.sqlite3") as base:
            arrivees = base.execute("SELECT numero FROM demarches WHERE cle = ?", [fini["cle"]]).fetchall()
            entiere = base.execute("PRAGMA integrity_check").fetchone()
        recus = [(recu["cle"], recu["numero"]) for recu in fini["recus"]]
        assert recus == [(fini["cle"], numero) for (numero,) in arrivees], f"seed {graine}: {sorts}"
        assert (fini["reste"], len(recus), entiere) == ([], 1, ("ok",)), f"seed {graine}: {sorts}"
    assert vus == set(Sort)
