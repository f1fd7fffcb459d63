"""What a storm of people who ask for papers leaves to the pages."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

from bench.connexions import pages
from bench.mesure import Mesure
from bench.requetes import FRAGMENT
from caf_pwa.papiers.demandes import en_texte, mois_proposes
from outils.instance import JOUR, Serveur, servir

PAPIER = "/documents/attestation-de-paiement.pdf"
A_LA_FOIS = 50
TOURS = 5
SUITE = 20
_GENRES = ("attestation-de-paiement", "releve-de-compte")


def mesurer(dossier: Path, persona: dict[str, Any]) -> Iterator[Mesure]:
    """Pages asked for at their own pace, while nobody asks for a paper, and while people do, each a new one."""
    with servir(dossier) as serveur:
        demandeurs = Demandeurs(serveur, FRAGMENT | {"Cookie": serveur.se_connecter(persona)}, _papiers())
        rythme = 2 * demandeurs.debit()
        calmes, agitees, reponses = [], [], []
        for _ in range(TOURS):
            calmes += pages(serveur, demandeurs.entetes)
            fin = threading.Event()
            with ThreadPoolExecutor(1) as fil:
                orage = fil.submit(demandeurs.deferler, rythme, fin)
                agitees += pages(serveur, demandeurs.entetes)
                fin.set()
                reponses += orage.result()
    calme, agite = (quantiles(durees, n=20)[-1] for durees in (calmes, agitees))
    yield Mesure("new papers, one after the other", rythme / 2, "/s")
    yield Mesure("pages, p95 while nobody asks for a paper", calme * 1000, "ms")
    yield Mesure(f"pages, p95 in a storm of {rythme:.0f} papers a second", agite * 1000, "ms")
    yield Mesure("… of which answered 503 with Retry-After", 100 * reponses.count(503) / len(reponses), "%")
    yield Mesure("pages, p95 among papers ÷ in the calm", agite / calme, au_plus=2.0)


@dataclass
class Demandeurs:
    """People who ask for papers, fifty of them at once at most."""

    serveur: Serveur
    entetes: dict[str, str]
    neufs: Iterator[str]

    def debit(self) -> float:
        """Papers a second, asked for one after the other; the first starts the press."""
        self._demander(next(self.neufs))
        debut = time.perf_counter()
        for _ in range(SUITE):
            self._demander(next(self.neufs))
        return SUITE / (time.perf_counter() - debut)

    def deferler(self, rythme: float, fin: threading.Event) -> list[int]:
        """Their answers. They come at that pace, whether or not those before them were served."""
        with ThreadPoolExecutor(A_LA_FOIS) as fils:
            attendues = []
            while not fin.wait(1 / rythme):
                attendues.append(fils.submit(self._demander, next(self.neufs)))
            return [attendue.result() for attendue in attendues]

    def _demander(self, adresse: str) -> int:
        statut, recus, _ = self.serveur.demander(adresse, self.entetes)
        if statut not in (200, 503) or (statut == 503 and "retry-after" not in recus):
            raise RuntimeError(f"a paper answered {statut}")
        return statut


def _papiers() -> Iterator[str]:
    """Every period of every kind; round again, where most have been answered 503."""
    mois = mois_proposes(date.fromisoformat(JOUR))
    periodes = [(genre, du, au) for genre in _GENRES for rang, au in enumerate(mois) for du in mois[rang:]]
    for genre, du, au in cycle(periodes):
        yield f"/documents/{genre}.pdf?{urlencode({'du': en_texte(du), 'au': en_texte(au)})}"
