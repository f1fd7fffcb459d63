"""The help in a real browser: asked with and without scripts, read and searched without network."""

import pytest
from playwright.sync_api import expect

from outils.instance import Serveur
from tests.e2e.application import Application
from tests.e2e.conftest import NouveauTelephone

GARDER = "() => travailleur.demander('garderLAide')"  # as the page itself asks


def _demander(telephone: Application, question: str) -> None:
    telephone.page.get_by_label("Votre question").fill(question)
    telephone.page.get_by_role("button", name="Demander").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_question_is_answered_and_stays_out_of_the_address(
    nouveau_telephone: NouveauTelephone, serveur: Serveur, scripts: bool
) -> None:
    telephone = nouveau_telephone(serveur, java_script_enabled=scripts)
    telephone.se_connecter("ines")
    telephone.ouvrir("/assistant")
    _demander(telephone, "combien je doit a la caf")
    reponse = telephone.page.get_by_role("heading", name="Combien dois-je à la Caf ?")
    expect(reponse).to_be_visible()
    if scripts:
        expect(reponse).to_be_focused()  # a screen reader says it
    expect(telephone.page.get_by_text("Dans votre dossier, au 23 novembre 2026 :")).to_be_visible()
    assert telephone.page.url == f"{telephone.adresse}/assistant"
    telephone.toucher("Mes dettes")
    telephone.titre_est("Mes dettes")


def test_after_two_questions_without_an_answer_the_phone_number_comes_first(
    nouveau_telephone: NouveauTelephone, serveur: Serveur
) -> None:
    telephone = nouveau_telephone(serveur)
    telephone.ouvrir("/assistant")
    _demander(telephone, "quelle pizzeria choisir")
    expect(telephone.page.get_by_text("Essayez avec d’autres mots")).to_be_visible()
    _demander(telephone, "quelle pizzeria choisir")
    expect(telephone.page.get_by_text("Le mieux est de parler à quelqu’un")).to_be_visible()
    expect(telephone.page.get_by_role("heading", level=2).first).to_have_text("Joindre votre Caf")


def test_once_opened_the_help_is_read_and_searched_without_network(
    nouveau_telephone: NouveauTelephone, serveur: Serveur
) -> None:
    telephone = nouveau_telephone(serveur)
    telephone.ouvrir("/connexion")
    telephone.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    telephone.toucher("Aide et mots expliqués")
    telephone.titre_est("Aide")
    assert telephone.page.evaluate(GARDER)["bien"]
    telephone.couper_le_reseau()
    _demander(telephone, "changé de banque")
    trouvees = telephone.page.locator("[data-trouvees]")
    expect(trouvees).to_be_focused()
    trouvees.get_by_role("link", name="Changer de compte bancaire").click()
    telephone.titre_est("Ma situation change")
    telephone.page.reload()
    telephone.titre_est("Ma situation change")
