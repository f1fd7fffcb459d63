"""The key of the papers in a module that it never leaves (PKCS #11). The only importer of pkcs11 (extra ``hsm``)."""

import hashlib
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pkcs11
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass

from caf_pwa.socle.chiffrement.signatures import certificat_en_pem, nom


@dataclass(frozen=True)
class CleEnModule:
    """One session, used by one thread at a time."""

    certificats: str
    _cle: Any = field(repr=False)
    _verrou: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def cle_id(self) -> str:
        return nom(self.certificats)

    def signer(self, contenu: bytes) -> bytes:
        with self._verrou:
            signature: bytes = self._cle.sign(hashlib.sha256(contenu).digest(), mechanism=Mechanism.ECDSA)
        return signature


def ouvrir(adresse: str) -> CleEnModule:
    """The key on P-256 and the certificate that an RFC 7512 URI names. Raises PKCS11Error."""
    chemin = dict(_attribut(un) for un in urlsplit(adresse).path.split(";"))
    requete = dict(parse_qsl(urlsplit(adresse).query))
    module = pkcs11.lib(requete["module-path"])
    jeton = module.get_token(token_label=chemin.get("token"))
    session = jeton.open(user_pin=_pin(requete))
    cle = session.get_key(ObjectClass.PRIVATE_KEY, KeyType.EC, label=chemin["object"])
    cherche = {Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.LABEL: chemin["object"]}
    certificat = next(iter(session.get_objects(cherche)))
    return CleEnModule(certificat_en_pem(certificat[Attribute.VALUE]), cle)


def _attribut(texte: str) -> tuple[str, str]:
    nom_, _, valeur = texte.partition("=")
    return nom_, unquote(valeur)


def _pin(requete: dict[str, str]) -> str | None:
    """Written in the address, or in a file that it names."""
    source = requete.get("pin-source")
    if source is None:
        return requete.get("pin-value")
    return Path(source.removeprefix("file:").removeprefix("//")).read_text().strip()
