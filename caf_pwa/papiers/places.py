"""Who waits for a process apart holds a thread of the web process: few may, the others are told at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from caf_pwa.socle.erreurs import Occupe

PRESSE = BoundedSemaphore(3)  # two are printed at once, one waits: a phone that keeps its papers asks for three
CONTROLE = BoundedSemaphore(1)


@contextmanager
def une_place(places: BoundedSemaphore) -> Iterator[None]:
    """Raises Occupe when there is none."""
    if not places.acquire(blocking=False):
        raise Occupe
    try:
        yield
    finally:
        places.release()
