"""The server, which can be killed and started again on the same port, as it is or as its next release."""

import os
import signal
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from outils.instance import Serveur, port_libre, servir


@dataclass
class Service:
    dossier: Path
    port: int = field(default_factory=port_libre)
    debout: bool = False
    _suivante: bool = False
    _pile: ExitStack = field(default_factory=ExitStack)
    _serveur: Serveur | None = None

    def demarrer(self, suivante: bool = False) -> None:
        """``suivante``: in another version than the last time."""
        self._suivante ^= suivante
        application = "tests.e2e.version_suivante:app" if self._suivante else "app:app"
        self._serveur = self._pile.enter_context(servir(self.dossier, application, self.port, WEB_CONCURRENCY="1"))
        self.debout = True

    def tuer(self) -> None:
        """All its processes, without a word."""
        assert self._serveur is not None
        pid = self._serveur.pid
        ouvriers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for processus in (pid, *map(int, ouvriers)):
            os.kill(processus, signal.SIGKILL)
        self.fermer()

    def fermer(self) -> None:
        self._pile.close()
        self.debout = False
