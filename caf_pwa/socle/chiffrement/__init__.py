"""What is kept encrypted: documents, answers. The only importer of cryptography.

A file is a version byte, a salt, then chunks of AES-256-GCM. Its key is derived from the key it is given, the
salt and the name of the file. The nonce of a chunk is its rank and whether it is the last one: a chunk changed,
moved, taken out or added, a file cut short or put under another name, all fail to open.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
SEL = 16
MORCEAU = 64 * 1024  # of clear text
SCEAU = 16  # what GCM adds to a chunk


class Falsifie(Exception):
    """These bytes are not what was encrypted under this name with this key."""


@dataclass(frozen=True)
class Chiffre:
    """Encrypts and decrypts with a key of 32 bytes."""

    cle: bytes = field(repr=False)

    def chiffrer(self, nom: str, clair: Iterable[bytes]) -> Iterator[bytes]:
        """The bytes to keep under ``nom``."""
        sel = os.urandom(SEL)
        yield VERSION + sel
        coffre = self._coffre(nom, sel)
        for rang, (morceau, dernier) in enumerate(_decouper(clair, MORCEAU)):
            yield coffre.encrypt(_nonce(rang, dernier), morceau, None)

    def dechiffrer(self, nom: str, garde: Iterable[bytes]) -> Iterator[bytes]:
        """The bytes in clear, each chunk once it is proved. Raises Falsifie."""
        tete, suite = _tete(garde, len(VERSION) + SEL)
        if tete[:1] != VERSION or len(tete) < len(VERSION) + SEL:
            raise Falsifie(nom)
        coffre = self._coffre(nom, tete[1:])
        for rang, (morceau, dernier) in enumerate(_decouper(suite, MORCEAU + SCEAU)):
            try:
                yield coffre.decrypt(_nonce(rang, dernier), morceau, None)
            except InvalidTag:
                raise Falsifie(nom) from None

    def _coffre(self, nom: str, sel: bytes) -> AESGCM:
        derivation = HKDF(algorithm=SHA256(), length=32, salt=sel, info=b"caf " + nom.encode())
        return AESGCM(derivation.derive(self.cle))


def _nonce(rang: int, dernier: bool) -> bytes:
    return rang.to_bytes(11, "big") + bytes([dernier])


def _tete(flux: Iterable[bytes], longueur: int) -> tuple[bytes, Iterator[bytes]]:
    """The first bytes, and an iterator over what follows them."""
    reste, debut = iter(flux), b""
    while len(debut) < longueur:
        suivant = next(reste, None)
        if suivant is None:
            break
        debut += suivant
    return debut[:longueur], _enchainer(debut[longueur:], reste)


def _enchainer(premier: bytes, reste: Iterator[bytes]) -> Iterator[bytes]:
    yield premier
    yield from reste


def _decouper(flux: Iterable[bytes], longueur: int) -> Iterator[tuple[bytes, bool]]:
    """Chunks of that length, told which is the last; an empty file is one empty chunk."""
    attente = bytearray()
    for arrive in flux:
        attente += arrive
        while len(attente) > longueur:  # never the last one: something follows it
            yield bytes(attente[:longueur]), False
            del attente[:longueur]
    yield bytes(attente), True
