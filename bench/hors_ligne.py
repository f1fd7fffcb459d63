"""Opening the dossier without network, beside opening it with one."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from bench.mesure import Mesure
from outils.instance import Serveur, servir
from outils.navigateur import se_connecter

TOURS = 20
PAGES = ("/accueil", "/allocations/paiements")
_OUVERTURE = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"


def mesurer(dossier: Path, persona: dict[str, Any], navigateur: Browser) -> Iterator[Mesure]:
    with servir(dossier) as serveur, navigateur.new_context() as contexte:
        page = contexte.new_page()
        se_connecter(page, serveur, persona)
        page.get_by_role("button", name="Oui, garder mon dossier").click()
        page.get_by_text("Votre dossier est gardé dans ce téléphone").wait_for()
        for chemin in PAGES:
            avec, sans = _alterner(contexte, page, serveur, chemin)
            yield Mesure(f"{chemin}: opened with network", median(avec), "ms")
            yield Mesure(f"{chemin}: opened without", median(sans), "ms")
            yield Mesure(f"{chemin}: without ÷ with network", median(sans) / median(avec), au_plus=1.0)


def _alterner(contexte: BrowserContext, page: Page, serveur: Serveur, chemin: str) -> tuple[list[float], list[float]]:
    """Milliseconds until the page can be read, with and without network in turn; the first turn warms up."""
    releves: dict[bool, list[float]] = {False: [], True: []}
    for _ in range(TOURS + 1):
        for coupe in (False, True):
            contexte.set_offline(coupe)
            page.goto(f"{serveur.adresse}{chemin}")
            if page.get_by_text("Hors connexion. Données du").count() != coupe:
                raise RuntimeError(f"{chemin} did not come from where it should")
            releves[coupe].append(page.evaluate(_OUVERTURE))
    contexte.set_offline(False)
    return releves[False][1:], releves[True][1:]
