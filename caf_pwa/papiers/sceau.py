"""What the QR code of a paper carries: what the public check shows, in bytes that are signed.

A token is ``base64url(bytes).base64url(signature)``. ``static/js/verifier.js`` reads the same without network.
"""

import base64
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

VERSION = 1


def sceller(code: str, cle_id: str, emis_le: datetime, resume: Sequence[tuple[str, str]]) -> bytes:
    """The bytes to sign: version, code, key and moment are among them, so none can be swapped for another."""
    contenu = {"caf-papier": VERSION, "code": code, "cle": cle_id, "emis": int(emis_le.timestamp()), "resume": resume}
    return json.dumps(contenu, ensure_ascii=False, separators=(",", ":")).encode()


def resume(scelle: bytes) -> list[tuple[str, str]]:
    """What the public check shows, out of sealed bytes."""
    lu: dict[str, Any] = json.loads(scelle)
    return [(libelle, valeur) for libelle, valeur in lu["resume"]]


def jeton(scelle: bytes, signature: bytes) -> str:
    """The token: letters, digits, ``-``, ``_`` and one dot."""
    return f"{en_base64url(scelle)}.{en_base64url(signature)}"


def en_base64url(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")
