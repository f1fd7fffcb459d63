"""Signing in and going from tab to tab, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from outils.courriel import Boite
from outils.instance import Serveur
from tests.e2e.application import Application
from tests.e2e.conftest import NouveauTelephone

ONGLETS = [
    ("Accueil", "/accueil", "Bonjour Inès"),
    ("Mes allocations", "/allocations/droits", "Mes allocations"),
    ("Mes démarches", "/demarches/a-transmettre", "Mes démarches"),
    ("Mon profil", "/profil", "Mon profil"),
    ("Menu", "/menu", "Menu"),
]


def test_a_person_signs_in_and_sees_their_last_payment(telephone: Application) -> None:
    telephone.se_connecter("ines")
    paiement = telephone.page.get_by_role("region", name="Mon dernier paiement")
    expect(paiement).to_contain_text("€")
    paiement.get_by_role("link", name="Voir le détail").click()
    telephone.titre_est("Paiement du 5 novembre 2026")
    expect(telephone.page.get_by_role("heading", name="Retenues")).to_be_visible()


def test_a_tab_is_swapped_in_without_loading_the_page_again(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.page.evaluate("window.memePage = true")
    for libelle, chemin, titre in [*ONGLETS[1:], ONGLETS[0]]:
        telephone.page.get_by_role("navigation", name="Navigation principale").get_by_role("link", name=libelle).click()
        telephone.titre_est(titre)
        expect(telephone.page).to_have_url(telephone.adresse + chemin)
        expect(telephone.page).to_have_title(re.compile(f"^{titre}"))
        courant = telephone.page.locator(".onglets [aria-current=page]")
        expect(courant).to_have_text(libelle)
        expect(telephone.page.get_by_role("heading", level=1)).to_be_focused()
    assert telephone.page.evaluate("window.memePage") is True


def test_the_back_button_goes_back_tab_by_tab(telephone: Application) -> None:
    telephone.se_connecter("ines")
    for libelle, _, titre in ONGLETS[1:4]:
        telephone.page.locator(".onglets").get_by_role("link", name=libelle).click()
        telephone.titre_est(titre)
    for libelle, chemin, titre in (ONGLETS[2], ONGLETS[1], ONGLETS[0]):
        telephone.page.go_back()
        telephone.titre_est(titre)
        expect(telephone.page).to_have_url(telephone.adresse + chemin)
        expect(telephone.page.locator(".onglets [aria-current=page]")).to_have_text(libelle)
        expect(telephone.page.locator("main")).to_have_count(1)


def test_a_wrong_password_says_so_and_keeps_the_number(telephone: Application) -> None:
    telephone.ouvrir("/connexion")
    telephone.saisir("2 91 07 00 000 011", "faux")
    expect(telephone.page.get_by_role("alert")).to_contain_text("Le numéro ou le mot de passe est faux")
    expect(telephone.page.get_by_label("Numéro de sécurité sociale")).to_have_value("2 91 07 00 000 011")
    expect(telephone.page.get_by_label("Mot de passe")).to_be_focused()


def test_a_person_comes_back_to_the_page_they_asked_for(telephone: Application) -> None:
    telephone.ouvrir("/allocations/paiements?")
    telephone.titre_est("Me connecter")
    ines, boite = telephone.personas["ines"], Boite(telephone.dossier)
    telephone.saisir(ines["identifiant"], ines["mot_de_passe"])
    telephone.saisir_le_code(boite.code(ines["email"]))
    telephone.titre_est("Mes allocations")


def test_a_letter_read_loses_its_mark_and_can_take_it_back(telephone: Application) -> None:
    telephone.se_connecter("karim")
    telephone.ouvrir("/courriers")
    lettre = telephone.page.get_by_role("link", name="Votre Prime d’activité change")
    expect(lettre).to_contain_text("Non lu")
    lettre.click()
    expect(telephone.page.get_by_role("heading", name="Votre Prime d’activité change")).to_be_visible()
    telephone.toucher("Mes courriers et courriels")
    expect(lettre).not_to_contain_text("Non lu")
    lettre.click()
    telephone.page.get_by_role("button", name="Marquer comme non lu").click()
    telephone.titre_est("Mes courriers et courriels")
    expect(lettre).to_contain_text("Non lu")


def test_signing_out_closes_the_dossier_and_the_back_button_does_not_open_it(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.se_deconnecter()
    telephone.titre_est("Me connecter")
    telephone.page.go_back()
    telephone.titre_est("Me connecter")
    assert telephone.ouvrir("/profil") == 200
    telephone.titre_est("Me connecter")


def test_a_fragment_cannot_bring_a_script(nouveau_telephone: NouveauTelephone, serveur: Serveur) -> None:
    telephone = nouveau_telephone(serveur, service_workers="block")
    telephone.se_connecter("ines")
    telephone.page.route(
        "**/profil",
        lambda route: route.fulfill(
            content_type="text/html",
            body="<title>x</title><h1>x</h1><script>window.intrus = true</script><img src=x onerror='intrus = true'>",
        ),
    )
    telephone.page.locator(".onglets").get_by_role("link", name="Mon profil").click()
    telephone.titre_est("x")
    assert telephone.page.evaluate("window.intrus") is None


@pytest.mark.parametrize(("libelle", "chemin", "titre"), ONGLETS)
def test_every_tab_works_without_javascript(
    nouveau_telephone: NouveauTelephone, serveur: Serveur, libelle: str, chemin: str, titre: str
) -> None:
    telephone = nouveau_telephone(serveur, java_script_enabled=False)
    telephone.se_connecter("ines")
    telephone.page.locator(".onglets").get_by_role("link", name=libelle).click()
    telephone.titre_est(titre)
    assert telephone.page.url == telephone.adresse + chemin
    telephone.se_deconnecter()
    telephone.titre_est("Me connecter")
