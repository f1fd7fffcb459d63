"""The process that waits for tasks, its libraries loaded, and forks one child for each.

It is started anew, not forked from the web process: it holds none of its memory, none of its connections, and an empty
environment. It ends when the web process does, because its socket closes.
"""

import gc
import importlib
import json
import os
import signal
import socket
from typing import Any, Protocol

from caf_pwa.socle.cellule.bornes import Bornes

MESSAGE = 64 * 1024
DESCRIPTEURS = 32


class Travail(Protocol):
    """What a cell is for: a module with these two functions."""

    def echauffer(self) -> None:
        """Load all that a task needs, once, before the first comes."""

    def faire(self, tache: dict[str, Any], entrees: list[int], sortie: int) -> dict[str, Any]:
        """One task: what to tell of what was written to ``sortie``."""


def servir(descripteur: int, reglages: str) -> None:
    """One message is one task: the socket to answer on, the file to write, the files to read."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the children
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the web process
    lus = json.loads(reglages)
    os.nice(lus["politesse"])
    travail: Travail = importlib.import_module(lus["travail"])
    bornes = Bornes(**lus["bornes"])
    travail.echauffer()
    gc.freeze()
    with socket.socket(fileno=descripteur) as porte:
        while True:
            message, recus, _, _ = socket.recv_fds(porte, MESSAGE, DESCRIPTEURS)
            if not message:
                return
            if os.fork() == 0:
                porte.close()
                _une_tache(travail, bornes, message, recus)
            for recu in recus:
                os.close(recu)


def _une_tache(travail: Travail, bornes: Bornes, message: bytes, recus: list[int]) -> None:
    """In the child, which never returns. Whatever goes wrong, the other side reads the end of the socket."""
    try:
        bornes.poser()
        reponse, sortie, *entrees = recus
        faits = travail.faire(json.loads(message), entrees, sortie)
        with socket.socket(fileno=reponse) as canal:
            canal.sendall(json.dumps(faits).encode())
    finally:
        os._exit(0)
