"""The load, in a process of its own: ``python -m bench.charge`` reads what to ask and prints answers a second.

Each connection is kept alive and asks again as soon as it has its answer. Nothing but sockets: the load must
weigh little beside what it measures.
"""

import json
import re
import selectors
import socket
import sys
import time

_LONGUEUR = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


def mesurer(port: int, requete: bytes, statut: int, connexions: int, secondes: float) -> float:
    """Answers a second. Ends the process on any other status."""
    selecteur = selectors.DefaultSelector()
    recus: dict[socket.socket, bytes] = {}
    for _ in range(connexions):
        prise = socket.create_connection(("127.0.0.1", port), 10)
        prise.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        prise.sendall(requete)
        selecteur.register(prise, selectors.EVENT_READ)
        recus[prise] = b""
    reponses = 0
    debut = time.perf_counter()
    while time.perf_counter() - debut < secondes:
        for cle, _ in selecteur.select(1):
            prise = cle.fileobj  # type: ignore[assignment]
            recus[prise] += prise.recv(262_144) or _fermee()
            if _complete(recus[prise], statut):
                reponses += 1
                recus[prise] = b""
                prise.sendall(requete)
    ecoule = time.perf_counter() - debut
    for prise in recus:
        prise.close()
    return reponses / ecoule


def _complete(recu: bytes, statut: int) -> bool:
    entetes, fin, corps = recu.partition(b"\r\n\r\n")
    if not fin:
        return False
    if not entetes.startswith(b"HTTP/1.1 %d " % statut):
        sys.exit(f"expected {statut}, got: {entetes.splitlines()[0].decode()}")
    longueur = _LONGUEUR.search(entetes)
    return len(corps) >= (int(longueur[1]) if longueur else 0)


def _fermee() -> bytes:
    sys.exit("the server closed a connection")


if __name__ == "__main__":
    demande = json.load(sys.stdin)
    print(mesurer(**(demande | {"requete": demande["requete"].encode()})))
