"""Reading a PDF as a person does, and what it says of itself."""

import pypdfium2
import zxingcpp
from PIL.Image import Image


def pages(octets: bytes) -> list[str]:
    """The words of each page, one plain space between any two."""
    with pypdfium2.PdfDocument(octets) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def texte(octets: bytes) -> str:
    return " ".join(pages(octets))


def tout_dire(octets: bytes) -> str:
    """Its words, its metadata, and whatever else can be read in its bytes."""
    with pypdfium2.PdfDocument(octets) as document:
        faits = document.get_metadata_dict()
    return f"{texte(octets)}\n{faits}\n{octets.decode('latin-1')}"


def qr(image: Image) -> str:
    """What a phone reads in a picture that has one QR code."""
    (lu,) = zxingcpp.read_barcodes(image)
    return str(lu.text)


def qr_de(octets: bytes) -> str:
    """The same, of a PDF that has it on its last page: at 110 dots an inch, worse than any printer."""
    with pypdfium2.PdfDocument(octets) as document:
        return qr(document[len(document) - 1].render(scale=110 / 72).to_pil())
