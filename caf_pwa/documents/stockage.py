"""Files in a folder or a bucket (``CAF_DONNEES``). The only importer of fsspec.

Letters are kept under the SHA-256 of their bytes: the same bytes are kept once, and writing twice changes nothing.
What people send is kept under a name drawn at random. No name can be guessed from a person.
"""

import hashlib
import os
import uuid
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fsspec

MORCEAU = 64 * 1024


@dataclass(frozen=True)
class Stockage:
    """Where files go: a folder path, or a URL that fsspec knows such as ``s3://bucket/prefix``."""

    racine: str

    def deposer(self, contenu: bytes) -> str:
        """Keep these bytes, durably, and return their name. A process killed midway leaves no half file."""
        nom = hashlib.sha256(contenu).hexdigest()
        systeme, chemin = self._situer(nom)
        if systeme.exists(chemin):
            return nom
        _ecrire(systeme, chemin, [contenu])
        return nom

    def deposer_flux(self, nom: str, morceaux: Iterable[bytes]) -> None:
        """Keep a stream under a new name, durably, holding one chunk of it at a time. All of it, or nothing."""
        systeme, chemin = self._situer(nom)
        _ecrire(systeme, chemin, morceaux)

    def lire_flux(self, nom: str) -> Iterator[bytes]:
        """The bytes kept under ``nom``, a chunk at a time. Raises FileNotFoundError."""
        systeme, chemin = self._situer(nom)
        with systeme.open(chemin, "rb") as entree:
            while morceau := entree.read(MORCEAU):
                yield morceau

    def supprimer(self, nom: str) -> None:
        """Keep it no more. Twice is once."""
        systeme, chemin = self._situer(nom)
        if systeme.exists(chemin):
            systeme.rm_file(chemin)

    def balayer(self, gardes: Container[str], avant: datetime) -> int:
        """Remove what was written before that moment and is not in ``gardes``; half files too. How many."""
        systeme, racine = fsspec.core.url_to_fs(self.racine)
        perdus = [
            chemin
            for chemin in (systeme.find(racine) if systeme.exists(racine) else ())
            if Path(chemin).name not in gardes and systeme.modified(chemin).astimezone(UTC) < avant
        ]
        for chemin in perdus:
            systeme.rm_file(chemin)
        return len(perdus)

    def lire(self, nom: str) -> bytes:
        """The bytes kept under ``nom``. Raises FileNotFoundError."""
        systeme, chemin = self._situer(nom)
        contenu: bytes = systeme.cat_file(chemin)
        return contenu

    def verifier(self) -> None:
        """Raises OSError when files cannot be kept here."""
        systeme, chemin = self._situer("sante")
        systeme.makedirs(str(Path(chemin).parent), exist_ok=True)
        systeme.pipe_file(chemin, b"ok")

    def _situer(self, nom: str) -> tuple[Any, str]:
        systeme, racine = fsspec.core.url_to_fs(self.racine)
        return systeme, f"{racine.rstrip('/')}/{nom[:2]}/{nom}"


def _ecrire(systeme: Any, chemin: str, morceaux: Iterable[bytes]) -> None:
    if systeme.protocol == "file" or "file" in systeme.protocol:
        return _ecrire_durablement(Path(chemin), morceaux)
    systeme.makedirs(str(Path(chemin).parent), exist_ok=True)
    sortie = systeme.open(chemin, "wb", autocommit=False)  # an object store shows an object whole, or not at all
    try:
        for morceau in morceaux:
            sortie.write(morceau)
        sortie.close()
        sortie.commit()
    except BaseException:
        sortie.discard()
        if systeme.exists(chemin):  # some show an object while it is written
            systeme.rm_file(chemin)
        raise
    return None


def _ecrire_durablement(fichier: Path, morceaux: Iterable[bytes]) -> None:
    """Write beside, sync the file, rename, sync the folder: acknowledged means on the disk."""
    _faire_place(fichier.parent)
    provisoire = fichier.with_name(f".{uuid.uuid4().hex}")
    try:
        with provisoire.open("xb") as sortie:
            for morceau in morceaux:
                sortie.write(morceau)
            sortie.flush()
            os.fsync(sortie.fileno())
        provisoire.replace(fichier)
    except BaseException:
        provisoire.unlink(missing_ok=True)
        raise
    _synchroniser(fichier.parent)


_INSCRITS: set[Path] = set()  # folders that are on the disk, in the one that holds them: this process saw to it


def _faire_place(dossier: Path) -> None:
    """A folder is on the disk before anything is put into it, also one that another process has just made."""
    if dossier.is_dir():
        if dossier in _INSCRITS:
            return
    else:
        _faire_place(dossier.parent)
        dossier.mkdir(exist_ok=True)
    _synchroniser(dossier.parent)
    _INSCRITS.add(dossier)


def _synchroniser(dossier: Path) -> None:
    descripteur = os.open(dossier, os.O_RDONLY)
    try:
        os.fsync(descripteur)
    finally:
        os.close(descripteur)
