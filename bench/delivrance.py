"""What fifty people who ask for papers at once leave to the pages."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
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
_GENRES = ("attestation-de-paiement", "releve-de-compte")


def mesurer(dossier: Path, persona: dict[str, Any]) -> Iterator[Mesure]:
    """Pages asked for at their own pace, while nobody asks for a paper, and while fifty people do, each a new one."""
    with servir(dossier) as serveur:
        entetes = FRAGMENT | {"Cookie": serveur.se_connecter(persona)}
        serveur.demander(PAPIER, entetes)  # starts the press
        neufs = iter(_papiers())
        calmes, agitees, reponses = [], [], []
        for _ in range(TOURS):
            calmes += pages(serveur, entetes)
            fin = threading.Event()
            with ThreadPoolExecutor(1) as fil:
                orage = fil.submit(_deferler, serveur, entetes, neufs, fin)
                agitees += pages(serveur, entetes)
                fin.set()
                reponses += orage.result()
    calme, agite = (quantiles(durees, n=20)[-1] for durees in (calmes, agitees))
    yield Mesure("pages, p95 while nobody asks for a paper", calme * 1000, "ms")
    yield Mesure(f"pages, p95 while {A_LA_FOIS} papers are asked for at once", agite * 1000, "ms")
    yield Mesure("… of which answered 503 with Retry-After", 100 * reponses.count(503) / len(reponses), "%")
    yield Mesure("pages, p95 among papers ÷ in the calm", agite / calme, au_plus=2.0)


def _papiers() -> Iterator[str]:
    """Every period of every kind; round again, where most have been answered 503."""
    mois = mois_proposes(date.fromisoformat(JOUR))
    periodes = [(genre, du, au) for genre in _GENRES for rang, au in enumerate(mois) for du in mois[rang:]]
    for genre, du, au in cycle(periodes):
        yield f"/documents/{genre}.pdf?{urlencode({'du': en_texte(du), 'au': en_texte(au)})}"


def _deferler(serveur: Serveur, entetes: dict[str, str], neufs: Iterator[str], fin: threading.Event) -> list[int]:
    """Fifty at once, again and again."""
    reponses: list[int] = []
    with ThreadPoolExecutor(A_LA_FOIS) as fils:
        while not fin.is_set():
            vague = [next(neufs) for _ in range(A_LA_FOIS)]
            reponses += fils.map(lambda adresse: serveur.demander(adresse, entetes)[0], vague)
    return reponses
