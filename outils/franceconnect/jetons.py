"""The tokens that the provider signs, and encrypts where the level asks for it."""

import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from joserfc import jwe, jws, jwt
from joserfc.jwk import ECKey, Key, KeySet

ALGORITHMES = ["ES256", "RS256", "HS256", "none"]


def nouvelle_cle() -> ECKey:
    """A key to sign with, named as nothing else is."""
    return ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256", "kid": uuid.uuid4().hex})


@dataclass(frozen=True)
class Jeton:
    """A token before it is signed. ``pour``: the key of whom it is encrypted for."""

    entete: dict[str, Any]
    dit: dict[str, Any]
    cle: Key
    pour: Key | None = None

    def signer(self) -> str:
        registre = jws.JWSRegistry(algorithms=ALGORITHMES, strict_check_header=False)
        signe = jwt.encode(self.entete, self.dit, self.cle, registry=registre)
        if self.pour is None:
            return signe
        algorithme = "RSA-OAEP-256" if self.pour.key_type == "RSA" else "ECDH-ES"
        entete = {"alg": algorithme, "enc": "A256GCM", "cty": "JWT"}
        return jwe.encrypt_compact(entete, signe, self.pour, [algorithme, "A256GCM"])


@dataclass
class Trousseau:
    """The keys of the provider. After a rotation the old ones are gone."""

    cle: ECKey = field(default_factory=nouvelle_cle)

    def tourner(self) -> None:
        self.cle = nouvelle_cle()

    def publiees(self) -> dict[str, Any]:
        return dict(KeySet([self.cle]).as_dict(private=False))

    def jeton(self, dit: dict[str, Any], duree: int, pour: Key | None) -> Jeton:
        maintenant = int(time.time())
        entete = {"alg": "ES256", "kid": self.cle.kid}
        return Jeton(entete, {"iat": maintenant, "exp": maintenant + duree} | dit, self.cle, pour)
