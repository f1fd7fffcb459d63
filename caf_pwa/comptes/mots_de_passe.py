"""Password hashes: argon2id in a bounded pool. The only importer of argon2."""

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from caf_pwa.socle.erreurs import Occupe

LONGUEUR_MAXIMALE = 128

# OWASP's first recommendation for argon2id: 46 MiB, one pass, one lane.
_HACHEUR = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)
_PLACES = threading.BoundedSemaphore(4)
_ATTENTE_D_UNE_PLACE = 2.0

# A number without account costs the same time as one with: this hash answers for it.
_EMPREINTE_DE_PERSONNE = _HACHEUR.hash("personne")


def hacher(mot_de_passe: str, sel: bytes | None = None) -> str:
    """The argon2id hash, in PHC form; random salt unless one is given. Raises Occupe when the pool stays full."""
    with _place():
        return _HACHEUR.hash(_normaliser(mot_de_passe), salt=sel)


def verifier(empreinte: str | None, mot_de_passe: str) -> bool:
    """True when the password is the account's. Takes the same time without account. Raises Occupe."""
    with _place():
        try:
            juste = _HACHEUR.verify(empreinte or _EMPREINTE_DE_PERSONNE, _normaliser(mot_de_passe))
        except (VerificationError, ValueError):  # a damaged hash opens nothing
            return False
    return juste and bool(empreinte)


def a_rehacher(empreinte: str) -> bool:
    """True when the hash was made with other parameters than today's."""
    return _HACHEUR.check_needs_rehash(empreinte)


def _normaliser(mot_de_passe: str) -> str:
    """The same accented letter typed on two keyboards is the same password."""
    return unicodedata.normalize("NFC", mot_de_passe)


class _place:  # noqa: N801 - reads as a word in `with _place():`
    """One of the few places to hash in: memory stays bounded however many sign in at once."""

    def __enter__(self) -> None:
        if not _PLACES.acquire(timeout=_ATTENTE_D_UNE_PLACE):
            raise Occupe("Trop de connexions en même temps.")

    def __exit__(self, *_: object) -> None:
        _PLACES.release()
