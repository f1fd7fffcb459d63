"""Whether a PDF is whole and signed by us, to its last byte: what was added after our signature is not ours."""

import asyncio
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from asn1crypto.cms import ContentInfo, SignedData
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from caf_pwa.papiers.presse.pades import chaine

Dit = dict[str, Any]  # ``etat``; of what is whole, ``rang`` among the certificates and ``signe_le``


def juger(octets: bytes, certificats: Sequence[str], boucle: asyncio.AbstractEventLoop) -> Dit:
    """``certificats``: a PEM text for each of our keys, its chain after it."""
    chaines = [chaine(un) for un in certificats]
    try:
        signature = _la_signature(octets)
        rang = next((rang for rang, une in enumerate(chaines) if une[0].dump() == signature.signer_cert.dump()), None)
        if rang is not None and _entier(signature, octets, chaines[rang], boucle):
            dit_le = signature.self_reported_timestamp
            return {"etat": "intact", "rang": rang, "signe_le": dit_le and dit_le.isoformat()}
    except Exception:  # noqa: S110 - whatever a library says of a broken file
        pass
    return {"etat": "altere" if any(_porte(octets, une[0]) for une in chaines) else "pas-a-nous"}


def _la_signature(octets: bytes) -> EmbeddedPdfSignature:
    """The only one. Raises ValueError where there is another number of them."""
    signatures: list[EmbeddedPdfSignature] = PdfFileReader(BytesIO(octets)).embedded_signatures
    (signature,) = signatures
    return signature


def _entier(
    signature: EmbeddedPdfSignature, octets: bytes, chaine: Sequence[Certificate], boucle: asyncio.AbstractEventLoop
) -> bool:
    contexte = ValidationContext(trust_roots=[chaine[0]], allow_fetching=False)
    etat = boucle.run_until_complete(async_validate_pdf_signature(signature, contexte))
    couvre = etat.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return etat.intact and etat.valid and couvre and _bien_forme(signature, octets, chaine)


def _bien_forme(signature: EmbeddedPdfSignature, octets: bytes, chaine: Sequence[Certificate]) -> bool:
    """The hash leaves out the signature itself: it must be written the one way that we write it."""
    debut, longueur, suite, _ = (int(nombre) for nombre in signature.byte_range)
    ecrit = octets[debut + longueur : suite]
    contenu = ContentInfo.load(bytes.fromhex(ecrit[1:-1].decode()))
    der = contenu.dump(force=True).hex().upper().encode()
    return ecrit == b"<" + der.ljust(len(ecrit) - 2, b"0") + b">" and _attendu(contenu["content"], chaine)


def _attendu(donnees: SignedData, chaine: Sequence[Certificate]) -> bool:
    """What the signature of the attributes does not cover either."""
    (signataire,) = donnees["signer_infos"]
    return bool(
        donnees["version"].native == signataire["version"].native == "v1"
        and donnees["encap_content_info"].native == {"content_type": "data", "content": None}
        and [un.native for un in donnees["digest_algorithms"]] == [_SHA256]
        and signataire["digest_algorithm"].native == _SHA256
        and signataire["signature_algorithm"].native == {"algorithm": "sha256_ecdsa", "parameters": None}
        and {un.chosen.dump() for un in donnees["certificates"]} == {un.dump() for un in chaine}
        and not donnees["crls"].native
        and not signataire["unsigned_attrs"].native
    )


_SHA256 = {"algorithm": "sha256", "parameters": None}


def _porte(octets: bytes, certificat: Certificate) -> bool:
    """Whether the file bears our certificate, or one half of it: then it was ours before it was changed."""
    der = certificat.dump().hex().upper().encode()
    return der[: len(der) // 2] in octets or der[len(der) // 2 :] in octets
