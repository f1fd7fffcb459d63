"""Signing in with a password: how many a second beside bare hashes, and what a storm of them leaves to the pages."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from argon2 import PasswordHasher

from bench.mesure import Mesure
from bench.requetes import FRAGMENT
from caf_pwa.comptes.mot_de_passe import hachage
from outils.instance import Serveur, servir

A_LA_FOIS = 4
SECONDES = 4.0
TOURS = 5
PAGES_PAR_SECONDE = 12
_FORMULAIRE = {"Content-Type": "application/x-www-form-urlencoded"}


def mesurer(dossier: Path, personas: dict[str, dict[str, Any]]) -> Iterator[Mesure]:
    """Each person on their own device, which their account knows."""
    gens = [personas[nom] for nom in ("ines", "karim", "julie")]  # as many as one process lets wait
    with servir(dossier, CAF_PROXYS="1") as serveur:
        releves = [(_hachages(), _connexions(serveur, gens)) for _ in range(TOURS)]
        hachages, connexions = (median(cote) for cote in zip(*releves, strict=True))
        yield Mesure("bare argon2id verifications", hachages, "/s")
        yield Mesure("sign-ins with a password", connexions, "/s")
        yield Mesure("sign-ins ÷ bare verifications", median(c / h for h, c in releves), au_moins=0.8)
        yield from _orage(serveur, gens[0], 2 * connexions)


def _hachages() -> float:
    """Verifications a second, as many at once as there are sign-ins."""
    hacheur = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)
    empreinte = hacheur.hash("demonstration")
    assert not hachage.a_rehacher(empreinte), "These are not the parameters of the application."
    return _par_seconde([lambda: hacheur.verify(empreinte, "demonstration")] * A_LA_FOIS)


def _connexions(serveur: Serveur, gens: list[dict[str, Any]]) -> float:
    """Each on their own device, which knows them from the first time on."""
    return _par_seconde([partial(_entrer, serveur, persona, serveur.entrer(persona, {})) for persona in gens])


def _entrer(serveur: Serveur, persona: dict[str, Any], appareil: dict[str, str]) -> None:
    appareil |= serveur.entrer(persona, {"caf-appareil": appareil["caf-appareil"]})


def _par_seconde(gestes: list[Callable[[], object]]) -> float:
    """Each again and again, side by side."""
    fin = time.perf_counter() + SECONDES

    def repeter(geste: Callable[[], object]) -> int:
        nombre = 0
        while time.perf_counter() < fin:
            geste()
            nombre += 1
        return nombre

    debut = time.perf_counter()
    with ThreadPoolExecutor(len(gestes)) as fils:
        total = sum(fils.map(repeter, gestes))
    return total / (time.perf_counter() - debut)


def _orage(serveur: Serveur, persona: dict[str, Any], rythme: float) -> Iterator[Mesure]:
    """Pages asked for at their own pace, while people sign in twice as fast as can be, and while nobody does."""
    entetes = FRAGMENT | {"Cookie": serveur.se_connecter(persona)}
    calmes, agitees, reponses = [], [], []
    for _ in range(TOURS):
        calmes += pages(serveur, entetes)
        fin = threading.Event()
        with ThreadPoolExecutor(1) as fil:
            orage = fil.submit(_deferler, serveur, rythme, fin)
            agitees += pages(serveur, entetes)
            fin.set()
            reponses += orage.result()
    calme, agite = (quantiles(durees, n=20)[-1] for durees in (calmes, agitees))
    yield Mesure("pages, p95 while nobody signs in", calme * 1000, "ms")
    yield Mesure(f"pages, p95 in a storm of {rythme:.0f} sign-ins a second", agite * 1000, "ms")
    yield Mesure("… of which answered 503 with Retry-After", 100 * reponses.count(503) / len(reponses), "%")
    yield Mesure("pages, p95 in the storm ÷ in the calm", agite / calme, au_plus=2.0)


def pages(serveur: Serveur, entetes: dict[str, str]) -> list[float]:
    """How long each page took, in seconds; a slow one does not delay the next."""
    depart, nombre = time.perf_counter(), int(SECONDES * PAGES_PAR_SECONDE)

    def page(rang: int) -> float:
        time.sleep(max(0.0, depart + rang / PAGES_PAR_SECONDE - time.perf_counter()))
        debut = time.perf_counter()
        statut, _, _ = serveur.demander("/accueil", entetes)
        if statut != 200:
            raise RuntimeError(f"a page answered {statut}")
        return time.perf_counter() - debut

    with ThreadPoolExecutor(4) as fils:
        return list(fils.map(page, range(nombre)))


_ADRESSES = count()


def _deferler(serveur: Serveur, rythme: float, fin: threading.Event) -> list[int]:
    """Strangers of as many addresses, each with a number that nobody has: each costs a whole hash."""
    with ThreadPoolExecutor(24) as fils:
        attendues = []
        while not fin.wait(1 / rythme):
            attendues.append(fils.submit(_essayer, serveur, next(_ADRESSES)))
        return [attendue.result() for attendue in attendues]


def _essayer(serveur: Serveur, rang: int) -> int:
    champs = {"identifiant": f"PRV{rang:07}", "mot_de_passe": "pas le bon"}
    entetes = _FORMULAIRE | {"X-Forwarded-For": f"198.18.{rang // 250 % 250}.{rang % 250}"}
    connexion = HTTPConnection("localhost", serveur.port, timeout=30)
    try:
        connexion.request("POST", "/connexion", urlencode(champs), entetes)
        reponse = connexion.getresponse()
        reponse.read()
        if reponse.status == 503 and not reponse.headers.get("Retry-After"):
            raise RuntimeError("a 503 does not say when to come back")
        return reponse.status
    finally:
        connexion.close()
