"""The queue's own code in a real browser, a real server, and between them a network that cuts at any byte.

``CAF_COUPURES=10000 make pannes`` plays more; a game is named by its seed.
"""

import os
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from outils.instance import demonstration, servir
from tests.pannes.coupeur import Coupeur, Sort
from tests.pannes.telephone import envoyer, leo, telephone

PARTIES = int(os.environ.get("CAF_COUPURES") or 300)


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reseau")


@pytest.fixture(scope="module")
def reseau(dossier: Path, chromium: Browser) -> Iterator[tuple[Page, Coupeur]]:
    """Léo's browser, signed in through the network."""
    personas = demonstration(dossier)
    with (
        servir(dossier) as serveur,
        Coupeur(serveur.port) as coupeur,
        telephone(chromium, serveur, personas["leo"], coupeur.adresse) as page,
    ):
        yield page, coupeur


def test_cut_anywhere_it_arrives_once_and_is_never_said_too_soon(reseau: tuple[Page, Coupeur], dossier: Path) -> None:
    page, coupeur = reseau
    qui, vus = leo(dossier), set()
    for graine in range(PARTIES):
        hasard = random.Random(graine)
        sorts = [(hasard.choice(list(Sort)), hasard.randrange(10**6)) for _ in range(hasard.randrange(1, 6))]
        coupeur.sorts.extend(sorts)
        fini = envoyer(page, qui, f"Partie {graine}.")
        coupeur.sorts.clear()
        vus |= {sort for sort, _ in sorts}
        with sqlite3.connect(dossier / "caf.sqlite3") as base:
            arrivees = base.execute("SELECT numero FROM demarches WHERE cle = ?", [fini["cle"]]).fetchall()
            entiere = base.execute("PRAGMA integrity_check").fetchone()
        recus = [(recu["cle"], recu["numero"]) for recu in fini["recus"]]
        assert recus == [(fini["cle"], numero) for (numero,) in arrivees], f"seed {graine}: {sorts}"
        assert (fini["reste"], len(recus), entiere) == ([], 1, ("ok",)), f"seed {graine}: {sorts}"
    assert vus == set(Sort)
