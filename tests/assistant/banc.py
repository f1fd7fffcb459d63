"""The questions of everyday life and how many of them find their answer first."""

import hashlib
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from caf_pwa.assistant.recherche.index import index

_FICHIER = tomllib.loads(Path(__file__).with_name("questions.toml").read_text())


class Question(NamedTuple):
    texte: str
    attendue: str
    autre_main: bool  # composed by somebody who knew nothing of the entries

    @property
    def reglee(self) -> bool:
        """Looked at while the search is tuned; the others never are."""
        return hashlib.sha256(self.texte.encode()).digest()[0] % 2 == 0


QUESTIONS = [
    Question(texte, cle, section == "une_autre_main")
    for section in ("les_notres", "une_autre_main")
    for cle, textes in _FICHIER[section].items()
    for texte in textes
]
HORS_SUJET: list[str] = _FICHIER["hors_sujet"]["aucune"]


def premiere(texte: str) -> str | None:
    trouvees = index().chercher(texte)
    return trouvees[0].cle if trouvees else None


def justes(questions: Sequence[Question]) -> int:
    return sum(premiere(question.texte) == question.attendue for question in questions)
