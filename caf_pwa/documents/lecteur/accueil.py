"""The process that waits for files, its libraries loaded, and forks one child for each.

It is started anew, not forked from the web process: it holds none of its memory, none of its connections, and an empty
environment. It ends when the web process does, because its socket closes.
"""

import gc
import json
import os
import signal
import socket

from caf_pwa.documents.lecteur.bornes import borner
from caf_pwa.documents.lecteur.travail import echauffer, faire

MESSAGE = 16 * 1024
DESCRIPTEURS = 32


def servir(descripteur: int) -> None:
    """One message is one task: the socket to answer on, the file to write, the files to read."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the children
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the web process
    echauffer()
    gc.freeze()
    with socket.socket(fileno=descripteur) as porte:
        while True:
            message, recus, _, _ = socket.recv_fds(porte, MESSAGE, DESCRIPTEURS)
            if not message:
                return
            if os.fork() == 0:
                porte.close()
                _un_fichier(message, recus)
            for recu in recus:
                os.close(recu)


def _un_fichier(message: bytes, recus: list[int]) -> None:
    """In the child, which never returns. Whatever goes wrong, the other side reads the end of the socket."""
    try:
        borner()
        reponse, sortie, *entrees = recus
        faits = faire(json.loads(message), entrees, sortie)
        with socket.socket(fileno=reponse) as canal:
            canal.sendall(json.dumps(faits).encode())
    finally:
        os._exit(0)
