"""The application as a person uses it: by what is written on the screen."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Locator, Page, Worker, expect

from outils.courriel import Boite
from tests.e2e.reseau import Reseau


@dataclass(frozen=True)
class Application:
    """One window of a phone's browser on the application."""

    page: Page
    adresse: str
    personas: dict[str, dict[str, Any]]
    dossier: Path  # of the instance: its mail is written there
    reseau: Reseau | None = None  # in between, where the browser is closed and opened again

    @property
    def contexte(self) -> BrowserContext:
        return self.page.context

    @property
    def bandeau(self) -> Locator:
        """The bar that says that there is no network, and of when the data are."""
        return self.page.locator(".hors-connexion")

    def ouvrir(self, chemin: str) -> int:
        """Type an address; returns the status."""
        reponse = self.page.goto(self.adresse + chemin)
        assert reponse is not None
        return reponse.status

    def titre_est(self, texte: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(texte)

    def se_connecter(self, persona: str) -> None:
        self.ouvrir("/connexion")
        self.prouver_qui_je_suis(persona, "^Bonjour")
        self.titre_est(f"Bonjour {self.personas[persona]['prenom']}")

    def prouver_qui_je_suis(self, persona: str, ensuite: str) -> None:
        """Number and password on this page, with the code received by mail where this phone is new to the account."""
        qui, boite = self.personas[persona], Boite(self.dossier)
        self.saisir(qui["identifiant"], qui["mot_de_passe"])
        titre = self.page.get_by_role("heading", level=1)
        expect(titre).to_have_text(re.compile(f"{ensuite}|^Entrer le code reçu$"))
        if titre.inner_text() == "Entrer le code reçu":
            self.saisir_le_code(boite.code(qui["email"]))

    def saisir_le_code(self, code: str) -> None:
        self.page.get_by_label("Code à 6 chiffres").fill(code)
        self.page.get_by_role("button", name="Continuer").click()

    def saisir(self, identifiant: str, mot_de_passe: str) -> None:
        self.page.get_by_label("Numéro de sécurité sociale ou identifiant provisoire").fill(identifiant)
        self.page.get_by_label("Mot de passe").fill(mot_de_passe)
        self.page.get_by_role("button", name="Me connecter").click()

    def toucher(self, lien: str) -> None:
        self.page.get_by_role("link", name=lien, exact=True).click()

    def garder_le_dossier(self) -> None:
        """Say that this phone is one's own, and wait until the whole dossier is kept."""
        self.page.get_by_role("button", name="Oui, garder mon dossier").click()
        expect(self.page.locator("[data-etat]")).to_contain_text("Votre dossier est gardé dans ce téléphone")

    def se_deconnecter(self) -> None:
        """Out, or asked what becomes of what waits here."""
        self.ouvrir("/menu")
        self.page.get_by_role("button", name="Me déconnecter").click()
        expect(self.page.locator("h1:not(:text-is('Menu')), dialog[open]").first).to_be_visible()

    def couper_le_reseau(self) -> None:
        if self.reseau:
            self.reseau.couper(self.page)
        else:
            self.contexte.set_offline(True)

    def retablir_le_reseau(self) -> None:
        if self.reseau:
            self.reseau.retablir()
        else:
            self.contexte.set_offline(False)

    def worker(self) -> Worker:
        """The service worker, once it is there."""
        self.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        travailleurs = self.contexte.service_workers
        return travailleurs[0] if travailleurs else self.contexte.wait_for_event("serviceworker")

    def cdp(self) -> CDPSession:
        return self.contexte.new_cdp_session(self.page)
