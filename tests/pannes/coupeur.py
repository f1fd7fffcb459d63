"""A network between a browser and the server that does to each request what it is told: cut it, say it twice, lie."""

import socket
import threading
from collections import deque
from dataclasses import dataclass, field
from enum import Enum
from typing import Self

_ATTENTE = 20  # seconds: a server that says nothing is broken


class Sort(Enum):
    """What becomes of a request."""

    PASSER = "passer"
    COUPER_LA_DEMANDE = "couper la demande"  # so many bytes of it arrive
    COUPER_LA_REPONSE = "couper la réponse"  # the server has answered; so many bytes of that come back
    DOUBLER = "doubler"  # it arrives twice
    PORTAIL = "portail"  # a page of somebody else's comes back
    REDIRIGER = "rediriger"  # … or the way to it
    ABIMER = "abîmer"  # a byte of the answer is another


@dataclass
class Coupeur:
    """Listens on a port of its own; one request for each connection."""

    serveur: int  # its port
    sorts: deque[tuple[Sort, int]] = field(default_factory=deque)  # for the next requests; the others pass
    chemin: bytes = b"/"  # where those go that something happens to
    coupee: bool = False  # the line: nothing passes, nor what was on its way
    _porte: socket.socket = field(default_factory=socket.socket)

    def __enter__(self) -> Self:
        self._porte.bind(("127.0.0.1", 0))
        self._porte.listen(64)
        threading.Thread(target=self._accueillir, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._porte.close()

    @property
    def port(self) -> int:
        port: int = self._porte.getsockname()[1]
        return port

    @property
    def adresse(self) -> str:
        return f"http://localhost:{self.port}"

    def _accueillir(self) -> None:
        while True:
            try:
                client, _ = self._porte.accept()
            except OSError:
                return
            threading.Thread(target=self._servir, args=(client,), daemon=True).start()

    def _servir(self, client: socket.socket) -> None:
        with client:
            try:
                client.settimeout(_ATTENTE)
                demande = _lire_demande(client)
                if demande and not self.coupee:
                    concernee = self.sorts and demande.split(b" ", 2)[1].startswith(self.chemin)
                    sort, ou = self.sorts.popleft() if concernee else (Sort.PASSER, 0)
                    reponse = self._traiter(demande, sort, ou)
                    client.sendall(b"" if self.coupee else reponse)
            except OSError:
                return  # one of the two has gone: that is what a network does

    def _traiter(self, demande: bytes, sort: Sort, ou: int) -> bytes:
        """What comes back."""
        if sort is Sort.PORTAIL:
            return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<p>Bienvenue</p>"
        if sort is Sort.REDIRIGER:
            return b"HTTP/1.1 302 Found\r\nLocation: /wifi\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        if sort is Sort.COUPER_LA_DEMANDE:
            self._demander(demande[: ou % len(demande)])
            return b""
        reponse = self._demander(demande)
        if sort is Sort.DOUBLER:
            reponse = self._demander(demande)
        if sort is Sort.COUPER_LA_REPONSE and reponse:
            return reponse[: ou % len(reponse)]
        debut = reponse.find(b"\r\n\r\n") + 4
        if sort is Sort.ABIMER and 4 <= debut < len(reponse):
            place = debut + ou % (len(reponse) - debut)
            return reponse[:place] + bytes([reponse[place] ^ 1]) + reponse[place + 1 :]
        return reponse

    def _demander(self, octets: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.serveur), _ATTENTE) as amont:
            amont.sendall(octets)
            amont.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: amont.recv(65536), b""))


def _lire_demande(client: socket.socket) -> bytes:
    """Head and body, told to be the only one of its connection; empty when none came."""
    recu = b""
    while b"\r\n\r\n" not in recu:
        morceau = client.recv(65536)
        if not morceau:
            return b""
        recu += morceau
    tete, corps = recu.split(b"\r\n\r\n", 1)
    lignes = [ligne for ligne in tete.split(b"\r\n") if not ligne.lower().startswith(b"connection:")]
    longueur = next((int(ligne.split(b":")[1]) for ligne in lignes if ligne.lower().startswith(b"content-length:")), 0)
    while len(corps) < longueur:
        corps += client.recv(65536)
    return b"\r\n".join([*lignes, b"Connection: close"]) + b"\r\n\r\n" + corps
