"""Files kept under the SHA-256 of their bytes, in a folder or a bucket (``CAF_DONNEES``). The only importer of fsspec.

The same bytes are kept once, a name can never be guessed from a person, and writing twice changes nothing.
"""

import hashlib
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fsspec


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
        systeme.makedirs(str(Path(chemin).parent), exist_ok=True)
        if systeme.protocol == "file" or "file" in systeme.protocol:
            _ecrire_durablement(Path(chemin), contenu)
        else:
            systeme.pipe_file(chemin, contenu)  # an object store shows an object whole, or not at all
        return nom

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


def _ecrire_durablement(fichier: Path, contenu: bytes) -> None:
    """Write beside, sync the file, rename, sync the folders: acknowledged means on the disk."""
    provisoire = fichier.with_name(f".{uuid.uuid4().hex}")
    try:
        with provisoire.open("xb") as sortie:
            sortie.write(contenu)
            sortie.flush()
            os.fsync(sortie.fileno())
        provisoire.replace(fichier)
    except OSError:
        provisoire.unlink(missing_ok=True)
        raise
    for dossier in (fichier.parent, fichier.parent.parent):  # the first may be as new as the file
        _synchroniser(dossier)


def _synchroniser(dossier: Path) -> None:
    descripteur = os.open(dossier, os.O_RDONLY)
    try:
        os.fsync(descripteur)
    finally:
        os.close(descripteur)
