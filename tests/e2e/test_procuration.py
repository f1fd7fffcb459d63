"""Karim lets Julie manage the dossier, and takes it back: her next tap loses it, and what her phone kept of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from outils.instance import Serveur, demonstration, servir
from tests.e2e.application import Application
from tests.e2e.conftest import NouveauTelephone


@pytest.fixture
def serveur(tmp_path: Path) -> Iterator[Serveur]:
    """One of its own: this changes who sees what."""
    with _servir(tmp_path) as serveur:
        yield serveur


@contextmanager
def _servir(dossier: Path) -> Iterator[Serveur]:
    demonstration(dossier)
    with servir(dossier) as serveur:
        yield serveur


def _donner(karim: Application) -> None:
    karim.ouvrir("/compte")
    karim.page.get_by_role("link", name="Autorisation de gestion").click()
    karim.titre_est("Autorisation de gestion")
    karim.page.get_by_role("button", name="Donner l’autorisation").click()
    karim.titre_est("Confirmer que c’est vous")
    karim.page.get_by_label("Mot de passe").fill(karim.personas["karim"]["mot_de_passe"])
    karim.page.get_by_role("button", name="Confirmer").click()
    karim.titre_est("Autorisation de gestion")
    karim.page.get_by_role("button", name="Donner l’autorisation").click()
    expect(karim.page.get_by_text("cette personne gère tout le dossier, comme vous")).to_be_visible()


def _julie_garde_le_dossier(nouveau_telephone: NouveauTelephone, serveur: Serveur) -> tuple[Application, Application]:
    """Karim on his phone, who has just let her; Julie on hers, which keeps the whole dossier."""
    karim, julie = nouveau_telephone(serveur), nouveau_telephone(serveur)
    karim.se_connecter("karim")
    julie.se_connecter("julie")
    _donner(karim)
    julie.ouvrir("/accueil")
    julie.garder_le_dossier()
    return karim, julie


def _reprendre(karim: Application) -> None:
    karim.page.get_by_role("button", name="Retirer l’autorisation").click()
    expect(karim.page.get_by_role("button", name="Donner l’autorisation")).to_be_visible()


def _gardees(julie: Application) -> int:
    nombre: int = julie.worker().evaluate("() => Coffre.compter()")
    return nombre


def test_t34_what_was_given_is_gone_at_the_next_tap_and_offline_too(
    nouveau_telephone: NouveauTelephone, serveur: Serveur
) -> None:
    karim, julie = _julie_garde_le_dossier(nouveau_telephone, serveur)
    julie.ouvrir("/allocations/paiements")
    expect(julie.page.get_by_text("Prochaine date de paiement")).to_be_visible()
    tout = _gardees(julie)

    _reprendre(karim)
    julie.page.locator(".onglets").get_by_role("link", name="Mes allocations").click()
    expect(julie.page.get_by_text("Cette page ne vous est pas ouverte")).to_be_visible()

    julie.ouvrir("/compte/hors-connexion")
    expect(julie.page.locator("[data-etat]")).to_contain_text("Votre dossier est gardé dans ce téléphone")
    assert 0 < _gardees(julie) < tout
    julie.couper_le_reseau()
    for chemin in ("/allocations/paiements", "/allocations/droits", "/attestations"):
        julie.ouvrir(chemin)
        julie.titre_est("Pas de réseau")
    julie.ouvrir("/profil")
    julie.titre_est("Mon profil")


def test_t34_nothing_of_the_household_is_left_after_one_answer(
    nouveau_telephone: NouveauTelephone, serveur: Serveur
) -> None:
    """Whatever page she opens first; before her own pages are fetched again."""
    karim, julie = _julie_garde_le_dossier(nouveau_telephone, serveur)
    _reprendre(karim)
    julie.page.locator(".onglets").get_by_role("link", name="Menu").click()
    julie.titre_est("Menu")
    julie.couper_le_reseau()
    julie.ouvrir("/allocations/paiements")
    julie.titre_est("Pas de réseau")
