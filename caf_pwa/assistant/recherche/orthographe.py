"""Typing errors: a word that nothing here knows becomes the word it almost is."""

from collections.abc import Collection

from rapidfuzz import process
from rapidfuzz.distance import OSA

COURT, LONG = 5, 8  # letters: one error from the first on, two from the second


def corriger(texte: str, connus: Collection[str]) -> str:
    """A normalised text, each of its words as it is known; a word that is far from all of them stays."""
    return " ".join(_corriger(mot, connus) for mot in texte.split())


def _corriger(mot: str, connus: Collection[str]) -> str:
    if mot in connus or len(mot) < COURT or mot.isdigit():
        return mot
    erreurs = 1 if len(mot) < LONG else 2
    proches = (connu for connu in connus if connu[0] == mot[0])  # the first letter is rarely the wrong one
    voisin = process.extractOne(mot, proches, scorer=OSA.distance, score_cutoff=erreurs)
    return voisin[0] if voisin else mot
