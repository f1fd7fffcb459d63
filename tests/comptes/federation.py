"""FranceConnect for tests: the provider on a port of its own, and a browser that goes there and comes back.

HTTP is real between the application and the provider; the browser's own requests reach the application directly.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests
from flask.testing import FlaskClient
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from outils.franceconnect.fournisseur import Fournisseur, client_de, creer
from outils.franceconnect.mensonges import Mensonge
from tests.conftest import AUJOURDHUI

CLIENT, SECRET = "caf-de-demonstration", "secret-de-demonstration"


@dataclass(frozen=True)
class FauxFranceConnect:
    """A provider that answers on ``emetteur``."""

    emetteur: str
    fournisseur: Fournisseur

    @property
    def environ(self) -> dict[str, str]:
        """The settings of an application that knows it."""
        return {
            "FRANCECONNECT_ISSUER": self.emetteur,
            "FRANCECONNECT_CLIENT_ID": CLIENT,
            "FRANCECONNECT_CLIENT_SECRET": SECRET,
        }

    def mentir(self, mensonge: Mensonge) -> None:
        self.fournisseur.mensonge = mensonge

    def choisir(self, adresse: str, **choix: str) -> str:
        """On its sign-in page, say who one is; returns the address one is sent back to, without its host."""
        page = requests.get(adresse, timeout=10)
        assert page.status_code == 200, page.text
        reponse = requests.post(adresse, data=choix, timeout=10, allow_redirects=False)
        return sans_hote(reponse.headers["Location"])

    def aller(self, client: FlaskClient, suite: str = "") -> str:
        """Touch the button; returns the address of the provider that one is sent to."""
        depart = client.get("/connexion/franceconnect", query_string={"suite": suite} if suite else {})
        assert depart.status_code == 303, depart.text
        return depart.headers["Location"]

    def entrer(self, client: FlaskClient, personne: str = "ines", suite: str = "") -> TestResponse:
        """The whole way, from the button to what the application answers on the way back."""
        return client.get(self.choisir(self.aller(client, suite), personne=personne))


@contextmanager
def servir(cle: str | None = None, client_en: str = "http://localhost") -> Iterator[FauxFranceConnect]:
    client = client_de(CLIENT, SECRET, [client_en], cle)
    app = creer("", client, AUJOURDHUI)
    serveur = make_server("127.0.0.1", 0, app, threaded=True)
    fournisseur: Fournisseur = app.extensions["fournisseur"]
    fournisseur.emetteur = f"http://127.0.0.1:{serveur.port}/api/v2"
    fil = threading.Thread(target=serveur.serve_forever)
    fil.start()
    try:
        yield FauxFranceConnect(fournisseur.emetteur, fournisseur)
    finally:
        serveur.shutdown()
        fil.join()
        serveur.server_close()


def sans_hote(adresse: str) -> str:
    parties = urlsplit(adresse)
    return f"{parties.path}?{parties.query}"
