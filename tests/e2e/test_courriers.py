"""Letters in a real browser: looked for, read sheet by sheet, answered; without network and without scripts too."""

import pytest
from playwright.sync_api import expect

from outils.instance import Serveur
from tests.e2e.application import Application
from tests.e2e.conftest import NouveauTelephone

INDU = "Vous devez nous rembourser"
DESSINEE = "() => [...document.images].every((i) => i.complete && i.naturalWidth === 1100)"


def _chercher(telephone: Application, mots: str, non_lus: bool = False) -> None:
    if not telephone.page.get_by_label("Mots à chercher").is_visible():
        telephone.page.get_by_text("Chercher dans mes courriers").click()
    telephone.page.get_by_label("Mots à chercher").fill(mots)
    telephone.page.get_by_label("Seulement ceux que je n’ai pas lus").set_checked(non_lus)
    telephone.page.get_by_role("button", name="Chercher").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_letter_is_found_and_the_words_stay_out_of_the_address(
    nouveau_telephone: NouveauTelephone, serveur: Serveur, scripts: bool
) -> None:
    telephone = nouveau_telephone(serveur, java_script_enabled=scripts)
    telephone.se_connecter("ines")
    telephone.ouvrir("/courriers")
    _chercher(telephone, "CONTESTER verse")
    trouves = telephone.page.locator(".rangee")
    expect(trouves).to_have_count(1)
    expect(trouves).to_contain_text("Vous devez nous rembourser 540,00\u00a0€")
    annonce = telephone.page.get_by_text("1 courrier trouvé.")
    expect(annonce).to_be_visible()
    if scripts:
        expect(annonce).to_be_focused()  # a screen reader says it
    assert telephone.page.url == f"{telephone.adresse}/courriers"
    _chercher(telephone, "licorne")
    expect(telephone.page.get_by_text("Rien ne correspond.")).to_be_visible()
    telephone.toucher("Voir tous mes courriers")
    expect(trouves.nth(5)).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_letter_is_read_sheet_by_sheet(nouveau_telephone: NouveauTelephone, serveur: Serveur, scripts: bool) -> None:
    telephone = nouveau_telephone(serveur, java_script_enabled=scripts)
    telephone.se_connecter("ines")
    telephone.ouvrir("/courriers")
    telephone.page.get_by_role("link", name=INDU).click()
    telephone.toucher("Lire la lettre ici")
    telephone.titre_est("Page 1 sur 2")
    expect(telephone.page.get_by_role("img", name="Image de la page 1 de la lettre.")).to_be_visible()
    expect(telephone.page.locator("blockquote")).to_contain_text("Nous vous avons donc versé 540,00 € de RSA en trop.")
    telephone.toucher("Page suivante")
    telephone.titre_est("Page 2 sur 2")
    expect(telephone.page.locator("blockquote")).to_contain_text("Vous ne pouvez pas rembourser")
    telephone.toucher("Page précédente")
    telephone.titre_est("Page 1 sur 2")
    if scripts:
        telephone.page.wait_for_function(DESSINEE)


def test_without_network_the_search_looks_at_the_screen_and_sheets_are_still_drawn(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.garder_le_dossier()
    telephone.couper_le_reseau()
    telephone.ouvrir("/courriers")
    expect(telephone.bandeau).to_be_visible()
    _chercher(telephone, "reclamé rembourser")
    expect(telephone.page.get_by_text("Aucun courrier trouvé sur cet écran.")).to_be_focused()
    _chercher(telephone, "DOCUMENT manque")
    visibles = telephone.page.locator(".rangee:visible")
    expect(visibles).to_have_count(1)
    expect(telephone.page.get_by_text("1 courrier trouvé sur cet écran.")).to_be_focused()
    visibles.click()
    telephone.toucher("Lire la lettre ici")
    telephone.titre_est("Page 1 sur 1")
    expect(telephone.bandeau).to_be_visible()
    telephone.page.wait_for_function(DESSINEE)


def test_a_letter_leads_to_the_document_that_it_asks_for(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.ouvrir("/courriers")
    telephone.page.get_by_role("link", name="Il nous manque un document").click()
    telephone.page.get_by_role("link", name="Répondre : Quittance de loyer du mois dernier").click()
    telephone.titre_est("Mes démarches")
    expect(telephone.page.get_by_role("heading", name="Quittance de loyer du mois dernier")).to_be_in_viewport()


def test_a_letter_leads_to_the_demarche_that_answers_it(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.ouvrir("/courriers")
    telephone.page.get_by_role("link", name="Votre déclaration trimestrielle est ouverte").click()
    telephone.page.get_by_role("link", name="Répondre").click()
    expect(telephone.page).to_have_url(f"{telephone.adresse}/demarches/declaration-trimestrielle")


def test_a_page_that_is_gone_since_the_list_was_made_stops_no_device_from_keeping_the_others(
    telephone: Application,
) -> None:
    telephone.se_connecter("ines")
    telephone.garder_le_dossier()
    perdue = {"adresse": f"/courriers/{'0' * 32}/pages/1", "etiquette": "autre"}
    garder = "async (page) => { await mettreAJour(await coffreActuel(), page); return true; }"
    assert telephone.worker().evaluate(garder, perdue)
