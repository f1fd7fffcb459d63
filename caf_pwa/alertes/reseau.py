"""Posting to push services over connections that stay open. Never led elsewhere, never inside.

The name of an allowed service is resolved here, once for each connection, and the very address that was looked at is
the one connected to: an answer that changes in between changes nothing.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache, partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
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


@dataclass(frozen=True)
class _Demande:
    origine: str
    chemin: str
    corps: bytes
    entetes: dict[str, str]


@dataclass
class Liaisons:
    """Connections kept open between two uses. ``essais``: origins allowed to be private."""

    essais: frozenset[str] = frozenset()
    _libres: dict[str, list[HTTPConnection]] = field(default_factory=dict, repr=False)
    _verrou: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def poster(self, adresse: str, corps: bytes, entetes: dict[str, str]) -> Callable[[], Reponse]:
        """Send; what is given back waits for the answer. Both raise SansReponse. Where the other side had closed an old
        connection meanwhile, a new one is tried.
        """
        parties = urlsplit(adresse)
        origine = f"{parties.scheme}://{parties.netloc}"
        chemin = parties.path + (f"?{parties.query}" if parties.query else "")
        demande = _Demande(origine, chemin, corps, entetes | {"Host": parties.netloc})
        ancienne = self._prendre(origine)
        if ancienne is not None:
            with suppress(SansReponse):
                _envoyer(ancienne, demande)
                return partial(self._recevoir_ou_refaire, ancienne, demande)
        return partial(self._recevoir, self._envoyer_ailleurs(demande), demande)

    def _recevoir_ou_refaire(self, ancienne: HTTPConnection, demande: _Demande) -> Reponse:
        with suppress(SansReponse):
            return self._recevoir(ancienne, demande)
        return self._recevoir(self._envoyer_ailleurs(demande), demande)

    def _envoyer_ailleurs(self, demande: _Demande) -> HTTPConnection:
        neuve = self._nouvelle(demande.origine)
        _envoyer(neuve, demande)
        return neuve

    def _recevoir(self, connexion: HTTPConnection, demande: _Demande) -> Reponse:
        with _ou_sans_reponse(connexion):
            reponse = HTTPResponse(connexion.sock, method="POST")
            reponse.begin()
            reponse.read(_REPONSE)
        if reponse.isclosed() and not reponse.will_close:
            self._rendre(demande.origine, connexion)
        else:
            connexion.close()  # asked for; or it goes on and on: not to be listened to
        attente = reponse.headers.get("Retry-After", "")
        return Reponse(reponse.status, int(attente) if attente.isascii() and attente.isdigit() else None)

    def _nouvelle(self, origine: str) -> HTTPConnection:
        parties = urlsplit(origine)
        hote, port, privee_permise = parties.hostname or "", parties.port, origine in self.essais
        if parties.scheme == "https":
            return _Chiffree(hote, port, privee_permise)
        return _Claire(hote, port, privee_permise)

    def _prendre(self, origine: str) -> HTTPConnection | None:
        with self._verrou:
            libres = self._libres.get(origine)
            return libres.pop() if libres else None

    def _rendre(self, origine: str, connexion: HTTPConnection) -> None:
        with self._verrou:
            self._libres.setdefault(origine, []).append(connexion)

    def fermer(self) -> None:
        with self._verrou:
            for connexion in (une for libres in self._libres.values() for une in libres):
                connexion.close()
            self._libres.clear()


def _envoyer(connexion: HTTPConnection, demande: _Demande) -> None:
    """As one piece, head and body: one record, one packet, one write."""
    entetes = demande.entetes | {"Content-Length": str(len(demande.corps))}
    lignes = [f"POST {demande.chemin} HTTP/1.1", *(f"{nom}: {valeur}" for nom, valeur in entetes.items())]
    with _ou_sans_reponse(connexion):
        if not all(map(str.isprintable, lignes)):
            raise ValueError("a header is one line")
        if connexion.sock is None:
            connexion.connect()
        connexion.sock.sendall("\r\n".join([*lignes, "", ""]).encode("ascii") + demande.corps)


@contextmanager
def _ou_sans_reponse(connexion: HTTPConnection) -> Iterator[None]:
    try:
        yield
    except (OSError, HTTPException, ValueError) as erreur:
        connexion.close()
        raise SansReponse(type(erreur).__name__) from None


class _Claire(HTTPConnection):
    """For a service of tests on this machine."""

    def __init__(self, hote: str, port: int | None, privee_permise: bool) -> None:
        super().__init__(hote, port, timeout=DELAI)
        self.privee_permise = privee_permise

    def connect(self) -> None:
        self.sock = _joindre(self.host, self.port, self.privee_permise)


class _Chiffree(HTTPSConnection):
    def __init__(self, hote: str, port: int | None, privee_permise: bool) -> None:
        super().__init__(hote, port, timeout=DELAI, context=_contexte())
        self.privee_permise = privee_permise

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
