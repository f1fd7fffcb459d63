"""What documents are made with: where they are kept, how they are encrypted, who opens them."""

import hashlib
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, NamedTuple

from caf_pwa.documents.lecteurs import Lecteurs
from caf_pwa.documents.refus import FichierRefuse, Refus
from caf_pwa.documents.stockage import Stockage
from caf_pwa.socle.chiffrement import Chiffre

OCTETS = 10_000_000  # of a file as it comes
MORCEAU = 64 * 1024


class Garde(NamedTuple):
    """A file kept: its name in the store, the SHA-256 and the size of its bytes in clear."""

    nom: str
    empreinte: str
    taille: int


@dataclass(frozen=True)
class Atelier:
    """Files in clear are only ever anonymous ones, which go with the process that holds them."""

    stockage: Stockage
    chiffre: Chiffre
    lecteurs: Lecteurs

    def recevoir(self, flux: IO[bytes]) -> tuple[Garde, dict[str, Any]]:
        """Check a file, make it ours and keep it, durably; with what is known of it. Raises FichierRefuse, Occupe."""
        with tempfile.TemporaryFile() as recu:
            _copier(flux, recu)
            return self._faire({"quoi": "page"}, [recu])

    def assembler(self, pages: Iterable[tuple[str, str, int]]) -> tuple[Garde, dict[str, Any]]:
        """Put these pages (name, nature, rotation) together as one PDF and keep it. Raises FichierRefuse, Occupe."""
        choisies = list(pages)
        tache = {
            "quoi": "assembler",
            "pages": [{"nature": nature, "rotation": rotation} for _, nature, rotation in choisies],
        }
        with ExitStack() as pile:
            clairs = [pile.enter_context(tempfile.TemporaryFile()) for _ in choisies]
            for clair, (nom, _, _) in zip(clairs, choisies, strict=True):
                clair.writelines(self.lire(nom))
                clair.flush()
            return self._faire(tache, clairs)

    def lire(self, nom: str) -> Iterator[bytes]:
        """A file in clear, each part of it once it is proved. Raises FileNotFoundError, Falsifie."""
        return self.chiffre.dechiffrer(nom, self.stockage.lire_flux(nom))

    def sceller(self, nom: str, octets: bytes) -> bytes:
        """A few bytes encrypted, to be kept in a row."""
        return b"".join(self.chiffre.chiffrer(nom, [octets]))

    def desceller(self, nom: str, octets: bytes) -> bytes:
        return b"".join(self.chiffre.dechiffrer(nom, [octets]))

    def _faire(self, tache: dict[str, Any], entrees: list[Any]) -> tuple[Garde, dict[str, Any]]:
        with tempfile.TemporaryFile() as sortie:
            faits = self.lecteurs.demander(tache, entrees, sortie)
            return self.deposer(sortie), faits

    def deposer(self, fichier: BinaryIO) -> Garde:
        """Keep these bytes, durably, encrypted, from the first on."""
        fichier.seek(0)
        nom, somme, taille = uuid.uuid4().hex, hashlib.sha256(), 0

        def clair() -> Iterator[bytes]:
            nonlocal taille
            while morceau := fichier.read(MORCEAU):
                somme.update(morceau)
                taille += len(morceau)
                yield morceau

        self.stockage.deposer_flux(nom, self.chiffre.chiffrer(nom, clair()))
        return Garde(nom, somme.hexdigest(), taille)


def _copier(flux: IO[bytes], vers: Any) -> None:
    """A chunk at a time, and no further than the limit, whatever size was announced."""
    taille = 0
    while morceau := flux.read(MORCEAU):
        taille += len(morceau)
        if taille > OCTETS:
            raise FichierRefuse(Refus.TROP_GROS)
        vers.write(morceau)
    vers.flush()
