"""A debt in a real browser: understood, contested and spread on a phone; an adviser’s answer arrives."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from outils.instance import Serveur, demonstration, servir
from tests.e2e.application import Application
from tests.e2e.bureau import Bureau
from tests.e2e.conftest import NouveauTelephone
from tests.e2e.test_accessibilite import DEBORDE, PETITES_CIBLES

RIEN = "Rien n’est retenu sur vos paiements"


@pytest.fixture(scope="module")
def serveur(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serveur]:
    """One of its own: this changes debts."""
    dossier = tmp_path_factory.mktemp("dettes")
    demonstration(dossier)
    with servir(dossier) as serveur:
        yield serveur


# Before anybody changes anything.
def test_axe_and_a_small_screen_find_nothing_on_the_pages_of_a_debt(
    nouveau_telephone: NouveauTelephone, serveur: Serveur
) -> None:
    petit = {"width": 320, "height": 700}
    telephone = nouveau_telephone(serveur, bypass_csp=True, viewport=petit, reduced_motion="reduce")
    page = telephone.page
    telephone.se_connecter("ines")
    fautes = {"/dettes": _fautes(telephone, "/dettes")}
    page.get_by_role("link", name=re.compile("Comprendre")).click()
    telephone.titre_est("Revenu de solidarité active")
    dette = page.url.removeprefix(telephone.adresse)
    for adresse in (dette, f"{dette}/contester", f"{dette}/remise", "/dettes/retenues"):
        fautes[adresse] = _fautes(telephone, adresse)
    telephone.ouvrir(f"{dette}/echeancier")
    page.get_by_label("En combien de mois").fill("7")
    page.get_by_role("button", name="Calculer").click()
    expect(page.get_by_role("heading", name="Ce que cela donne")).to_be_visible()
    fautes["echeancier"] = _trouver(telephone)
    telephone.se_deconnecter()
    telephone.se_connecter("paul")
    telephone.ouvrir("/dettes")
    page.get_by_role("link", name=re.compile("Comprendre")).click()
    page.get_by_role("link", name=re.compile("numéro")).click()
    telephone.titre_est("Recours devant la commission")
    fautes["demande"] = _trouver(telephone)
    Bureau.ouvrir(telephone)
    fautes["file"] = _fautes(telephone, "/gestion/dettes")
    page.get_by_role("link", name=re.compile("Paul")).click()
    page.get_by_label("Contrôle").check()
    page.get_by_role("button", name="Ouvrir le dossier").click()
    telephone.titre_est("Recours devant la commission")
    fautes["réponse"] = _trouver(telephone)
    assert {adresse: faute for adresse, faute in fautes.items() if faute} == {}


def test_ines_contests_on_her_phone_and_reads_at_once_that_nothing_is_deducted_any_more(
    nouveau_telephone: NouveauTelephone, serveur: Serveur
) -> None:
    telephone = nouveau_telephone(serveur)
    page = telephone.page
    telephone.se_connecter("ines")
    page.get_by_role("link", name=re.compile("Mes dettes")).click()
    telephone.titre_est("Mes dettes")
    expect(page.get_by_text("jusqu’en juillet 2027")).to_be_visible()
    page.get_by_role("link", name="Contester").click()
    telephone.titre_est("Contester cette dette")
    page.get_by_label("Pourquoi cette dette est fausse").fill("Ce salaire n’est pas le mien.")
    page.get_by_role("button", name="Envoyer ma contestation").dblclick()
    telephone.titre_est("Recours devant la commission")
    expect(page.get_by_text(RIEN)).to_be_visible()
    page.get_by_role("link", name="Revenu de solidarité active").click()
    telephone.titre_est("Revenu de solidarité active")
    expect(page.get_by_text(RIEN)).to_be_visible()
    expect(page.get_by_text("Fin prévue")).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("Recours devant la commission"))).to_have_count(1)


def test_paul_reads_the_answer_to_his_contest(nouveau_telephone: NouveauTelephone, serveur: Serveur) -> None:
    paul = nouveau_telephone(serveur)
    paul.se_connecter("paul")
    paul.ouvrir("/dettes")
    expect(paul.page.get_by_text(RIEN)).to_be_visible()
    camille = Bureau.ouvrir(nouveau_telephone(serveur, viewport={"width": 1280, "height": 900})).page
    camille.get_by_role("link", name="Demandes sur les dettes").click()
    camille.get_by_role("link", name=re.compile("Paul")).click()
    if camille.get_by_role("heading", level=1, name="Pourquoi ouvrez-vous ce dossier").count():
        camille.get_by_label("Étudier cette démarche").check()
        camille.get_by_role("button", name="Ouvrir le dossier").click()
    camille.get_by_text("Accepter", exact=True).click()
    camille.get_by_label("Nouveau montant de la dette").fill("412,08")
    camille.get_by_label("Vos mots").fill("Un seul mois était de trop.")
    camille.get_by_role("button", name="Accepter cette demande").click()
    expect(camille.get_by_text("Acceptée", exact=True)).to_be_visible()
    paul.ouvrir("/accueil")
    paul.page.get_by_role("link", name=re.compile("Votre demande est acceptée")).click()
    paul.titre_est("Recours devant la commission")
    expect(paul.page.get_by_text("La dette est maintenant de 412,08 €.")).to_be_visible()
    expect(paul.page.get_by_text("Un seul mois était de trop.")).to_be_visible()


def _fautes(telephone: Application, adresse: str) -> list[object]:
    assert telephone.ouvrir(adresse) == 200
    return _trouver(telephone)


def _trouver(telephone: Application) -> list[object]:
    telephone.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    trouvees: list[object] = [*telephone.page.evaluate(DEBORDE), *telephone.page.evaluate(PETITES_CIBLES)]
    for theme in ("light", "dark"):
        telephone.page.emulate_media(color_scheme=theme)
        for faute in Axe().run(telephone.page).response["violations"]:
            trouvees.append((theme, faute["id"], [noeud["html"][:200] for noeud in faute["nodes"]]))
    return trouvees
