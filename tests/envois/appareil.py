"""A device that sends what it kept, as the application's own script does."""

import hashlib
import json
import uuid
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from caf_pwa.comptes.identite import Identite


def un_bail(qui: Identite, concerne: str = "") -> dict[str, Any]:
    """The answers to « Envoyer un document »."""
    return {"nature": {"nature": ["logement"]}, "details": {"qui": [concerne or qui.personne_id], "mot": ["Le bail."]}}


def cle() -> str:
    return uuid.uuid4().hex


def contenu(reponses: dict[str, Any], slug: str = "document", **autres: Any) -> bytes:
    """What a declaration says."""
    defauts = {"demarche": slug, "version": 1, "revision": 0, "documents": [], "avant": []}
    return json.dumps({**defauts, "reponses": reponses, **autres}).encode()


def deposer(
    client: FlaskClient, qui: Identite, transfert: str, octets: bytes, debut: int = 0, fin: int | None = None
) -> TestResponse:
    """Send these bytes of a file."""
    entetes = {
        "X-Auteur": qui.pseudonyme,
        "Upload-Length": str(len(octets)),
        "Upload-Offset": str(debut),
        "X-Empreinte": hashlib.sha256(octets).hexdigest(),
    }
    return client.put(f"/envois/documents/{transfert}", data=octets[debut:fin], headers=entetes)


def declarer(client: FlaskClient, qui: Identite, envoi: str, octets: bytes) -> TestResponse:
    entetes = {"X-Auteur": qui.pseudonyme, "Content-Type": "application/json"}
    return client.post(f"/envois/{envoi}", data=octets, headers=entetes)


def retirer(client: FlaskClient, qui: Identite, envoi: str, octets: bytes) -> TestResponse:
    """Give up the declaration that says ``octets``."""
    entetes = {"X-Auteur": qui.pseudonyme, "Content-Type": "application/json"}
    dit = json.loads(octets)
    corps = {"avant": dit["avant"], "documents": [fichier["cle"] for fichier in dit["documents"]]}
    return client.post(f"/envois/{envoi}/retrait", data=json.dumps(corps), headers=entetes)
