"""A worker of the real server, struck at one system call of its choice: killed as it makes it, or told that it failed.

strace follows one thread alone, that of the requests: what is counted is what happens, in the same order each time.
"""

import os
import re
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from outils.instance import Serveur

# Whatever changes a file, or tells somebody; "?" where a processor has no such call.
_APPELS = (
    *("write", "pwrite64", "writev", "pwritev", "fsync", "fdatasync", "ftruncate", "fallocate"),
    *("rename", "renameat", "renameat2", "unlink", "unlinkat", "link", "linkat", "mkdir", "mkdirat", "rmdir"),
    *("sendto", "sendmsg"),
)
_SUIVIS = ",".join(f"?{nom}" for nom in _APPELS)
TUE = "signal=KILL"
_PATIENCE = 20.0  # seconds: a server that is not back by then is broken
_LIGNE = re.compile(r"(\w+)\((.*?)(?:, |\))")


@dataclass(frozen=True)
class Appel:
    """The ``rang``-th call of that name, and what on, as strace says it."""

    nom: str
    rang: int
    cible: str


def pourquoi_pas() -> str:
    """Why strace cannot be used here; empty when it can."""
    if not shutil.which("strace"):
        return "there is no strace here: see outils/strace.sh"
    essai = subprocess.run(["strace", "-e", "trace=none", "true"], capture_output=True, text=True)
    return f"strace may not trace here: {essai.stderr.strip()}" if essai.returncode else ""


@dataclass(frozen=True)
class Victime:
    """``avant``: what puts everything back as it was, while no worker has anything open."""

    serveur: Serveur
    journal: Path
    avant: Callable[[], None]

    def repeter(self, agir: Callable[[], None]) -> list[Appel]:
        """Every call that is made, nobody struck."""
        with self._suivre(f"trace={_SUIVIS}"):
            agir()
        rangs: Counter[str] = Counter()
        appels = []
        for nom, cible in _LIGNE.findall(self.journal.read_text()):
            rangs[nom] += 1
            appels.append(Appel(nom, rangs[nom], cible))
        return appels

    def frapper(self, appel: Appel, faute: str, agir: Callable[[], None]) -> str:
        """What was struck, as strace says it; nothing when a name drawn at random made a call fewer than the last time,
        and then perhaps another call."""
        regle = f"inject={appel.nom}:{faute}:when={appel.rang}"
        with self._suivre(f"trace={appel.nom}", regle):
            agir()
        marque = " = ?" if faute == TUE else "(INJECTED)"  # "?": it never came back
        return next((ligne for ligne in self.journal.read_text().splitlines() if marque in ligne), "")

    @contextmanager
    def _suivre(self, *regles: str) -> Iterator[None]:
        fil = self._ouvrier_neuf()
        options = [mot for regle in regles for mot in ("-e", regle)]
        commande = ["strace", "-y", "-s", "0", "-o", str(self.journal), *options, "-p", str(fil)]
        with subprocess.Popen(commande, stderr=subprocess.PIPE, text=True) as trace:
            assert trace.stderr is not None
            assert "attached" in trace.stderr.readline()
            try:
                yield
            finally:
                trace.send_signal(signal.SIGINT)  # lets go of the worker, where there still is one

    def _ouvrier_neuf(self) -> int:
        """Kill the worker and put everything back; the thread of the requests of the one that takes its place."""
        ancien = self._ouvrier()
        os.kill(ancien, signal.SIGKILL)
        neuf = self._ouvrier(ancien)
        self.avant()
        assert self.serveur.demander("/sante")[0] == 200
        (fil,) = {int(tache.name) for tache in Path(f"/proc/{neuf}/task").iterdir()} - {neuf}
        return fil

    def _ouvrier(self, ancien: int = 0) -> int:
        """The one that there is, once it is not that one any more."""
        pid, limite = self.serveur.pid, time.monotonic() + _PATIENCE
        while time.monotonic() < limite:
            enfants = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            if len(enfants) == 1 and int(enfants[0]) != ancien:
                return int(enfants[0])
            time.sleep(0.005)
        raise AssertionError("no worker came back")
