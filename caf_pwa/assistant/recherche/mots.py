"""From what somebody types to the words that are looked for: small letters, no accents, everyday words, stems."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import Stemmer

from caf_pwa.socle.recherche import cle_de_recherche

_ICI = Path(__file__).parent
_RACINES = Stemmer.Stemmer("french")


def normaliser(texte: str) -> str:
    return cle_de_recherche(texte)


@cache
def _fichier() -> Mapping[str, Mapping[str, list[str]]]:
    lu: Mapping[str, Mapping[str, list[str]]] = tomllib.loads((_ICI / "mots.toml").read_text())
    return lu


@cache
def _vides() -> frozenset[str]:
    return frozenset(_fichier()["vides"]["mots"])


@cache
def _idees() -> tuple[re.Pattern[str], dict[str, list[str]]]:
    """What finds an everyday expression, longest first, and the ideas that it says."""
    dites: dict[str, list[str]] = {}
    for idee, expressions in _fichier()["idees"].items():
        for expression in expressions:
            dites.setdefault(normaliser(expression), []).append(idee)
    longues = sorted(dites, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longues))})\b"), dites


def idees(texte: str) -> list[str]:
    """The ideas that a normalised text says, each as a word that nobody types: ``=argent``."""
    motif, dites = _idees()
    return [f"={idee}" for trouvee in motif.findall(texte) for idee in dites[trouvee]]


def pleins(texte: str) -> list[str]:
    """The words of a normalised text that say something."""
    return [mot for mot in texte.split() if mot not in _vides()]


def racines(mots: Iterable[str]) -> list[str]:
    trouvees: list[str] = _RACINES.stemWords(list(mots))
    return trouvees


def termes(texte: str) -> list[str]:
    """What a normalised text is looked for by: its stems and its ideas."""
    return racines(pleins(texte)) + idees(texte)


def morceaux(texte: str) -> list[str]:
    """The runs of four letters of a normalised text, ends of words included: what survives a typing error."""
    return [
        f" {mot} "[rang : rang + 4] for mot in pleins(texte) for rang in range(max(1, len(mot) - 1)) if len(mot) > 2
    ]


def connus() -> frozenset[str]:
    """The words of everyday expressions, and those that say nothing: none of them is a typing error."""
    _, dites = _idees()
    return frozenset(mot for expression in dites for mot in expression.split()) | _vides()
