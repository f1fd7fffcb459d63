"""The sheets of a letter as pictures: drawn once by the process apart, then kept beside the letter.

A picture is kept under a name made of the letter's own, which is the SHA-256 of its bytes: whatever replaces the letter
has other pictures. Its first line says what it is.
"""

import hashlib
import json
import tempfile
from dataclasses import dataclass
from typing import Any

from caf_pwa.documents.lecteurs import Lecteurs
from caf_pwa.documents.refus import FichierRefuse, Refus
from caf_pwa.documents.stockage import Stockage
from caf_pwa.socle.erreurs import Introuvable

DESSIN = 1  # moves when sheets are drawn otherwise
AU_PLUS = 30  # sheets: what the process apart draws


@dataclass(frozen=True)
class Feuille:
    """One sheet. ``nombre``: how many the letter has. ``texte``: the words on it; empty for a scan."""

    nombre: int
    texte: str
    genre: str
    image: bytes


def feuille(stockage: Stockage, dessinateurs: Lecteurs, fichier: str, numero: int) -> Feuille:
    """The sheet ``numero``, from 1, of the PDF kept under that name.

    Raises FichierRefuse for a PDF that cannot be shown, Introuvable beyond its last sheet, Occupe.
    """
    if not 1 <= numero <= AU_PLUS:
        raise Introuvable(fichier)
    nom = hashlib.sha256(f"{DESSIN} {fichier} {numero}".encode()).hexdigest()
    try:
        faits, image = _lire(stockage, nom)
    except FileNotFoundError:
        faits, image = _dessiner(stockage, dessinateurs, fichier, numero)
        if faits.get("genre") or "refus" in faits:
            stockage.deposer_flux(nom, [json.dumps(faits).encode(), b"\n", image])
    if "refus" in faits:
        raise FichierRefuse(Refus(faits["refus"]))
    if not faits["genre"]:
        raise Introuvable(fichier)
    return Feuille(faits["nombre"], faits["texte"], faits["genre"], image)


def _lire(stockage: Stockage, nom: str) -> tuple[dict[str, Any], bytes]:
    tete, _, image = stockage.lire(nom).partition(b"\n")
    return json.loads(tete), image


def _dessiner(stockage: Stockage, dessinateurs: Lecteurs, fichier: str, numero: int) -> tuple[dict[str, Any], bytes]:
    """A refusal is kept like a picture; not that it took too long: another time it may not."""
    with tempfile.TemporaryFile() as pdf, tempfile.TemporaryFile() as sortie:
        pdf.write(stockage.lire(fichier))
        pdf.flush()
        try:
            faits = dessinateurs.demander({"numero": numero}, [pdf], sortie)
        except FichierRefuse as refuse:
            if refuse.refus is Refus.TROP_LONG:
                raise
            return {"refus": refuse.refus.value}, b""
        sortie.seek(0)
        return faits, sortie.read()
