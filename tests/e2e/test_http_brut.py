"""T52: requests that no browser writes, sent by hand to the real server. None is read as two or disturbs the next."""

import socket
from contextlib import closing

import pytest

from outils.instance import Serveur

POST = b"POST /deconnexion HTTP/1.1\r\nHost: localhost\r\n"
GET = b"GET /sante HTTP/1.1\r\nHost: localhost\r\n"
# What a second request would look like, hidden in the body of the first: its answer must never come.
CACHEE = b"GET /manifest.json HTTP/1.1\r\nHost: localhost\r\nX: "
_FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
_MORCEAUX = b"Transfer-Encoding: chunked\r\n"

BRUTES = {
    "cl-te": POST + b"Content-Length: 6\r\n" + _MORCEAUX + b"\r\n0\r\n\r\n" + CACHEE,
    "te-cl": POST + _MORCEAUX + b"Content-Length: 4\r\n\r\n5c\r\n" + CACHEE + b"\r\n0\r\n\r\n",
    "two lengths": POST + b"Content-Length: 0\r\nContent-Length: 44\r\n\r\n" + CACHEE,
    "two lengths in one": POST + b"Content-Length: 0, 44\r\n\r\n" + CACHEE,
    "signed length": POST + b"Content-Length: +0\r\n\r\n" + CACHEE,
    "negative length": POST + b"Content-Length: -1\r\n\r\n" + CACHEE,
    "length in hexadecimal": POST + b"Content-Length: 0x0\r\n\r\n" + CACHEE,
    "length with an underscore": POST + b"Content-Length: 4_4\r\n\r\n" + CACHEE,
    "length of other digits": POST + "Content-Length: ٤\r\n\r\n".encode() + CACHEE,
    "space before the colon": POST + b"Content-Length : 44\r\n\r\n" + CACHEE,
    "chunked before the colon": POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "te identity": POST + b"Transfer-Encoding: identity\r\n\r\n" + CACHEE,
    "te unknown": POST + b"Transfer-Encoding: xchunked\r\n\r\n" + CACHEE,
    "te twice": POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    "te then identity": POST + _MORCEAUX + b"Transfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "te quoted": POST + b'Transfer-Encoding: "chunked"\r\n\r\n' + CACHEE,
    "te folded": POST + b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
    "te with a tab": POST + b"Transfer-Encoding:\tchunked\x0b\r\n\r\n0\r\n\r\n",
    "te.0": b"POST /deconnexion HTTP/1.0\r\nHost: localhost\r\n" + _MORCEAUX + b"\r\n0\r\n\r\n" + CACHEE,
    "chunk size negative": POST + _MORCEAUX + b"\r\n-1\r\n\r\n" + CACHEE,
    "chunk size with a prefix": POST + _MORCEAUX + b"\r\n0x5\r\nhello\r\n0\r\n\r\n",
    "chunk size huge": POST + _MORCEAUX + b"\r\nffffffffffffffffff\r\n" + CACHEE,
    "chunk size with a space": POST + _MORCEAUX + b"\r\n 5\r\nhello\r\n0\r\n\r\n",
    "chunk without end": POST + _MORCEAUX + b"\r\n5\r\nhelloXX0\r\n\r\n",
    "header without name": GET + b": value\r\n\r\n",
    "header folded": GET + b"X-A: b\r\n c\r\n\r\n",
    "header with nul": GET + b"X-A: b\x00c\r\n\r\n",
    "header with a bare cr": GET + b"X-A: b\rX-B: c\r\n\r\n",
    "no version": b"GET /sante\r\n\r\n",
    "version 9": b"GET /sante HTTP/9.9\r\nHost: localhost\r\n\r\n",
    "method in small letters and odd signs": b"g{}t /sante HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "space in the address": b"GET /sante /x HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "very long line": b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "too many headers": GET + b"".join(b"X-%d: 1\r\n" % rang for rang in range(200)) + b"\r\n",
    "other protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
}


@pytest.mark.parametrize("nom", BRUTES)
def test_t52_a_request_that_could_be_read_in_two_ways_is_refused_and_the_next_is_clean(
    serveur: Serveur, nom: str
) -> None:
    recu = _envoyer(serveur, BRUTES[nom])
    assert b"standalone" not in recu, "The request hidden in the body was answered."
    statuts = [ligne.split()[1] for ligne in recu.split(b"\r\n") if ligne.startswith(b"HTTP/1.")]
    assert len(statuts) <= 1 or statuts[1:] == [b"400"], recu
    assert not statuts or int(statuts[0]) in (200, 303, 400, 403, 405, 411, 413, 414, 431, 501, 505)
    assert serveur.demander("/sante")[0] == 200


def test_t52_two_requests_that_follow_each_other_are_two(serveur: Serveur) -> None:
    recu = _envoyer(serveur, GET + b"\r\n" + GET + b"Connection: close\r\n\r\n")
    assert recu.count(b"HTTP/1.1 200") == 2


def _envoyer(serveur: Serveur, octets: bytes) -> bytes:
    """All that comes back until the server closes, or says nothing more while we have ended our side."""
    recu = b""
    with closing(socket.create_connection(("localhost", serveur.port), 10)) as prise:
        prise.sendall(octets)
        prise.shutdown(socket.SHUT_WR)
        try:
            while morceau := prise.recv(65_536):
                recu += morceau
        except ConnectionResetError:
            pass
    return recu
