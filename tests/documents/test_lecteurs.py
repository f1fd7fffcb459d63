"""Files are opened in a process apart: whatever it does, the person is answered and the others are served."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from caf_pwa.documents.lecteurs import BORNES, Lecteurs
from caf_pwa.documents.refus import FichierRefuse, Refus
from caf_pwa.socle.erreurs import Occupe
from tests.documents import fichiers

RACINE = Path(__file__).resolve().parents[2]
PHOTO = fichiers.octets(fichiers.papier(300, 400))


@pytest.fixture
def lecteurs() -> Iterator[Lecteurs]:
    """A reader of its own, to be mistreated."""
    lecteurs = Lecteurs()
    yield lecteurs
    lecteurs.fermer()


def _demander(lecteurs: Lecteurs, octets: bytes) -> dict[str, Any]:
    with tempfile.TemporaryFile() as entree, tempfile.TemporaryFile() as sortie:
        entree.write(octets)
        entree.flush()
        return lecteurs.demander({"quoi": "page"}, [entree], sortie)


def _pid(lecteurs: Lecteurs) -> int:
    assert lecteurs.cellule._processus is not None
    return lecteurs.cellule._processus.pid


def test_one_process_opens_file_after_file(lecteurs: Lecteurs) -> None:
    assert _demander(lecteurs, PHOTO)["nature"] == "image"
    pid = _pid(lecteurs)
    assert _demander(lecteurs, fichiers.pdf())["nature"] == "pdf"
    assert _pid(lecteurs) == pid


def test_a_reader_that_died_is_replaced(lecteurs: Lecteurs) -> None:
    _demander(lecteurs, PHOTO)
    ancien = lecteurs.cellule._processus
    assert ancien is not None
    ancien.kill()
    ancien.wait()
    assert _demander(lecteurs, PHOTO)["nature"] == "image"


def test_a_reader_killed_over_a_file_refuses_that_file_and_no_other(lecteurs: Lecteurs) -> None:
    _demander(lecteurs, PHOTO)
    os.kill(_pid(lecteurs), signal.SIGSTOP)  # it takes the message, and nothing more
    resultats: list[object] = []

    def demander() -> None:
        try:
            resultats.append(_demander(lecteurs, PHOTO))
        except FichierRefuse as refuse:
            resultats.append(refuse.refus)

    fil = threading.Thread(target=demander)
    fil.start()
    time.sleep(0.3)
    os.kill(_pid(lecteurs), signal.SIGKILL)
    fil.join(10)
    assert resultats == [Refus.TROP_LONG]
    assert _demander(lecteurs, PHOTO)["nature"] == "image"


def test_a_file_that_takes_too_long_is_refused_in_time(lecteurs: Lecteurs) -> None:
    _demander(lecteurs, PHOTO)
    lecteurs.cellule.delai = 0.5
    os.kill(_pid(lecteurs), signal.SIGSTOP)
    debut = time.monotonic()
    with pytest.raises(FichierRefuse) as refuse:
        _demander(lecteurs, PHOTO)
    assert refuse.value.refus is Refus.TROP_LONG
    assert time.monotonic() - debut < 5
    os.kill(_pid(lecteurs), signal.SIGCONT)


def test_too_many_files_at_once_are_asked_to_wait(lecteurs: Lecteurs) -> None:
    lecteurs.cellule.patience = 0.05
    for _ in range(lecteurs.cellule.a_la_fois):
        lecteurs.cellule._places.acquire()
    with pytest.raises(Occupe):
        _demander(lecteurs, PHOTO)


def test_many_at_once_are_all_answered(lecteurs: Lecteurs) -> None:
    natures: list[str] = []
    fils = [
        threading.Thread(target=lambda octets=octets: natures.append(_demander(lecteurs, octets)["nature"]))
        for octets in [PHOTO, fichiers.pdf()] * 6
    ]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert sorted(natures) == ["image"] * 6 + ["pdf"] * 6


def test_the_reader_knows_no_secret_and_no_database(lecteurs: Lecteurs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "ZQ-secret")
    _demander(lecteurs, PHOTO)
    pid = _pid(lecteurs)
    assert b"ZQ-secret" not in Path(f"/proc/{pid}/environ").read_bytes()
    cartes = Path(f"/proc/{pid}/maps").read_text()
    assert "libqpdf" in cartes
    assert not any(nom in cartes for nom in ("sqlite", "libpq", "cryptography", "argon2"))


def test_the_reader_ends_with_the_process_that_started_it() -> None:
    programme = (
        "import os, signal, tempfile\n"
        "from caf_pwa.documents.lecteurs import LECTEURS\n"
        "LECTEURS.cellule._ouverte()\n"
        "print(LECTEURS.cellule._processus.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    rendu = subprocess.run([sys.executable, "-c", programme], cwd=RACINE, stdout=subprocess.PIPE, text=True)
    pid = int(rendu.stdout)
    limite = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and _vivant(pid):
        assert time.monotonic() < limite, "the reader outlived its web process"
        time.sleep(0.05)


def _vivant(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(
    ("geste", "signal_recu"),
    [
        ("while True: pass", signal.SIGKILL),
        ("import time; time.sleep(60)", signal.SIGALRM),
    ],
)
def test_the_kernel_ends_what_uses_too_much_time(geste: str, signal_recu: int) -> None:
    programme = (
        "from dataclasses import replace\n"
        "from caf_pwa.documents.lecteurs import BORNES\n"
        "replace(BORNES, secondes=1, delai=3 if 'while' in GESTE else 1).poser()\n"
        "exec(GESTE)\n"
    )
    rendu = subprocess.run([sys.executable, "-c", f"GESTE = {geste!r}\n{programme}"], cwd=RACINE)
    assert rendu.returncode in (-signal_recu, -signal.SIGXCPU)


def test_the_kernel_refuses_what_uses_too_much_memory() -> None:
    programme = (
        "from caf_pwa.documents.lecteurs import BORNES\n"
        "BORNES.poser()\n"
        "bytearray(2 * BORNES.memoire)\n"
    )  # fmt: skip
    rendu = subprocess.run([sys.executable, "-c", programme], cwd=RACINE, stderr=subprocess.PIPE, text=True)
    assert "MemoryError" in rendu.stderr
    assert BORNES.memoire <= 1 << 30
