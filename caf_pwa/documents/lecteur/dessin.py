"""A sheet of a PDF drawn as a picture, with the words on it. Nothing that acts in it is given a chance to."""

import os
import unicodedata
from io import BytesIO
from typing import Any, BinaryIO

import pypdfium2 as pdfium
from PIL import Image

from caf_pwa.documents.lecteur import pdf
from caf_pwa.documents.lecteur.pdf import FEUILLES
from caf_pwa.documents.refus import FichierRefuse, Refus

LARGEUR, HAUTEUR = 1100, 3300  # points of the picture, at most
COULEURS = 16  # enough for printed letters and a logo
QUALITE = 60
CARACTERES = 20_000
PLEINE = 0.75  # of the longest line of the sheet: the end of a line is not the end of a sentence

_SANS_MOT_DE_PASSE = 4  # what pdfium says of a PDF that it cannot open without a password


def echauffer() -> None:
    """Draw a blank sheet, so that nothing is left to load when the first letter comes."""
    vierge, image = BytesIO(), BytesIO()
    Image.new("RGB", (40, 40)).save(image, "JPEG")
    pdf.assembler([pdf.Morceau(image.getvalue(), "image", 0)], vierge)
    dessiner(vierge.getvalue(), 1, BytesIO())


def faire(tache: dict[str, Any], entrees: list[int], sortie: int) -> dict[str, Any]:
    """The facts of the sheet drawn to ``sortie``, or ``{"refus": …}``."""
    try:
        with os.fdopen(sortie, "wb") as ecrit, os.fdopen(entrees[0], "rb") as lu:
            lu.seek(0)
            return dessiner(lu.read(), tache["numero"], ecrit)
    except FichierRefuse as refuse:
        return {"refus": refuse.refus.value}
    except (MemoryError, RecursionError):
        return {"refus": Refus.TROP_LONG.value}


def dessiner(octets: bytes, numero: int, sortie: BinaryIO) -> dict[str, Any]:
    """Write the picture of the sheet ``numero``, from 1; how many there are, its words and its type.

    A number beyond the last sheet writes nothing and has no type. Raises FichierRefuse.
    """
    try:
        with pdfium.PdfDocument(octets) as lettre:
            nombre = len(lettre)
            if nombre > FEUILLES:
                raise FichierRefuse(Refus.TROP_DE_FEUILLES)
            if numero > nombre:
                return {"nombre": nombre, "genre": None, "texte": ""}
            feuille = lettre[numero - 1]
            genre, image = _encoder(_image(feuille))
            sortie.write(image)
            return {"nombre": nombre, "genre": genre, "texte": _mots(feuille)}
    except pdfium.PdfiumError as panne:
        ferme = getattr(panne, "err_code", None) == _SANS_MOT_DE_PASSE
        raise FichierRefuse(Refus.MOT_DE_PASSE if ferme else Refus.ABIME) from None


def _image(feuille: Any) -> Image.Image:
    """As wide as a phone needs it to be read; less where the sheet is very long."""
    largeur, hauteur = feuille.get_size()
    if largeur < 1 or hauteur < 1:
        raise FichierRefuse(Refus.ABIME)
    echelle = min(LARGEUR / largeur, HAUTEUR / hauteur)
    image: Image.Image = feuille.render(scale=echelle, may_draw_forms=False).to_pil()
    return image.convert("RGB")


def _encoder(image: Image.Image) -> tuple[str, bytes]:
    """Printed words weigh three times less as PNG, a scan three times less as JPEG: whichever is lighter."""
    png, jpeg = BytesIO(), BytesIO()
    image.quantize(COULEURS, Image.Quantize.FASTOCTREE).save(png, "PNG", optimize=True)
    image.save(jpeg, "JPEG", quality=QUALITE)
    if png.tell() <= jpeg.tell():
        return "image/png", png.getvalue()
    return "image/jpeg", jpeg.getvalue()


def _mots(feuille: Any) -> str:
    """What is written on it, without what nobody could read aloud; a line that is full goes on in the next."""
    texte = feuille.get_textpage().get_text_bounded()[:CARACTERES]
    lignes = [
        "".join(lettre for lettre in ligne if unicodedata.category(lettre)[0] != "C") for ligne in texte.splitlines()
    ]
    pleine = PLEINE * max(map(len, lignes), default=0)
    morceaux = [ligne.strip() + (" " if len(ligne) >= pleine else "\n") for ligne in lignes if ligne.strip()]
    return "".join(morceaux).strip()
