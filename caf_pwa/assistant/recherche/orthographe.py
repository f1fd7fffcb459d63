"""Typing errors: a word that nothing here knows becomes the word it almost is."""

from collections.abc import Collection

from rapidfuzz import process
from rapidfuzz.distance import OSA

COURT, LONG = 4, 7  # letters: one error from the first on, two from the second


def corriger(texte: str, connus: Collection[str]) -> str:
    """A normalised text, each of its words as it is known; a word that is far from all of them stays."""
    return " ".join(_corriger(mot, connus) for mot in texte.split())


def _corriger(mot: str, connus: Collection[str]) -> str:
    if mot in connus or len(mot) < COURT or mot.isdigit():
        return mot
    erreurs = 1 if len(mot) < LONG else 2
    voisin = process.extractOne(mot, connus, scorer=OSA.distance, score_cutoff=erreurs)
    return voisin[0] if voisin else mot
