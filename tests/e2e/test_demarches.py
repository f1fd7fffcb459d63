"""Each démarche of the leaflet, from « Faire une démarche » to « Traitée », in a real browser, with the adviser."""

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from caf_pwa.demarches.catalogue import catalogue
from outils.courriel import Boite
from outils.instance import Serveur
from tests.e2e.application import Application
from tests.e2e.bureau import Bureau
from tests.e2e.conftest import NouveauTelephone
from tests.e2e.questionnaire import Questionnaire

# Démarche → who makes it, what they answer, and what their profile says once it is accepted (a document says nothing).
DEMARCHES: dict[str, tuple[str, dict[str, str], str]] = {
    "declaration-trimestrielle": ("ines", {}, "Montants confirmés"),
    "maintien-dans-les-lieux": ("leo", {}, "Je le garde en juillet et en août"),
    "bourse": ("leo", {}, "Échelon 0 bis"),
    "certificat-de-scolarite": ("karim", {}, "Collège, lycée ou études"),
    "grossesse": ("amina", {}, "1 enfant attendu"),
    "naissance": ("amina", {"prenoms": "Samira"}, "Samira"),
    "situation-familiale": ("sans_qf", {"prenoms": "Malik", "nir": "", "allocataire": ""}, "Malik"),
    "situation-professionnelle": ("paul", {"fin": "", "employeur": "Atelier Öztürk"}, "Atelier Öztürk"),
    "coordonnees": ("paul", {"quoi": "adresse", "code_postal": "59000", "commune": "Lille", "pays": "France"}, "LILLE"),
    "coordonnees-bancaires": (
        "ines",
        {"nom": "Mme Inès MOREAU", "iban": "FR76 3000 6000 0112 3456 7890 189"},
        "FR76 •••• 0189",
    ),
    "enfants-et-personnes-a-charge": (
        "karim",
        {"genre": "adoption", "prenoms": "Nour", "naissance": "2020-05-01"},
        "Nour",
    ),
    "document": ("nadia", {}, ""),
}


@pytest.fixture
def bureau(nouveau_telephone: NouveauTelephone, serveur: Serveur) -> Bureau:
    return Bureau.ouvrir(nouveau_telephone(serveur, viewport={"width": 1280, "height": 900}))


def test_every_demarche_of_the_catalogue_is_made_here() -> None:
    assert set(DEMARCHES) == set(catalogue())


@pytest.mark.parametrize("slug", DEMARCHES)
def test_a_demarche_goes_from_the_list_to_its_answer(
    telephone: Application, bureau: Bureau, dossier: Path, slug: str
) -> None:
    persona, reponses, effet = DEMARCHES[slug]
    fiche = catalogue()[slug]
    telephone.se_connecter(persona)
    questionnaire = Questionnaire(telephone, reponses)
    questionnaire.choisir(slug, fiche.titre)
    questionnaire.remplir(fiche.bouton)
    if fiche.sensible:
        telephone.page.get_by_label("Votre mot de passe").fill(telephone.personas[persona]["mot_de_passe"])
    telephone.page.get_by_role("button", name=fiche.bouton).click()
    expect(telephone.page.get_by_text("Reçue", exact=True)).to_be_visible()
    if fiche.attente:
        expect(telephone.page.get_by_text("Rien ne change avant le")).to_be_visible()
        _deux_jours_apres(dossier)
    suivi = telephone.page.url
    bureau.accepter(telephone.page.locator(".faits dd").first.inner_text(), fiche.titre)
    telephone.page.goto(suivi)
    expect(telephone.page.get_by_text("Traitée", exact=True)).to_be_visible()
    telephone.ouvrir("/profil")
    expect(telephone.page.locator("main")).to_contain_text(effet)
    if effet:
        expect(telephone.page.get_by_role("region", name="Derniers changements")).to_contain_text(fiche.titre)


def _deux_jours_apres(dossier: Path) -> None:
    with sqlite3.connect(dossier / "caf.sqlite3") as base:
        base.execute("UPDATE demarches SET pas_avant = pas_avant - 2 * 86400")
    base.close()


def test_a_declaration_in_which_nothing_changed_takes_three_taps(telephone: Application) -> None:
    telephone.se_connecter("karim")
    page = telephone.page
    telephone.ouvrir("/demarches/declaration-trimestrielle")
    page.get_by_label("Oui, tout est juste").check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Envoyer ma déclaration").click()
    expect(page.get_by_text("Cette page est votre accusé de réception")).to_be_visible()


