"""What a question costs: looked for in the process apart, then asked as a page; and what that process weighs."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from bench.memoire import memoire
from bench.mesure import Mesure
from caf_pwa.assistant.chercheur import RECHERCHE, chercher
from outils.instance import servir

QUESTIONS = (
    "pourquoi mon apl a baissé",
    "c'est quand le virement ce mois-ci",
    "je me sépare il faut un papier",
    "attestaton de quotien familial",
    "combien je dois",
)
TOURS = 12


def mesurer(dossier: Path, persona: dict[str, Any]) -> Iterator[Mesure]:
    """Warm: the process has started, and answered each question once."""
    yield Mesure("help: looking for an answer, median", _mediane(chercher), "ms", au_plus=20)
    yield Mesure("help: the process that looks, with its libraries", memoire(os.getpid()) / 1e6, "MB", au_plus=60)
    RECHERCHE.fermer()
    with servir(dossier, WEB_CONCURRENCY="1") as serveur:
        entetes = {"Cookie": serveur.se_connecter(persona)}
        posee = _mediane(lambda question: serveur.demander("/assistant", entetes, {"question": question}))
        page = _mediane(lambda _: serveur.demander("/assistant", entetes))
    yield Mesure("help: a question about one's own dossier, median", posee, "ms")
    yield Mesure("help: … times the page without a question", posee / page, "times")


def _mediane(poser: Callable[[str], object]) -> float:
    """Of every question, each asked again and again, in milliseconds."""
    durees = []
    for tour in range(TOURS + 1):
        for question in QUESTIONS:
            debut = perf_counter()
            poser(question)
            durees += [perf_counter() - debut] if tour else []
    return median(durees) * 1000
