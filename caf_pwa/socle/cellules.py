"""The web process's side of a process apart: hands it tasks and waits, never longer than it says."""

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from caf_pwa.socle.cellule.bornes import Bornes
from caf_pwa.socle.erreurs import Occupe

REPONSE = 256 * 1024

# The package is named without being run: a cell needs no database, no web, and loads none.
_PROGRAMME = """
import sys, types
maison = types.ModuleType("caf_pwa")
maison.__path__ = [sys.argv[1]]
sys.modules["caf_pwa"] = maison
from caf_pwa.socle.cellule.accueil import servir
servir(int(sys.argv[2]), sys.argv[3])
"""
_PAQUET = Path(__file__).resolve().parent.parent


class SansReponse(Exception):
    """The process was ended over its task, which asked for too much of something."""


@dataclass(kw_only=True, eq=False)
class Cellule:
    """One warm process for each web process, started with the first task and anew should it die."""

    travail: str  # the module that does the work, as ``accueil.Travail`` says
    bornes: Bornes  # of one task
    a_la_fois: int  # tasks at once for one web process: what bounds the memory of all of them
    patience: float  # seconds in the queue
    politesse: int = 0  # how far behind the pages
    _verrou: threading.Lock = field(default_factory=threading.Lock)
    _porte: socket.socket | None = None
    _processus: subprocess.Popen[bytes] | None = None
    _pid: int = 0  # of the web process that started it: a fork of it starts its own

    def __post_init__(self) -> None:
        self.delai: float = self.bornes.delai + 5  # seconds for one task, a little more than the kernel gives it
        self._places = threading.BoundedSemaphore(self.a_la_fois)
        atexit.register(self.fermer)

    def demander(
        self,
        tache: dict[str, Any],
        entrees: list[Any],
        sortie: BinaryIO,
        entretemps: Callable[[], None] = lambda: None,
    ) -> dict[str, Any]:
        """What is told of what was written to ``sortie``. Raises SansReponse, Occupe.

        ``entretemps``: what to do here while the task runs, before its answer is waited for.
        """
        if not self._places.acquire(timeout=self.patience):
            raise Occupe
        try:
            with ExitStack() as pile:
                ici, la_bas = (pile.enter_context(bout) for bout in socket.socketpair())
                self._envoyer(json.dumps(tache).encode(), [la_bas, sortie, *entrees])
                la_bas.close()
                entretemps()
                ici.settimeout(self.delai)
                return _faits(_lire(ici))
        finally:
            self._places.release()

    def fermer(self) -> None:
        """End the process; the next task starts another."""
        with self._verrou:
            self._arreter()

    def _envoyer(self, message: bytes, fichiers: list[Any]) -> None:
        descripteurs = [fichier.fileno() for fichier in fichiers]
        porte = self._ouverte()
        try:
            socket.send_fds(porte, [message], descripteurs)
        except OSError:
            self._remplacer(porte)  # it died: once more, with a new one
            socket.send_fds(self._ouverte(), [message], descripteurs)

    def _remplacer(self, morte: socket.socket) -> None:
        with self._verrou:
            if self._porte is morte:
                self._arreter()

    def _ouverte(self) -> socket.socket:
        with self._verrou:
            if self._porte is None or self._pid != os.getpid():
                self._demarrer()
            assert self._porte is not None
            return self._porte

    def _demarrer(self) -> None:
        reglages = {"travail": self.travail, "bornes": asdict(self.bornes), "politesse": self.politesse}
        self._porte, autre = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with autre:
            self._processus = subprocess.Popen(  # noqa: S603
                [sys.executable, "-I", "-c", _PROGRAMME, str(_PAQUET), str(autre.fileno()), json.dumps(reglages)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[autre.fileno()],
                env={"LANG": "C.UTF-8"},
                cwd="/",
            )
        self._pid = os.getpid()

    def _arreter(self) -> None:
        porte, processus = self._porte, self._processus
        self._porte = self._processus = None
        if porte is not None:
            porte.close()
        if processus is not None and self._pid == os.getpid():
            processus.kill()
            processus.wait()


def _lire(canal: socket.socket) -> bytes:
    recu = bytearray()
    try:
        while morceau := canal.recv(REPONSE):
            recu += morceau
    except OSError:  # no answer in time, or none at all
        return b""
    return bytes(recu)


def _faits(reponse: bytes) -> dict[str, Any]:
    try:
        faits: dict[str, Any] = json.loads(reponse)
    except ValueError:
        raise SansReponse from None
    return faits
