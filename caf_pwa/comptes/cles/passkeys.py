"""Passkeys, « empreinte ou visage »: what is asked of a browser, and whether its answer holds. Keeps nothing.

The only importer of webauthn. Every answer must prove that the person was verified (finger, face or code of the
device), on this very site, to the challenge that was given.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import webauthn
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from caf_pwa.socle.erreurs import ErreurMetier

# What a key is asked for the dossier kept on a device: the same for everybody, since nobody is known before signing in.
# The answer differs for each key, and never leaves the device.
SEL = hashlib.sha256(b"caf dossier hors connexion 1").digest()

_REQUISE = UserVerificationRequirement.REQUIRED
_DELAI = 120_000  # ms: how long the browser waits for a finger

T = TypeVar("T")


class ReponseIllisible(ErreurMetier):
    """These bytes are no answer of a browser."""


class CleRefusee(ErreurMetier):
    """The answer is one, and proves nothing: another site, another challenge, nobody verified, a wrong signature."""


@dataclass(frozen=True)
class Site:
    """Where the browser says it is: the host that keys are bound to, and the exact origin."""

    hote: str
    origine: str


@dataclass(frozen=True)
class NouvelleCle:
    """A key just made on a device."""

    identifiant: bytes
    cle_publique: bytes
    compteur: int


@dataclass(frozen=True)
class Reponse:
    """What a browser answers to whoever signs in or confirms: which key, whose it says it is. Nothing is proved yet."""

    identifiant: bytes
    titulaire: bytes | None
    brute: AuthenticationCredential


def nouveau_defi() -> bytes:
    return secrets.token_bytes(32)


def options_ajout(site: Site, compte_id: str, nom: str, deja: Sequence[bytes], defi: bytes) -> dict[str, Any]:
    """What a browser is asked to make a key, on a device that has none of ``deja``."""
    options = webauthn.generate_registration_options(
        rp_id=site.hote,
        rp_name="Caf – Mon Compte",
        user_id=compte_id.encode(),
        user_name=nom,
        challenge=defi,
        timeout=_DELAI,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_REQUISE
        ),
        exclude_credentials=_descriptions(deja),
    )
    return _avec_extensions(options, credProps=True)


def options_reponse(site: Site, defi: bytes, permises: Sequence[bytes] = ()) -> dict[str, Any]:
    """What a browser is asked to answer with one of these keys; with any when none is named."""
    options = webauthn.generate_authentication_options(
        rp_id=site.hote,
        challenge=defi,
        timeout=_DELAI,
        allow_credentials=_descriptions(permises),
        user_verification=_REQUISE,
    )
    return _avec_extensions(options)


def verifier_ajout(site: Site, defi: bytes, brute: object) -> NouvelleCle:
    """The key that was made. Raises ReponseIllisible, CleRefusee."""
    lue = _sinon(ReponseIllisible, lambda: parse_registration_credential_json(_objet(brute)))
    faite = _sinon(
        CleRefusee,
        lambda: webauthn.verify_registration_response(
            credential=lue,
            expected_challenge=defi,
            expected_rp_id=site.hote,
            expected_origin=site.origine,
            require_user_verification=True,
        ),
    )
    _refuser_un_cadre(lue.response.client_data_json)
    return NouvelleCle(faite.credential_id, faite.credential_public_key, faite.sign_count)


def lire(brute: object) -> Reponse:
    """Which key answers. Raises ReponseIllisible."""
    lue = _sinon(ReponseIllisible, lambda: parse_authentication_credential_json(_objet(brute)))
    return Reponse(lue.raw_id, lue.response.user_handle, lue)


def verifier_reponse(site: Site, defi: bytes, reponse: Reponse, cle_publique: bytes) -> int:
    """The counter of the key, once its answer is proved. Raises CleRefusee. Whether it went back is the caller's."""
    prouvee = _sinon(
        CleRefusee,
        lambda: webauthn.verify_authentication_response(
            credential=reponse.brute,
            expected_challenge=defi,
            expected_rp_id=site.hote,
            expected_origin=site.origine,
            credential_public_key=cle_publique,
            credential_current_sign_count=0,
            require_user_verification=True,
        ),
    )
    _refuser_un_cadre(reponse.brute.response.client_data_json)
    return prouvee.new_sign_count


def en_texte(octets: bytes) -> str:
    return bytes_to_base64url(octets)


def en_octets(texte: str) -> bytes:
    return base64url_to_bytes(texte)


def _avec_extensions(options: Any, **autres: Any) -> dict[str, Any]:
    """As the browser reads it. The library knows no extensions; an empty ``prf`` makes some devices fail."""
    en_json: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return en_json | {"extensions": {"prf": {"eval": {"first": en_texte(SEL)}}} | autres}


def _descriptions(identifiants: Sequence[bytes]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=identifiant) for identifiant in identifiants]


def _objet(brute: object) -> dict[str, Any]:
    if not isinstance(brute, dict):
        raise TypeError
    return brute


def _refuser_un_cadre(client: bytes) -> None:
    """A page of ours is never inside another site's: an answer that says so was led there."""
    if parse_client_data_json(client).cross_origin:
        raise CleRefusee


def _sinon(refus: type[ErreurMetier], lecture: Callable[[], T]) -> T:
    """Whatever the library and its parsers (JSON, CBOR, curves) raise on hostile bytes is this refusal."""
    try:
        return lecture()
    except Exception as erreur:
        raise refus from erreur
