"""Reading a PDF as a person does, and what it says of itself."""

import pypdfium2


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
