"""Password hashes: argon2id in a bounded pool. The only importer of argon2.

However many sign in at once, memory stays bounded, pages find threads to be answered by, and hashing takes the
processors only while no page wants them.
"""

import os
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from caf_pwa.socle.erreurs import Occupe

LONGUEUR_MAXIMALE = 128

# OWASP's first recommendation for argon2id: 46 MiB, one pass, one lane.
_HACHEUR = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)
# For one web process: hashed at once, and in all with those who wait. A thread that waits answers no page.
A_LA_FOIS, EN_TOUT = 2, 3
_EFFACEMENT = 10  # of the thread's priority: a page goes first

# A number without account costs the same time as one with: this hash answers for it.
_EMPREINTE_DE_PERSONNE = _HACHEUR.hash("personne")


def hacher(mot_de_passe: str, sel: bytes | None = None) -> str:
    """The argon2id hash, in PHC form; random salt unless one is given. Raises Occupe when the pool stays full."""
    return _calculer(_HACHEUR.hash, _normaliser(mot_de_passe), salt=sel)


def verifier(empreinte: str | None, mot_de_passe: str) -> bool:
    """True when the password is the account's. Takes the same time without account. Raises Occupe."""
    try:
        juste = _calculer(_HACHEUR.verify, empreinte or _EMPREINTE_DE_PERSONNE, _normaliser(mot_de_passe))
    except (VerificationError, ValueError):  # a damaged hash opens nothing
        return False
    return juste and bool(empreinte)


def a_rehacher(empreinte: str) -> bool:
    """True when the hash was made with other parameters than today's."""
    return _HACHEUR.check_needs_rehash(empreinte)


def _normaliser(mot_de_passe: str) -> str:
    """The same accented letter typed on two keyboards is the same password."""
    return unicodedata.normalize("NFC", mot_de_passe)


_P = ParamSpec("_P")
_T = TypeVar("_T")


def _s_effacer() -> None:
    """On Linux a thread has a priority of its own."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _EFFACEMENT)


_HACHEURS = ThreadPoolExecutor(A_LA_FOIS, "hachage", _s_effacer)
_PLACES = threading.BoundedSemaphore(EN_TOUT)
_ICI = threading.local()


@contextmanager
def place() -> Iterator[None]:
    """A place among those who hash, kept until the end of the block. Raises Occupe at once when there is none."""
    if getattr(_ICI, "tenue", False):
        yield
        return
    if not _PLACES.acquire(blocking=False):
        raise Occupe("Trop de connexions en même temps.")
    _ICI.tenue = True
    try:
        yield
    finally:
        _ICI.tenue = False
        _PLACES.release()


def _calculer(calcul: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
    with place():
        return _HACHEURS.submit(calcul, *args, **kwargs).result()
