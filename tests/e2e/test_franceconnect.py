"""FranceConnect in a real browser: there, back, out again. The provider is another site, as the real one is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from outils.instance import Serveur, port_libre, servir
from tests.comptes import federation
from tests.e2e.application import Application
from tests.e2e.conftest import NouveauTelephone
from tests.e2e.test_accessibilite import DEBORDE, PETITES_CIBLES


@pytest.fixture(scope="module")
def serveur_federe(dossier: Path, personas: dict[str, dict[str, Any]]) -> Iterator[Serveur]:
    port = port_libre()
    with (
        federation.servir(client_en=f"http://localhost:{port}") as franceconnect,
        servir(dossier, port=port, **franceconnect.environ) as serveur,
    ):
        yield serveur


@pytest.fixture
def ici(nouveau_telephone: NouveauTelephone, serveur_federe: Serveur) -> Application:
    return nouveau_telephone(serveur_federe)


def _aller(ici: Application) -> None:
    ici.ouvrir("/connexion")
    ici.page.get_by_role("button", name="S’identifier avec FranceConnect").click()
    ici.titre_est("Qui êtes-vous ?")


def _etre(ici: Application, nom: str) -> None:
    ici.page.get_by_role("button", name=nom).click()


def test_from_the_button_to_accueil_and_out_of_the_caf(ici: Application) -> None:
    _aller(ici)
    expect(ici.page.get_by_role("banner")).to_contain_text("FranceConnect de démonstration")
    _etre(ici, "Inès MOREAU")
    ici.titre_est("Bonjour Inès")
    ici.worker()  # from here on, navigations go through it
    ici.se_deconnecter()
    ici.titre_est("Vous êtes déconnecté")
    ici.toucher("Quitter la Caf seulement")
    ici.titre_est("Me connecter")
    _aller(ici)
    expect(ici.page.get_by_role("button", name="Continuer comme Inès MOREAU")).to_be_visible()
    _etre(ici, "Continuer comme Inès MOREAU")
    ici.titre_est("Bonjour Inès")


def test_out_of_the_caf_and_of_franceconnect(ici: Application) -> None:
    _aller(ici)
    _etre(ici, "Inès MOREAU")
    ici.titre_est("Bonjour Inès")
    ici.worker()
    ici.se_deconnecter()
    ici.page.get_by_role("link", name="Quitter aussi FranceConnect").click()
    ici.titre_est("Vous avez quitté la Caf et FranceConnect")
    expect(ici.page).to_have_url(re.compile(r"/connexion/franceconnect/fin\?state="))
    ici.toucher("Revenir à la connexion")
    _aller(ici)
    expect(ici.page.get_by_role("button", name="Continuer comme")).to_have_count(0)


def test_the_button_answers_to_the_keyboard_as_buttons_do(ici: Application) -> None:
    ici.ouvrir("/connexion")
    ici.page.get_by_role("button", name="S’identifier avec FranceConnect").press("Space")
    ici.titre_est("Qui êtes-vous ?")


def test_without_scripts_too(nouveau_telephone: NouveauTelephone, serveur_federe: Serveur) -> None:
    ici = nouveau_telephone(serveur_federe, java_script_enabled=False)
    _aller(ici)
    _etre(ici, "Inès MOREAU")
    ici.titre_est("Bonjour Inès")
    ici.se_deconnecter()
    ici.page.get_by_role("link", name="Quitter aussi FranceConnect").click()
    ici.titre_est("Vous avez quitté la Caf et FranceConnect")


def test_whoever_gives_up_is_told_so_and_shown_another_way_in(ici: Application) -> None:
    _aller(ici)
    _etre(ici, "Renoncer et revenir au service")
    ici.titre_est("Vous avez arrêté l’identification")
    ici.toucher("Entrer autrement")
    ici.titre_est("Me connecter")


def test_somebody_unknown_gives_their_number_once_and_enters_directly_the_next_time(
    ici: Application, nouveau_telephone: NouveauTelephone, serveur_federe: Serveur
) -> None:
    _aller(ici)
    _etre(ici, "Mélissandre Juliette TROIS-DUPRÉ")
    ici.titre_est("Relier FranceConnect à mon compte")
    ici.prouver_qui_je_suis("paul", "^Entrer le code")
    ici.page.get_by_role("button", name="Relier à FranceConnect").click()
    ici.titre_est("Bonjour Paul")
    autre = nouveau_telephone(serveur_federe)
    _aller(autre)
    _etre(autre, "Mélissandre Juliette TROIS-DUPRÉ")
    autre.titre_est("Bonjour Paul")


def test_a_homonym_born_elsewhere_is_nobody_of_the_dossier(ici: Application) -> None:
    _aller(ici)
    _etre(ici, "homonyme de Karim")
    ici.titre_est("Relier FranceConnect à mon compte")


@pytest.mark.parametrize("largeur", [320, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_its_pages_are_for_everybody(
    nouveau_telephone: NouveauTelephone, serveur_federe: Serveur, largeur: int, theme: str
) -> None:
    taille = {"viewport": {"width": largeur, "height": 740}, "color_scheme": theme}
    ici = nouveau_telephone(serveur_federe, **taille)
    ici.ouvrir("/connexion")
    _pour_tous(ici)
    _aller(ici)
    _etre(ici, "Renoncer et revenir au service")
    ici.page.get_by_text("FranceConnect m’a montré un code").click()
    _pour_tous(ici)
    _aller(ici)
    _etre(ici, "homonyme de Karim")
    ici.titre_est("Relier FranceConnect à mon compte")
    _pour_tous(ici)
    _aller(ici)
    _etre(ici, "Inès MOREAU")
    ici.titre_est("Bonjour Inès")
    ici.se_deconnecter()
    ici.titre_est("Vous êtes déconnecté")
    _pour_tous(ici)
    ici.page.get_by_role("link", name="Quitter aussi FranceConnect").click()
    ici.titre_est("Vous avez quitté la Caf et FranceConnect")
    _pour_tous(ici)


def _pour_tous(ici: Application) -> None:
    trouve = Axe().run(ici.page)
    assert trouve.violations_count == 0, trouve.generate_report()
    assert ici.page.evaluate(DEBORDE) == []
    assert ici.page.evaluate(PETITES_CIBLES) == []
