"""Killed at any moment and started again, an import ends as if nothing had happened."""

import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from caf_pwa.config import RACINE
from tests.conftest import NouvelleApp
from tests.fabriques import droit, foyer, importer, octets, paiement
from tests.flux.condamne import environnement, importer_jusqu_au_coup
from tests.flux.etat import etat
from tests.flux.test_permutations import FLUX

# A clean process that has read the application already; each import dies in a copy of it.
PROCESSUS = multiprocessing.get_context("forkserver")
PROCESSUS.set_forkserver_preload(["tests.flux.condamne"])
JAMAIS = 0


def _tuer(app: Flask, flux: bytes, coup: int) -> bool:
    """Import in another process, killed at the moment numbered ``coup``. False when it ended before."""
    processus = PROCESSUS.Process(target=importer_jusqu_au_coup, args=(environnement(app), flux, coup))
    processus.start()
    processus.join()
    fin = processus.exitcode
    processus.close()
    assert fin in (0, -signal.SIGKILL)
    return fin != 0


def test_an_import_killed_around_any_statement_is_made_whole_by_the_next(nouvelle_app: NouvelleApp) -> None:
    lignes = FLUX[:30]
    with nouvelle_app() as sans_coupure:
        importer(sans_coupure, *lignes)
        attendu = etat(sans_coupure)
    coup, morts = 1, 0
    while True:
        with nouvelle_app() as app:
            if not _tuer(app, octets(*lignes), coup):
                break
            morts += 1
            importer(app, *lignes)
            assert etat(app) == attendu, f"killed at moment {coup}"
        coup += 47
    assert morts > 10


def test_an_import_killed_again_and_again_still_ends(nouvelle_app: NouvelleApp) -> None:
    with nouvelle_app() as sans_coupure:
        importer(sans_coupure, *FLUX)
        attendu = etat(sans_coupure)
    with nouvelle_app() as app:
        for coup in (5, 50, 150, 300, 2):
            assert _tuer(app, octets(*FLUX), coup)
        importer(app, *FLUX)
        assert etat(app) == attendu


def test_two_imports_at_once_end_like_one(nouvelle_app: NouvelleApp) -> None:
    with nouvelle_app() as un_seul:
        importer(un_seul, *FLUX)
        attendu = etat(un_seul)
    with nouvelle_app() as app:
        feux = [octets(*FLUX), octets(*reversed(FLUX))]
        processus = [
            PROCESSUS.Process(target=importer_jusqu_au_coup, args=(environnement(app), flux, JAMAIS)) for flux in feux
        ]
        for un in processus:
            un.start()
        for un in processus:
            un.join()
            assert un.exitcode == 0
            un.close()
        assert etat(app) == attendu


@pytest.mark.parametrize("ligne", [1, 100, 250])
def test_the_command_killed_when_it_tells_of_a_line_keeps_that_line(app: Flask, tmp_path: Path, ligne: int) -> None:
    records = [
        foyer("alice"),
        *(droit("alice", f"d{rang}") for rang in range(250)),
        *(paiement("alice", f"p{rang}") for rang in range(99)),
    ]
    fichier = tmp_path / "flux.jsonl"
    fichier.write_bytes(octets(*records))
    commande = [sys.executable, "-m", "flask", "--app", "app", "flux", "importer", str(fichier)]
    environ = os.environ | environnement(app)
    with subprocess.Popen(commande, cwd=RACINE, env=environ, stdout=subprocess.PIPE, text=True) as processus:
        assert processus.stdout is not None
        for dite in processus.stdout:
            if dite.startswith(f"ligne {ligne} :"):
                processus.kill()
                break
    assert processus.returncode == -signal.SIGKILL
    recues = importer(app, *records)
    assert {recue.issue.value for recue in recues[:ligne]} == {"inchangé"}
    assert {recue.issue.value for recue in recues} <= {"inchangé", "appliqué"}
    assert (len(etat(app)["droits"]), len(etat(app)["paiements"])) == (250, 99)
