"""A real browser in front of a real server: gunicorn, the demonstration, Chromium as a phone."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect

from outils.instance import Serveur, demonstration, servir
from tests.conftest import ARGUMENTS, CHROMIUM
from tests.e2e.application import Application
from tests.e2e.reseau import Reseau

TELEPHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "locale": "fr-FR"}
PATIENCE = 15_000  # ms: how long a test waits for what must come, before it calls it missing
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an instance."""
    return tmp_path_factory.mktemp("instance")


@pytest.fixture(scope="session")
def personas(dossier: Path) -> dict[str, dict[str, Any]]:
    """Who can sign in, by persona; the demonstration is loaded."""
    return demonstration(dossier)


@pytest.fixture(scope="session")
def serveur(dossier: Path, personas: dict[str, dict[str, Any]]) -> Iterator[Serveur]:
    with servir(dossier) as serveur:
        yield serveur


NouveauTelephone = Callable[..., Application]


@pytest.fixture
def nouveau_telephone(chromium: Browser, personas: dict[str, dict[str, Any]]) -> Iterator[NouveauTelephone]:
    """``nouveau_telephone(serveur)``: a phone of its own; options are those of a browser context."""
    ouverts: list[BrowserContext] = []

    def ouvrir(serveur: Serveur, **options: Any) -> Application:
        contexte = chromium.new_context(**{**TELEPHONE, **options})
        ouverts.append(contexte)
        contexte.set_default_timeout(PATIENCE)
        return Application(contexte.new_page(), serveur.adresse, personas, serveur.dossier)

    yield ouvrir
    for contexte in ouverts:
        contexte.close()


@pytest.fixture
def telephone(nouveau_telephone: NouveauTelephone, serveur: Serveur) -> Application:
    """A phone in front of the sign-in page, with nothing kept."""
    return nouveau_telephone(serveur)


@pytest.fixture
def telephone_durable(
    playwright: Playwright, personas: dict[str, dict[str, Any]], tmp_path: Path
) -> Iterator[Callable[[Serveur], Application]]:
    """A phone whose browser can be closed and opened again on the same profile, ``tmp_path / "profil"``."""
    ouverts: list[BrowserContext] = []
    reseaux: dict[int, Reseau] = {}

    def ouvrir(serveur: Serveur) -> Application:
        for contexte in ouverts:
            contexte.close()
        ouverts.clear()
        reseau = reseaux.get(serveur.port) or reseaux.setdefault(serveur.port, Reseau(serveur.port))
        reseau.rouvrir()
        contexte = playwright.chromium.launch_persistent_context(
            tmp_path / "profil", executable_path=CHROMIUM, args=ARGUMENTS, **TELEPHONE
        )
        ouverts.append(contexte)
        contexte.set_default_timeout(PATIENCE)
        return Application(contexte.pages[0], f"http://localhost:{reseau.port}", personas, serveur.dossier, reseau)

    yield ouvrir
    for contexte in ouverts:
        contexte.close()
    for reseau in reseaux.values():
        reseau.fermer()
