"""An authenticator in software: what a sensor and its browser answer, true or false as its owner says."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from caf_pwa.comptes.cles.passkeys import en_octets, en_texte

ORIGINE = "http://localhost"
HOTE = "localhost"

PRESENT, VERIFIE, ATTESTE = 0x01, 0x04, 0x40


@dataclass
class Passkey:
    """A key on a device. Its fields can be changed before an answer: a test then sees the answer refused."""

    compteur: int = 0
    pas: int = 1  # how much it counts at each use; 0: a key that travels between devices
    drapeaux: int = PRESENT | VERIFIE
    origine: str = ORIGINE
    hote: str = HOTE
    cadre: bool = False  # the page is inside another site's
    identifiant: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    titulaire: bytes | None = None
    _privee: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def creer(self, options: dict[str, Any]) -> dict[str, Any]:
        """What ``navigator.credentials.create()`` gives."""
        self.titulaire = en_octets(options["user"]["id"])
        donnees = self._donnees(ATTESTE) + bytes(16) + len(self.identifiant).to_bytes(2, "big")
        donnees += self.identifiant + cbor2.dumps(self._cose())
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": donnees})
        client = self._client("webauthn.create", options["challenge"])
        return self._reponse(
            {"clientDataJSON": client, "attestationObject": attestation}, {"transports": ["internal", "inconnu"]}
        )

    def repondre(self, options: dict[str, Any]) -> dict[str, Any]:
        """What ``navigator.credentials.get()`` gives."""
        self.compteur += self.pas
        client, donnees = self._client("webauthn.get", options["challenge"]), self._donnees()
        signature = self._privee.sign(donnees + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        octets = {"clientDataJSON": client, "authenticatorData": donnees, "signature": signature}
        if self.titulaire is not None:
            octets["userHandle"] = self.titulaire
        return self._reponse(octets, {})

    def _reponse(self, octets: dict[str, bytes], autres: dict[str, Any]) -> dict[str, Any]:
        reponse = {nom: en_texte(valeur) for nom, valeur in octets.items()} | autres
        identifiant = en_texte(self.identifiant)
        return {"id": identifiant, "rawId": identifiant, "type": "public-key", "response": reponse}

    def _client(self, genre: str, defi: str) -> bytes:
        vu = {"type": genre, "challenge": defi, "origin": self.origine, "crossOrigin": self.cadre}
        return json.dumps(vu).encode()

    def _donnees(self, de_plus: int = 0) -> bytes:
        empreinte = hashlib.sha256(self.hote.encode()).digest()
        return empreinte + bytes([self.drapeaux | de_plus]) + self.compteur.to_bytes(4, "big")

    def _cose(self) -> dict[int, Any]:
        point = self._privee.public_key().public_numbers()
        return {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