def test_a_new_mail_address_is_confirmed_by_the_code_it_receives(telephone: Application, dossier: Path) -> None:
    telephone.se_connecter("julie")
    page = telephone.page
    telephone.ouvrir("/demarches/coordonnees")
    page.get_by_label("adresse mail").check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Nouvelle adresse mail").fill("julie.nouvelle@exemple.fr")
    page.get_by_role("button", name="Continuer").click()
    nouvelle, ancienne = Boite(dossier), Boite(dossier)
    page.get_by_label("Votre mot de passe").fill(telephone.personas["julie"]["mot_de_passe"])
    page.get_by_role("button", name="Envoyer ma demande").click()
    expect(page.get_by_role("heading", name="Confirmez votre adresse mail")).to_be_visible()
    code = nouvelle.code("julie.nouvelle@exemple.fr")
    page.get_by_label("Code à 6 chiffres").fill("000000" if code != "000000" else "111111")
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_text("Ce code n’est pas le bon")).to_be_visible()
    page.get_by_label("Code à 6 chiffres").fill(code)
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_role("heading", name="Confirmez votre adresse mail")).to_have_count(0)
    assert ancienne.attendre("julie@exemple.invalid", "Un changement de votre adresse mail a été demandé")


def test_a_draft_is_found_again_on_another_device(nouveau_telephone: NouveauTelephone, serveur: Serveur) -> None:
    premier, second = nouveau_telephone(serveur), nouveau_telephone(serveur)
    premier.se_connecter("paul")
    premier.ouvrir("/demarches/grossesse")
    _dater(premier.page)
    second.se_connecter("paul")
    second.ouvrir("/demarches/a-transmettre")
    second.page.get_by_role("link", name="Déclarer une grossesse").click()
    expect(second.page.get_by_role("group", name="Qui a fait l’examen ?")).to_be_visible()


def _dater(page: Page) -> None:
    page.get_by_label("Date de début de grossesse").fill("2026-08-01")
    page.get_by_label("Date du premier examen de grossesse").fill("2026-09-05")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("group", name="Qui a fait l’examen ?")).to_be_visible()


def test_a_demarche_is_made_without_javascript(nouveau_telephone: NouveauTelephone, serveur: Serveur) -> None:
    telephone = nouveau_telephone(serveur, java_script_enabled=False)
    telephone.se_connecter("leo")
    page = telephone.page
    telephone.ouvrir("/demarches/grossesse")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("alert")).to_contain_text("Donnez une date.")
    _dater(page)
    page.get_by_label("Une sage-femme").check()
    page.get_by_label("Nom du praticien ou de l’établissement").fill("Mme Diallo")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Revenir").click()
    expect(page.get_by_label("Nom du praticien ou de l’établissement")).to_have_value("Mme Diallo")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Vérifier").click()
    page.get_by_role("button", name="Envoyer ma déclaration").click()
    expect(page.get_by_text("Reçue", exact=True)).to_be_visible()


def test_without_network_what_was_written_stays_on_the_page(telephone: Application) -> None:
    telephone.se_connecter("julie")
    page = telephone.page
    telephone.ouvrir("/demarches/grossesse")
    page.get_by_label("Date de début de grossesse").fill("2026-08-01")
    page.get_by_label("Date du premier examen de grossesse").fill("2026-09-05")
    telephone.couper_le_reseau()
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("status")).to_contain_text("rien n’a été envoyé")
    expect(page.get_by_label("Date de début de grossesse")).to_have_value("2026-08-01")
    telephone.retablir_le_reseau()
    page.get_by_role("button", name="Fermer").click()
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("group", name="Qui a fait l’examen ?")).to_be_visible()


def test_a_refused_page_says_so_first_and_leads_to_each_field(telephone: Application) -> None:
    telephone.se_connecter("leo")
    page = telephone.page
    telephone.ouvrir("/demarches/naissance")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page).to_have_title(re.compile("^Erreur : Déclarer une naissance"))
    page.get_by_role("alert").get_by_role("link").first.press("Enter")
    expect(page.locator("fieldset.champ-faux input").first).to_be_focused()


def test_a_demarche_is_made_with_the_keyboard_alone(telephone: Application) -> None:
    telephone.se_connecter("karim")
    page = telephone.page
    telephone.ouvrir("/demarches/document")
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    while not page.get_by_role("button", name="Continuer").evaluate("(bouton) => bouton === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Étape 2 sur")).to_be_visible()
