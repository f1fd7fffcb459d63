"""Files are kept once, durably, under a name that tells nothing of whom they are about."""

import hashlib
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.documents.stockage import Stockage


@pytest.fixture
def stockage(tmp_path: Path) -> Stockage:
    return Stockage(str(tmp_path / "donnees"))


def _fichiers(stockage: Stockage) -> list[Path]:
    return [fichier for fichier in Path(stockage.racine).rglob("*") if fichier.is_file()]


@given(contenu=st.binary(max_size=10_000))
def test_what_was_sent_is_given_back_to_the_byte(stockage: Stockage, contenu: bytes) -> None:
    nom = stockage.deposer(contenu)
    assert stockage.lire(nom) == contenu
    assert nom == hashlib.sha256(contenu).hexdigest()


def test_the_same_document_sent_twice_is_kept_once(stockage: Stockage) -> None:
    premier = stockage.deposer(b"%PDF-1.4 bail")
    avant = _fichiers(stockage)[0].stat()
    assert stockage.deposer(b"%PDF-1.4 bail") == premier
    (fichier,) = _fichiers(stockage)
    assert fichier.stat().st_mtime_ns == avant.st_mtime_ns


def test_a_document_is_on_the_disk_before_it_is_acknowledged(
    stockage: Stockage, monkeypatch: pytest.MonkeyPatch
) -> None:
    etapes: list[str] = []
    synchroniser, renommer = os.fsync, Path.replace

    def fsync(descripteur: int) -> None:
        chemin = Path(f"/proc/self/fd/{descripteur}").resolve()
        etapes.append("dossier" if chemin.is_dir() else "fichier")
        synchroniser(descripteur)

    def replace(source: Path, cible: Path) -> Path:
        etapes.append("renommage")
        return renommer(source, cible)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    stockage.deposer(b"%PDF-1.4 quittance")
    assert etapes[-3:] == ["fichier", "renommage", "dossier"]
    assert set(etapes[:-3]) == {"dossier"}, "A new folder is on the disk before the file in it."


def test_a_folder_that_another_process_has_just_made_is_on_the_disk_too(
    stockage: Stockage, monkeypatch: pytest.MonkeyPatch
) -> None:
    contenu = b"%PDF-1.4 avis"
    dossier = Path(stockage.racine) / hashlib.sha256(contenu).hexdigest()[:2]
    dossier.mkdir(parents=True)
    synchronises: list[Path] = []
    monkeypatch.setattr(os, "fsync", lambda fd: synchronises.append(Path(f"/proc/self/fd/{fd}").resolve()))
    stockage.deposer(contenu)
    assert dossier.parent in synchronises


@pytest.mark.parametrize("fatal", ["fsync", "replace"])
def test_a_full_disk_leaves_no_half_document_under_its_name(
    stockage: Stockage, monkeypatch: pytest.MonkeyPatch, fatal: str
) -> None:
    def panne(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as essai:
        essai.setattr(os if fatal == "fsync" else Path, fatal, panne)
        with pytest.raises(OSError, match="No space left"):
            stockage.deposer(b"%PDF-1.4 facture")
    nom = hashlib.sha256(b"%PDF-1.4 facture").hexdigest()
    assert _fichiers(stockage) == []
    with pytest.raises(FileNotFoundError):
        stockage.lire(nom)
    assert stockage.deposer(b"%PDF-1.4 facture") == nom
    assert stockage.lire(nom) == b"%PDF-1.4 facture"


def test_the_same_document_sent_by_many_at_once_is_whole(stockage: Stockage) -> None:
    contenu, depart = os.urandom(2_000_000), threading.Barrier(8)
    noms: list[str] = []

    def deposer() -> None:
        depart.wait()
        noms.append(stockage.deposer(contenu))

    fils = [threading.Thread(target=deposer) for _ in range(8)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert len(noms) == 8
    assert len(set(noms)) == 1
    assert stockage.lire(noms[0]) == contenu
    assert len(_fichiers(stockage)) == 1


def test_a_document_that_nobody_sent_is_not_found(stockage: Stockage) -> None:
    with pytest.raises(FileNotFoundError):
        stockage.lire("0" * 64)


def test_documents_may_be_kept_in_another_place_by_its_url() -> None:
    ailleurs = Stockage("memory://dossiers")
    nom = ailleurs.deposer(b"%PDF-1.4 bail")
    assert ailleurs.deposer(b"%PDF-1.4 bail") == nom
    assert ailleurs.lire(nom) == b"%PDF-1.4 bail"
    ailleurs.verifier()


def test_a_place_where_nothing_can_be_kept_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "occupe").write_text("a file where the folder should be")
    with pytest.raises(OSError, match="occupe"):
        Stockage(str(tmp_path / "occupe")).verifier()
    Stockage(str(tmp_path / "libre")).verifier()


@pytest.mark.parametrize("racine", ["", "memory://flux"])
def test_a_stream_is_kept_whole_or_not_at_all(tmp_path: Path, racine: str) -> None:
    stockage = Stockage(racine or str(tmp_path / "flux"))
    stockage.deposer_flux("a" * 32, [b"quittance ", b"de loyer"])
    assert b"".join(stockage.lire_flux("a" * 32)) == b"quittance de loyer"

    def qui_se_coupe() -> Iterator[bytes]:
        yield b"quittance "
        raise ValueError("cut")

    with pytest.raises(ValueError, match="cut"):
        stockage.deposer_flux("b" * 32, qui_se_coupe())
    with pytest.raises(FileNotFoundError):
        list(stockage.lire_flux("b" * 32))
    assert stockage.balayer(set(), datetime.now(UTC) + timedelta(days=1)) == 1, "one file was kept, and no half one"


def test_a_file_kept_no_more_is_gone_and_twice_is_once(stockage: Stockage) -> None:
    stockage.deposer_flux("a" * 32, [b"bail"])
    stockage.supprimer("a" * 32)
    stockage.supprimer("a" * 32)
    assert _fichiers(stockage) == []


@pytest.mark.parametrize("racine", ["", "memory://balai"])
def test_a_sweep_keeps_what_is_named_and_what_is_recent(tmp_path: Path, racine: str) -> None:
    stockage = Stockage(racine or str(tmp_path / "balai"))
    assert stockage.balayer(set(), datetime.now(UTC)) == 0, "nothing has been kept here yet"
    for nom in ("a" * 32, "b" * 32):
        stockage.deposer_flux(nom, [b"bail"])
    assert stockage.balayer({"a" * 32}, datetime.now(UTC) - timedelta(hours=1)) == 0
    assert stockage.balayer({"a" * 32}, datetime.now(UTC) + timedelta(hours=1)) == 1
    assert b"".join(stockage.lire_flux("a" * 32)) == b"bail"
