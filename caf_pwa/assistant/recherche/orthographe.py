"""Typing errors: a word that nothing here knows becomes the word it almost is."""

from collections.abc import Collection

from rapidfuzz import process
from rapidfuzz.distance import OSA

COURT, MOYEN, LONG = 4, 5, 8  # letters: one error from the first on, two from the last


def corriger(texte: str, connus: Collection[str]) -> str:
    """A normalised text, each of its words as it is known; a word that is far from all of them stays."""
    return " ".join(_corriger(mot, connus) for mot in texte.split())


def _corriger(mot: str, connus: Collection[str]) -> str:
    if mot in connus or len(mot) < COURT or mot.isdigit():
        return mot
    erreurs = 1 if len(mot) < LONG else 2
    proches = (connu for connu in connus if _se_ressemblent(mot, connu))
    voisin = process.extractOne(mot, proches, scorer=OSA.distance, score_cutoff=erreurs)
    return voisin[0] if voisin else mot


def _se_ressemblent(mot: str, connu: str) -> bool:
    """The first letter is rarely the wrong one; of a short word, nor is the last."""
    return mot[0] == connu[0] and (len(mot) >= MOYEN or mot[-1] == connu[-1])
