"""Signing and checking with ECDSA on the curve P-256 and SHA-256, in the form that WebCrypto checks."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

ANNEES = 10  # for which a certificate made here is good
_ALGORITHME = ec.ECDSA(SHA256())


class CleIllisible(Exception):
    """These are not a private key on P-256 and its certificate."""


class Signataire(Protocol):
    """Who signs: a key read from a file, or one that never leaves its module."""

    @property
    def cle_id(self) -> str:
        """What the key is known by: see ``nom``."""

    @property
    def certificats(self) -> str:
        """In PEM, the signer's own first, then those it hangs from."""

    def signer(self, contenu: bytes) -> bytes:
        """64 bytes, r then s."""


@dataclass(frozen=True)
class CleEnMemoire:
    """A private key, its own certificate, then those it hangs from."""

    cle: ec.EllipticCurvePrivateKey = field(repr=False)
    certificats: str

    @property
    def cle_id(self) -> str:
        return nom(self.certificats)

    def signer(self, contenu: bytes) -> bytes:
        r, s = decode_dss_signature(self.cle.sign(contenu, _ALGORITHME))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def creer(titulaire: str, maintenant: datetime) -> bytes:
    """A new key and a certificate that it signs itself, in PEM."""
    cle = ec.generate_private_key(ec.SECP256R1())
    sujet = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, titulaire)])
    certificat = (
        x509.CertificateBuilder()
        .subject_name(sujet)
        .issuer_name(sujet)
        .public_key(cle.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(maintenant - timedelta(hours=1))
        .not_valid_after(maintenant + timedelta(days=365 * ANNEES))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_POUR_SIGNER, critical=True)
        .sign(cle, SHA256())
    )
    privee = cle.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return privee + certificat.public_bytes(serialization.Encoding.PEM)


_POUR_SIGNER = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


def lire(pem: bytes) -> CleEnMemoire:
    """A private key, its certificate and those above it. Raises CleIllisible."""
    try:
        cle = serialization.load_pem_private_key(pem, None)
        certificats = x509.load_pem_x509_certificates(pem)
    except (ValueError, TypeError):
        raise CleIllisible from None
    if not isinstance(cle, ec.EllipticCurvePrivateKey) or not isinstance(cle.curve, ec.SECP256R1):
        raise CleIllisible
    if certificats[0].public_key() != cle.public_key():
        raise CleIllisible
    return CleEnMemoire(cle, "".join(map(_en_pem, certificats)))


def certificat_en_pem(der: bytes) -> str:
    """A certificate as modules keep it. Raises CleIllisible."""
    try:
        return _en_pem(x509.load_der_x509_certificate(der))
    except ValueError:
        raise CleIllisible from None


def spki(certificats: str) -> bytes:
    """The public key of the first of these certificates, as a DER SubjectPublicKeyInfo."""
    return _publique(certificats).public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def nom(certificats: str) -> str:
    """What a key is known by: 16 digits of the SHA-256 of its public half."""
    return hashlib.sha256(spki(certificats)).hexdigest()[:16]


def verifier(certificats: str, contenu: bytes, signature: bytes) -> bool:
    """Whether the key of the first certificate signed these bytes; the signature as 64 bytes, r then s."""
    publique = _publique(certificats)
    if len(signature) != 64 or not isinstance(publique, ec.EllipticCurvePublicKey):
        return False
    try:
        publique.verify(en_der(signature), contenu, _ALGORITHME)
    except InvalidSignature:
        return False
    return True


def en_der(signature: bytes) -> bytes:
    """The form that certificates and PDFs have it in."""
    return encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))


def _publique(certificats: str) -> CertificatePublicKeyTypes:
    return x509.load_pem_x509_certificate(certificats.encode()).public_key()


def _en_pem(certificat: x509.Certificate) -> str:
    return certificat.public_bytes(serialization.Encoding.PEM).decode()
