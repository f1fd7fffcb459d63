"""Saying to a push service who sends (VAPID, RFC 8292): a key on P-256 and the tokens that it signs."""

import base64
import json
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_COURBE = ec.SECP256R1()
_ENTETE = {"typ": "JWT", "alg": "ES256"}


def nouvelle() -> str:
    """A private key, as it is written in a setting: its 32 bytes in base64url."""
    return _b64(ec.generate_private_key(_COURBE).private_numbers().private_value.to_bytes(32, "big"))


def lire_b64(texte: str) -> bytes:
    """Bytes of base64url, padded or not. Raises ValueError."""
    if not texte.isascii():
        raise ValueError("not base64url")
    brut = texte.rstrip("=").translate(str.maketrans("-_", "+/"))
    return base64.b64decode(brut + "=" * (-len(brut) % 4), validate=True)


def est_un_point(octets: bytes) -> bool:
    """Whether these are the public key of somebody: a point of the curve, written in full."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(_COURBE, octets)
    except ValueError:
        return False
    return len(octets) == 65


@dataclass(frozen=True)
class CleVapid:
    """Raises ValueError for what is not a private key."""

    cle: ec.EllipticCurvePrivateKey = field(repr=False)

    @classmethod
    def lire(cls, texte: str) -> "CleVapid":
        octets = lire_b64(texte.strip())
        if len(octets) != 32:
            raise ValueError("32 bytes are expected")
        return cls(ec.derive_private_key(int.from_bytes(octets, "big"), _COURBE))

    @cached_property
    def publique(self) -> str:
        """What a browser subscribes with."""
        return _b64(self.cle.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def jeton(self, audience: str, sujet: str, expire: int) -> str:
        """A token for one push service (RFC 8292, 2). ``expire``: seconds since 1970, within a day."""
        corps = {"aud": audience, "exp": expire, "sub": sujet}
        signe = ".".join(_b64(json.dumps(partie).encode()) for partie in (_ENTETE, corps))
        r, s = decode_dss_signature(self.cle.sign(signe.encode(), ec.ECDSA(SHA256())))
        return f"{signe}.{_b64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def _b64(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
