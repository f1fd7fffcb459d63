"""The network between a phone and a server, which can be cut: for its worker too, whenever that starts.

A whole browser told that it is offline may let a worker through that was starting at that moment, or hold one back
later: here the page alone is told, and the line is cut.
"""

import socket
import threading
from contextlib import suppress

from playwright.sync_api import CDPSession, Page


class Reseau:
    """Listens on a port of its own, the same as long as it lives, and passes on every byte."""

    def __init__(self, serveur: int) -> None:
        self._serveur = serveur
        self._ouvertes: set[socket.socket] = set()
        self._porte = self._ecouter(0)
        self.port: int = self._porte.getsockname()[1]
        self._page: CDPSession | None = None

    def rouvrir(self) -> None:
        """For a browser that has just been closed, and is opened again."""
        self._page = None
        self.fermer()
        self._porte = self._ecouter(self.port)

    def retablir(self) -> None:
        page = self._page
        self.rouvrir()
        if page:
            dire_hors_ligne(page, hors_ligne=False)
            page.detach()

    def couper(self, page: Page) -> None:
        """Nothing passes any more, nor what was on its way, and the page knows of it."""
        self.fermer()
        self._page = self._page or page.context.new_cdp_session(page)
        dire_hors_ligne(self._page, hors_ligne=True)

    def fermer(self) -> None:
        self._fermer(self._porte, *self._ouvertes)

    def _ecouter(self, port: int) -> socket.socket:
        porte = socket.create_server(("127.0.0.1", port), backlog=64)
        threading.Thread(target=self._accueillir, args=(porte,), daemon=True).start()
        return porte

    def _accueillir(self, porte: socket.socket) -> None:
        with suppress(OSError):  # closed: cut
            while True:
                telephone, _ = porte.accept()
                serveur = socket.create_connection(("127.0.0.1", self._serveur))
                self._ouvertes |= {telephone, serveur}
                for de, vers in ((telephone, serveur), (serveur, telephone)):
                    threading.Thread(target=self._passer, args=(de, vers), daemon=True).start()

    def _passer(self, de: socket.socket, vers: socket.socket) -> None:
        with suppress(OSError):
            while octets := de.recv(65536):
                vers.sendall(octets)
        self._fermer(de, vers)

    def _fermer(self, *prises: socket.socket) -> None:
        for prise in prises:
            with suppress(OSError):
                prise.shutdown(socket.SHUT_RDWR)
            prise.close()
            self._ouvertes.discard(prise)


def dire_hors_ligne(page: CDPSession, hors_ligne: bool) -> None:
    etat = {"offline": hors_ligne, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    page.send("Network.emulateNetworkConditions", etat)
