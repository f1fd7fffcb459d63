"""An instance of the application to try things on: its own folder, the demonstration, a port of its own."""

import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from outils.courriel import Boite

RACINE = Path(__file__).resolve().parent.parent
JOUR = "2026-11-23"  # the demonstration is told from this day: pictures and sizes stay comparable
_PATIENCE = 20.0


@dataclass(frozen=True)
class Serveur:
    """A gunicorn that answers on localhost."""

    port: int
    pid: int
    dossier: Path

    @property
    def adresse(self) -> str:
        return f"http://localhost:{self.port}"

    def demander(
        self,
        chemin: str,
        entetes: dict[str, str] | None = None,
        corps: dict[str, str] | None = None,
    ) -> tuple[int, dict[str, str], bytes]:
        """One request: status, headers by small-letter name, body as it travelled. A ``corps`` is posted."""
        connexion = HTTPConnection("localhost", self.port, timeout=30)
        try:
            if corps is None:
                connexion.request("GET", chemin, headers=entetes or {})
            else:
                formulaire = {"Content-Type": "application/x-www-form-urlencoded"}
                connexion.request("POST", chemin, urlencode(corps), formulaire | (entetes or {}))
            reponse = connexion.getresponse()
            return reponse.status, {nom.lower(): valeur for nom, valeur in reponse.getheaders()}, reponse.read()
        finally:
            connexion.close()

    def se_connecter(self, persona: dict[str, Any]) -> str:
        """Sign in and return the cookie, as ``name=value``."""
        return f"caf={self.entrer(persona, {})['caf']}"

    def entrer(self, persona: dict[str, Any], cookies: dict[str, str]) -> dict[str, str]:
        """Sign in on the device that holds these cookies; one that holds none is asked for the code received by mail.

        Returns those that it holds next.
        """
        boite = Boite(self.dossier) if not cookies else None
        poses = self.presenter(persona, cookies)
        if boite and "caf-attente" in poses:
            poses = self._cookies("/connexion/code", {"code": boite.code(persona["email"])}, poses)
        return cookies | poses

    def presenter(self, persona: dict[str, Any], cookies: dict[str, str]) -> dict[str, str]:
        """Give the number and the password, and no code: what the browser is given to go on with."""
        return self._cookies("/connexion", {nom: persona[nom] for nom in ("identifiant", "mot_de_passe")}, cookies)

    def _cookies(self, chemin: str, corps: dict[str, str], avec: dict[str, str]) -> dict[str, str]:
        """What posting that sets, by name."""
        connexion = HTTPConnection("localhost", self.port, timeout=30)
        try:
            entetes = {"Cookie": "; ".join(f"{nom}={valeur}" for nom, valeur in avec.items())}
            formulaire = {"Content-Type": "application/x-www-form-urlencoded"}
            connexion.request("POST", chemin, urlencode(corps), formulaire | entetes)
            reponse = connexion.getresponse()
            reponse.read()
            if reponse.status != 303:
                raise RuntimeError(f"{chemin} answered {reponse.status} to a sign-in")
            poses = [un.partition(";")[0].partition("=") for un in reponse.headers.get_all("Set-Cookie", [])]
            return {nom: valeur for nom, _, valeur in poses if valeur}
        finally:
            connexion.close()


def environnement(dossier: Path, **autres: str) -> dict[str, str]:
    """The environment of an instance kept in ``dossier``: nothing of the caller's settings."""
    hors = ("DATABASE_URL", "SECRET_KEY", "PORT", "WEB_CONCURRENCY", "GUNICORN_CMD_ARGS")
    garde = {
        nom: valeur
        for nom, valeur in os.environ.items()
        if not nom.startswith(("CAF_", "FRANCECONNECT_", "PAIEMENT_")) and nom not in hors
    }
    return garde | {"CAF_INSTANCE": str(dossier), "CAF_AUJOURDHUI": JOUR} | autres


def demonstration(dossier: Path, **autres: str) -> dict[str, dict[str, Any]]:
    """Load the demonstration into ``dossier`` and return who can sign in, by persona; with ``autres`` around it."""
    commande = [sys.executable, "-m", "flask", "--app", "app", "demo", "--format", "json"]
    sortie = subprocess.run(  # noqa: S603
        commande, cwd=RACINE, env=environnement(dossier, **autres), check=True, stdout=subprocess.PIPE
    ).stdout
    return {persona["persona"]: persona for persona in json.loads(sortie)}


@contextmanager
def servir(dossier: Path, application: str = "app:app", port: int | None = None, **autres: str) -> Iterator[Serveur]:
    """Run gunicorn with the product's settings and ``autres`` in its environment, until the block ends."""
    port = port or port_libre()
    commande = [sys.executable, "-m", "gunicorn", "--config", "python:caf_pwa.serveur", "--log-level", "warning"]
    processus = subprocess.Popen(  # noqa: S603
        [*commande, application], cwd=RACINE, env=environnement(dossier, PORT=str(port), **autres)
    )
    try:
        _attendre(processus, port)
        yield Serveur(port, processus.pid, dossier)
    finally:
        processus.terminate()
        processus.wait(30)


def port_libre() -> int:
    """A port of this machine on which nobody answers, below those that the system lends to whoever calls."""
    return next(port for port in iter(lambda: random.randrange(10_000, 32_000), None) if est_libre(port))  # noqa: S311


def est_libre(port: int) -> bool:
    with socket.socket() as prise:
        return prise.connect_ex(("127.0.0.1", port)) != 0


def _attendre(processus: "subprocess.Popen[bytes]", port: int) -> None:
    limite = time.monotonic() + _PATIENCE
    while time.monotonic() < limite and processus.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"the server did not start on port {port}")
