"""An HTML page as an A4 PDF, its faces embedded. It fetches nothing: what it draws is in the page. The only importer of
xhtml2pdf.
"""

import logging
import re
from io import BytesIO
from itertools import product
from pathlib import Path

from xhtml2pdf import default, xhtml2pdf_reportlab
from xhtml2pdf.config.resources import ResourceAccessPolicy
from xhtml2pdf.context import addMapping, registerTTFont
from xhtml2pdf.document import pisaDocument

POLICE = "Papier"
_POLICES = Path(__file__).with_name("polices")
_IMAGE = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]{1,400000}")
_RIEN = "data:,"
_REGLES = ResourceAccessPolicy.server(
    allow_remote=False,
    max_image_pixels=1_000_000,
    max_document_bytes=2_000_000,
    max_depth=60,
    max_render_seconds=20,
)


class Impossible(Exception):
    """The page makes no PDF."""


def preparer() -> None:
    """Read the faces once. They stand for every family: nothing is drawn with one that is not embedded."""
    logging.disable()  # a page may be quoted in what would be logged
    maigre, grasse = ((_POLICES / nom).read_bytes() for nom in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"))
    for nom, octets in ((POLICE, maigre), (f"{POLICE}-Gras", grasse), ("Helvetica", maigre)):
        registerTTFont(nom, None, octets)  # the library itself falls back on Helvetica
    for gras, italique in product((0, 1), repeat=2):
        addMapping(POLICE, gras, italique, f"{POLICE}-Gras" if gras else POLICE)
    for famille in [POLICE.lower(), *default.DEFAULT_FONT]:
        default.DEFAULT_FONT[famille] = POLICE
    xhtml2pdf_reportlab.PRODUCER = "Caf – Mon Compte"


def composer(html: str) -> bytes:
    """Raises Impossible."""
    sortie = BytesIO()
    contexte = pisaDocument(html, sortie, capacity=-1, link_callback=_permettre, resource_policy=_REGLES)
    if contexte.err:
        raise Impossible
    return sortie.getvalue()


def _permettre(adresse: object, _base: object) -> str:
    """What a page may draw that is not text: a picture written in it."""
    return adresse if isinstance(adresse, str) and _IMAGE.fullmatch(adresse) else _RIEN
