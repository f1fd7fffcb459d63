"""One file, or one document to put together: what a process is forked for."""

import base64
import os
from io import BytesIO
from typing import Any

from PIL import Image

from caf_pwa.documents.lecteur import images, nature, pdf
from caf_pwa.documents.refus import FichierRefuse, Refus


def faire(tache: dict[str, Any], entrees: list[int], sortie: int) -> dict[str, Any]:
    """The facts of what was written to ``sortie``, or ``{"refus": …}``."""
    try:
        with os.fdopen(sortie, "wb") as ecrit:
            if tache["quoi"] == "assembler":
                morceaux = [
                    pdf.Morceau(_tout(entree), page["nature"], page["rotation"])
                    for entree, page in zip(entrees, tache["pages"], strict=True)
                ]
                return {"feuilles": pdf.assembler(morceaux, ecrit)}
            return _page(_tout(entrees[0]), ecrit)
    except FichierRefuse as refuse:
        return {"refus": refuse.refus.value}
    except (MemoryError, RecursionError):
        return {"refus": Refus.TROP_LONG.value}


def echauffer() -> None:
    """Read one photo and one PDF of our own, so that nothing is left to load when the first file comes."""
    photo, feuille = BytesIO(), BytesIO()
    Image.new("RGB", (40, 40)).save(photo, "JPEG")
    pdf.assembler([pdf.Morceau(photo.getvalue(), "image", 0)], feuille)
    for octets in (photo.getvalue(), feuille.getvalue()):
        _page(octets, BytesIO())


def _page(octets: bytes, sortie: Any) -> dict[str, Any]:
    genre = nature.reconnaitre(octets)
    if genre == "PDF":
        return {"nature": "pdf", "feuilles": pdf.nettoyer(octets, sortie), "avis": None, "vignette": ""}
    jpeg, image = images.lire(octets, genre)
    sortie.write(jpeg)
    return {
        "nature": "image",
        "feuilles": 1,
        "avis": images.avis(image),
        "vignette": base64.b64encode(images.vignette(image)).decode(),
    }


def _tout(descripteur: int) -> bytes:
    with os.fdopen(descripteur, "rb") as entree:
        entree.seek(0)
        return entree.read()
