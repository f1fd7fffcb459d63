"""The web process's side of opening files: hands them to a process apart and waits, never longer than it says."""

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from caf_pwa.documents.refus import FichierRefuse, Refus
from caf_pwa.socle.erreurs import Occupe

A_LA_FOIS = 2  # files opened at once for one web process: what bounds the memory of all of them
PATIENCE = 25  # seconds in the queue
DELAI = 25  # seconds for one file, a little more than the kernel gives it
REPONSE = 256 * 1024

# The package is named without being run: the reader needs no database, no web, and loads none.
_PROGRAMME = """
import sys, types
maison = types.ModuleType("caf_pwa")
maison.__path__ = [sys.argv[1]]
sys.modules["caf_pwa"] = maison
from caf_pwa.documents.lecteur.accueil import servir
servir(int(sys.argv[2]))
"""
_PAQUET = Path(__file__).resolve().parent.parent


@dataclass
class Lecteurs:
    """One warm process for each web process, started with the first file and anew should it die."""

    _verrou: threading.Lock = field(default_factory=threading.Lock)
    _places: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(A_LA_FOIS))
    _porte: socket.socket | None = None
    _processus: subprocess.Popen[bytes] | None = None
    _pid: int = 0  # of the web process that started it: a fork of it starts its own

    def demander(self, tache: dict[str, Any], entrees: list[BinaryIO], sortie: BinaryIO) -> dict[str, Any]:
        """The facts of what was written to ``sortie``. Raises FichierRefuse, Occupe."""
        if not self._places.acquire(timeout=PATIENCE):
            raise Occupe
        try:
            with ExitStack() as pile:
                ici, la_bas = (pile.enter_context(bout) for bout in socket.socketpair())
                self._envoyer(json.dumps(tache).encode(), [la_bas, sortie, *entrees])
                la_bas.close()
                ici.settimeout(DELAI)
                return _faits(_lire(ici))
        finally:
            self._places.release()

    def fermer(self) -> None:
        """End the process; the next file starts another."""
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
        self._porte, autre = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with autre:
            self._processus = subprocess.Popen(  # noqa: S603
                [sys.executable, "-I", "-c", _PROGRAMME, str(_PAQUET), str(autre.fileno())],
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
    """Without an answer the process was ended: the file asked for too much of something."""
    if not reponse:
        raise FichierRefuse(Refus.TROP_LONG)
    faits: dict[str, Any] = json.loads(reponse)
    if "refus" in faits:
        raise FichierRefuse(Refus(faits["refus"]))
    return faits


LECTEURS = Lecteurs()  # of this process
atexit.register(LECTEURS.fermer)
