"""Where the PDFs of papers are kept, encrypted, in a place of their own."""

import hashlib
import uuid
from dataclasses import dataclass
from typing import NamedTuple

from caf_pwa.documents.stockage import Stockage
from caf_pwa.socle.chiffrement import Chiffre


class Garde(NamedTuple):
    """A file kept: its name in the store, and the SHA-256 of its bytes in clear."""

    nom: str
    empreinte: str


@dataclass(frozen=True)
class Reserve:
    stockage: Stockage
    chiffre: Chiffre

    def garder(self, octets: bytes) -> Garde:
        """Keep a file, durably: all of it, or nothing."""
        nom = uuid.uuid4().hex
        self.stockage.deposer_flux(nom, self.chiffre.chiffrer(nom, [octets]))
        return Garde(nom, hashlib.sha256(octets).hexdigest())

    def lire(self, nom: str) -> bytes:
        """Raises FileNotFoundError, Falsifie."""
        return b"".join(self.chiffre.dechiffrer(nom, self.stockage.lire_flux(nom)))

    def jeter(self, nom: str) -> None:
        self.stockage.supprimer(nom)
