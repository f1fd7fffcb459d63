"""Asking another machine over HTTP while a person waits: within a time and a size, and never led elsewhere."""

import json
import threading
import time
from dataclasses import dataclass
from typing import Any, Literal

import requests

DELAIS = (3.05, 5.0)  # seconds to connect, and between two pieces of the answer
DUREE = 8.0  # seconds for the whole of it
TAILLE = 64 * 1024  # bytes: many times the longest honest answer

# A machine that hangs holds half of the threads of a process, never all: the other pages go on.
_PLACES = threading.BoundedSemaphore(2)
_ATTENTE_D_UNE_PLACE = 1.0


_EN_JSON = ("application/json", "application/jwk-set+json")  # a set of keys has a type of its own


class SansReponse(Exception):
    """There is no answer that can be used; the argument is a word that says why."""


@dataclass(frozen=True)
class Reponse:
    statut: int
    genre: str  # its media type, without parameters
    corps: bytes

    def objet(self) -> dict[str, Any]:
        """The JSON object that it is. Raises SansReponse."""
        if self.statut != 200 or self.genre not in _EN_JSON:
            raise SansReponse(f"{self.statut}-{self.genre}")
        try:
            lu = json.loads(self.corps)
        except ValueError:
            raise SansReponse("illisible") from None
        if not isinstance(lu, dict):
            raise SansReponse("illisible")
        return lu


def appeler(
    methode: Literal["GET", "POST"],
    adresse: str,
    corps: dict[str, str] | None = None,
    autorisation: str | None = None,
) -> Reponse:
    """One request. Raises SansReponse: no network, too slow, too long, sent elsewhere, or too many at once."""
    if not _PLACES.acquire(timeout=_ATTENTE_D_UNE_PLACE):
        raise SansReponse("occupe")
    try:
        return _appeler(methode, adresse, corps, autorisation)
    finally:
        _PLACES.release()


def _appeler(methode: str, adresse: str, corps: dict[str, str] | None, autorisation: str | None) -> Reponse:
    entetes = {"Accept-Encoding": "identity"} | ({"Authorization": autorisation} if autorisation else {})
    with requests.Session() as session:
        # A proxy of the environment leads out of the house: this machine is reached without one.
        session.trust_env = adresse.startswith("https:")
        session.auth = _rien  # nor is a password looked for in the home folder
        try:
            recue = session.request(
                methode, adresse, data=corps, headers=entetes, timeout=DELAIS, stream=True, allow_redirects=False
            )
            if 300 <= recue.status_code < 400:
                raise SansReponse("redirection")
            genre = recue.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            return Reponse(recue.status_code, genre, _lire(recue))
        except requests.RequestException as panne:
            raise SansReponse(type(panne).__name__) from panne


def _lire(recue: requests.Response) -> bytes:
    limite = time.monotonic() + DUREE
    corps = bytearray()
    for morceau in recue.iter_content(8192):
        corps += morceau
        if len(corps) > TAILLE:
            raise SansReponse("trop-long")
        if time.monotonic() > limite:
            raise SansReponse("trop-lent")
    return bytes(corps)


def _rien(demande: requests.PreparedRequest) -> requests.PreparedRequest:
    return demande
