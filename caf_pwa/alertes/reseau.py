"""Posting to push services over connections that stay open. Never led elsewhere, never inside.

The name of an allowed service is resolved here, once for each connection, and the very address that was looked at is
the one connected to: an answer that changes in between changes nothing.
"""

import socket
import ssl
import threading
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import urlsplit

DELAI = 8.0  # seconds to connect, and for each piece of the answer
_REPONSE = 4096  # bytes: an answer has nothing to say but its status


class SansReponse(Exception):
    """No answer came: no network, too slow, or an address that is not to be spoken to."""


@dataclass(frozen=True)
class Reponse:
    statut: int
    reessayer_dans: int | None  # seconds, of Retry-After


@dataclass
class Liaisons:
    """Connections kept open, one for each service and each thread. ``essais``: origins allowed to be private."""

    essais: frozenset[str] = frozenset()
    _par_fil: threading.local = field(default_factory=threading.local, repr=False)

    def poster(self, adresse: str, corps: bytes, entetes: dict[str, str]) -> Reponse:
        """Raises SansReponse. A connection that the other side had closed meanwhile is opened anew, once."""
        parties = urlsplit(adresse)
        origine = f"{parties.scheme}://{parties.netloc}"
        chemin = parties.path + (f"?{parties.query}" if parties.query else "")
        ouvertes = self._ouvertes()
        for neuve in (False, True) if origine in ouvertes else (True,):
            connexion = self._nouvelle(origine) if neuve else ouvertes[origine]
            try:
                return self._poster(connexion, chemin, corps, entetes)
            except (OSError, HTTPException, ValueError) as erreur:
                self._fermer(origine)
                if neuve:
                    raise SansReponse(type(erreur).__name__) from None
        raise AssertionError  # the last try has returned or raised

    def _poster(self, connexion: HTTPConnection, chemin: str, corps: bytes, entetes: dict[str, str]) -> Reponse:
        connexion.request("POST", chemin, corps, entetes)
        reponse = connexion.getresponse()
        reponse.read(_REPONSE)
        if not reponse.isclosed():
            connexion.close()  # it goes on and on: not to be listened to
        attente = reponse.headers.get("Retry-After", "")
        return Reponse(reponse.status, int(attente) if attente.isascii() and attente.isdigit() else None)

    def _ouvertes(self) -> dict[str, HTTPConnection]:
        ouvertes: dict[str, HTTPConnection] = self._par_fil.__dict__.setdefault("ouvertes", {})
        return ouvertes

    def _nouvelle(self, origine: str) -> HTTPConnection:
        parties = urlsplit(origine)
        hote, port = parties.hostname or "", parties.port
        genre = _Chiffree if parties.scheme == "https" else _Claire
        connexion = genre(hote, port, timeout=DELAI)
        connexion.privee_permise = origine in self.essais
        self._ouvertes()[origine] = connexion
        return connexion

    def _fermer(self, origine: str) -> None:
        connexion = self._ouvertes().pop(origine, None)
        if connexion:
            connexion.close()


class _Claire(HTTPConnection):
    """For a service of tests on this machine."""

    privee_permise = False

    def connect(self) -> None:
        self.sock = _joindre(self.host, self.port, self.privee_permise)


class _Chiffree(HTTPSConnection):
    privee_permise = False

    def connect(self) -> None:
        brute = _joindre(self.host, self.port, self.privee_permise)
        try:
            self.sock = _contexte().wrap_socket(brute, server_hostname=self.host)
        except BaseException:
            brute.close()
            raise


@cache
def _contexte() -> ssl.SSLContext:
    return ssl.create_default_context()


def _joindre(hote: str, port: int, privee_permise: bool) -> socket.socket:
    trouvees = socket.getaddrinfo(hote, port, type=socket.SOCK_STREAM)
    adresses = [str(trouvee[4][0]) for trouvee in trouvees]
    if not privee_permise and not all(_publique(adresse) for adresse in adresses):
        raise OSError("this name leads inside")
    prise = socket.create_connection((adresses[0], port), DELAI)
    prise.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return prise


def _publique(adresse: str) -> bool:
    lue = ip_address(adresse.partition("%")[0])
    lue = getattr(lue, "ipv4_mapped", None) or lue
    return lue.is_global and not lue.is_multicast
