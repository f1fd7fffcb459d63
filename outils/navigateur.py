"""A real browser, headless: Chromium, found in ``CAF_CHROMIUM`` or the one that Playwright brings."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from outils.courriel import Boite
from outils.instance import Serveur


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for the length of the block."""
    sans_bac_a_sable = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(
            executable_path=os.environ.get("CAF_CHROMIUM") or None, args=sans_bac_a_sable
        )
        try:
            yield navigateur
        finally:
            navigateur.close()


def se_connecter(page: Page, serveur: Serveur, persona: dict[str, str]) -> None:
    """Sign in as a person does, and arrive on Accueil with the worker in charge."""
    page.goto(f"{serveur.adresse}/connexion")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.get_by_label("Numéro de sécurité sociale ou identifiant provisoire").fill(persona["identifiant"])
    page.get_by_label("Mot de passe").fill(persona["mot_de_passe"])
    boite = Boite(serveur.dossier)
    page.get_by_role("button", name="Me connecter").click()
    page.wait_for_url(re.compile("/accueil$|/connexion/code$"))
    if page.url.endswith("/code"):
        page.get_by_label("Code à 6 chiffres").fill(boite.code(persona["email"]))
        page.get_by_role("button", name="Continuer").click()
    page.wait_for_url(f"{serveur.adresse}/accueil")
