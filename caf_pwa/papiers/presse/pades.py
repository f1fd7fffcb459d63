"""Signing a PDF as PAdES (ETSI EN 319 142-1, level B-B). With ``jugement``, the only importers of pyhanko.

The private key is not here: the few bytes to sign are handed to whoever holds it.
"""

import asyncio
from collections.abc import Callable, Sequence
from io import BytesIO

from asn1crypto import pem
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.generic import ArrayObject, NumberObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

_METADONNEES = PdfSignatureMetadata(field_name="Signature", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
_AUTOUR = 1024  # bytes of a signature around its certificates

Demander = Callable[[bytes], bytes]  # from the attributes to sign, in DER, to their signature, in DER


def chaine(certificats: str) -> list[Certificate]:
    """The certificates of a PEM text: the signer's, then those it hangs from."""
    return [Certificate.load(der) for _, _, der in pem.unarmor(certificats.encode(), multiple=True)]


def signer(pdf: bytes, certificats: str, demander: Demander, boucle: asyncio.AbstractEventLoop) -> bytes:
    """The same PDF, signed as a whole."""
    sien, *autres = chaine(certificats)
    reserve = _AUTOUR + sum(len(un.dump()) for un in (sien, *autres))
    sortie = BytesIO()
    boucle.run_until_complete(
        PdfSigner(_METADONNEES, _ADistance(sien, autres, demander)).async_sign_pdf(
            _Ecrivain(BytesIO(pdf)), output=sortie, bytes_reserved=2 * reserve
        )
    )
    return sortie.getvalue()


def feuille() -> bytes:
    """A PDF of one blank sheet, to try things on."""
    pdf, sortie = PdfFileWriter(stream_xrefs=False), BytesIO()
    rien = pdf.add_object(StreamObject(stream_data=b""))
    pdf.insert_page(PageObject(contents=rien, media_box=ArrayObject(map(NumberObject, (0, 0, 595, 842)))))
    pdf.write(sortie)
    return sortie.getvalue()


class _ADistance(Signer):
    """Asks for the signature instead of making it."""

    def __init__(self, sien: Certificate, autres: Sequence[Certificate], demander: Demander) -> None:
        registre = SimpleCertificateStore()
        registre.register_multiple(autres)
        super().__init__(signing_cert=sien, cert_registry=registre)
        self._demander = demander

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return self._demander(data)


class _Ecrivain(IncrementalPdfFileWriter):
    """Leaves what the press says of the document as it is."""

    def _update_meta(self) -> None:
        pass
