"""A push service to try things on: it holds the keys of its phones, and judges what comes as theirs and ours.

It decrypts (RFC 8291) and checks who sends (RFC 8292) with other libraries than the application does.
"""

import base64
import json
import os
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import http_ece
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID
from joserfc import jwt
from joserfc.jwk import ECKey

Reponse = tuple[int, dict[str, str]]


@dataclass(frozen=True)
class Recu:
    """What came: its headers by small-letter names, and what it says in clear."""

    entetes: dict[str, str]
    dit: dict[str, Any]


@dataclass
class Telephone:
    """A subscription, as ``PushSubscription.toJSON()`` gives it, with the private key of its browser."""

    endpoint: str
    cle: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()), repr=False)
    secret: bytes = field(default_factory=lambda: os.urandom(16), repr=False)
    recus: list[Recu] = field(default_factory=list)
    reponses: list[Reponse] = field(default_factory=list)  # what it answers next, before its 201

    @property
    def adresse(self) -> dict[str, str]:
        publique = self.cle.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "p256dh": _b64(publique), "auth": _b64(self.secret)}


@dataclass
class ServiceDePush:
    """``vapid``: the key that its phones were subscribed with; None: any."""

    origine: str
    vapid: str | None = None
    telephones: dict[str, Telephone] = field(default_factory=dict)
    coups: int = 0  # requests, whatever became of them
    arrivee: threading.Condition = field(default_factory=threading.Condition)
    juger: bool = True
    sur_arrivee: Callable[[], None] = lambda: None

    def telephone(self) -> Telephone:
        nom = os.urandom(9).hex()
        telephone = Telephone(f"{self.origine}/envoi/{nom}")
        self.telephones[f"/envoi/{nom}"] = telephone
        return telephone

    def recevoir(self, chemin: str, entetes: dict[str, str], corps: bytes) -> Reponse:
        with self.arrivee:
            self.coups += 1
            reponse = self._recevoir(chemin, entetes, corps)
            self.arrivee.notify_all()
        self.sur_arrivee()
        return reponse

    def _recevoir(self, chemin: str, entetes: dict[str, str], corps: bytes) -> Reponse:
        telephone = self.telephones.get(chemin)
        if telephone is None:
            return 410, {}
        if not self.juger:
            return 201, {}
        if telephone.reponses:
            return telephone.reponses.pop(0)
        if len(corps) > 4096:
            return 413, {}
        if "ttl" not in entetes or not self._vient_de_nous(entetes["authorization"]):
            return 403, {}
        clair = http_ece.decrypt(corps, private_key=telephone.cle, auth_secret=telephone.secret, version="aes128gcm")
        telephone.recus.append(Recu(entetes, json.loads(clair)))
        return 201, {"Location": f"{self.origine}/message/1"}

    def _vient_de_nous(self, autorisation: str) -> bool:
        """RFC 8292, 4.2: signed by the key it names, for this service, for a day at most."""
        schema, _, reste = autorisation.partition(" ")
        parties = dict(partie.strip().split("=", 1) for partie in reste.split(","))
        brut = base64.urlsafe_b64decode(parties["k"] + "==")
        x, y = (_b64(octets) for octets in (brut[1:33], brut[33:]))
        cle = ECKey.import_key({"kty": "EC", "crv": "P-256", "x": x, "y": y})
        dit = jwt.decode(parties["t"], cle, algorithms=["ES256"]).claims
        bien_signe = schema == "vapid" and (self.vapid is None or parties["k"] == self.vapid)
        a_temps = time.time() < dit["exp"] <= time.time() + 86_400
        return bien_signe and a_temps and dit["aud"] == self.origine and dit["sub"].startswith(("mailto:", "https:"))

    def attendre(self, telephone: Telephone, nombre: int = 1, patience: float = 20) -> list[Recu]:
        """What that phone has received, once there are as many as that."""
        with self.arrivee:
            assert self.arrivee.wait_for(lambda: len(telephone.recus) >= nombre, patience), "nothing came"
        return telephone.recus


@contextmanager
def service_de_push(certificat: Path | None = None, vapid: str | None = None) -> Iterator[ServiceDePush]:
    """Over TLS with a certificate and its key in one PEM file for localhost; in clear without."""

    class Guichet(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            corps = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            entetes = {nom.lower(): valeur for nom, valeur in self.headers.items()}
            statut, autres = service.recevoir(urlsplit(self.path).path, entetes, corps)
            tete = "".join(f"{nom}: {valeur}\r\n" for nom, valeur in (autres | {"Content-Length": "0"}).items())
            self.wfile.write(f"HTTP/1.1 {statut} .\r\n{tete}\r\n".encode())

        def log_message(self, format: str, *args: Any) -> None:
            pass

    serveur = ThreadingHTTPServer(("127.0.0.1", 0), Guichet)
    serveur.daemon_threads = True
    schema = "https" if certificat else "http"
    if certificat:
        contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        contexte.load_cert_chain(certificat)
        serveur.socket = contexte.wrap_socket(serveur.socket, server_side=True)
    service = ServiceDePush(f"{schema}://localhost:{serveur.server_port}", vapid)
    fil = threading.Thread(target=serveur.serve_forever, daemon=True)
    fil.start()
    try:
        yield service
    finally:
        serveur.shutdown()
        serveur.server_close()


def certificat() -> bytes:
    """A key and a certificate for localhost that it signs itself, in PEM: who is told to trust it does."""
    cle, maintenant = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    nom = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    signe = (
        x509.CertificateBuilder(nom, nom, cle.public_key(), x509.random_serial_number())
        .not_valid_before(maintenant - timedelta(hours=1))
        .not_valid_after(maintenant + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(cle, SHA256())
    )
    return cle.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + signe.public_bytes(Encoding.PEM)


def _b64(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
