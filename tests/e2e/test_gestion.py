"""An adviser at their desk and a person with their phone: what is sent is answered, and the answer is read."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from outils.instance import Serveur
from tests.e2e.application import Application
from tests.e2e.conftest import NouveauTelephone
from tests.e2e.test_accessibilite import DEBORDE, PETITES_CIBLES


@pytest.fixture
def bureau(nouveau_telephone: NouveauTelephone, serveur: Serveur) -> Application:
    """The adviser's computer, signed in."""
    return _se_connecter(nouveau_telephone(serveur, viewport={"width": 1280, "height": 900}))


def _se_connecter(bureau: Application) -> Application:
    agent = bureau.personas["agent"]
    bureau.ouvrir("/gestion/connexion")
    bureau.page.get_by_label("Adresse mail professionnelle").fill(agent["identifiant"])
    bureau.page.get_by_label("Mot de passe").fill(agent["mot_de_passe"])
    bureau.page.get_by_role("button", name="Me connecter").click()
    expect(bureau.page.get_by_label("Genre de démarche")).to_be_visible()
    return bureau


def _declarer_une_grossesse(page: Page) -> None:
    page.get_by_label("Date de début de grossesse").fill("2026-08-01")
    page.get_by_label("Date du premier examen de grossesse").fill("2026-09-05")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Un médecin").check()
    page.get_by_label("Nom du praticien ou de l’établissement").fill("Dr Martin")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Vérifier").click()
    page.get_by_role("button", name="Envoyer ma déclaration").click()


def test_what_a_person_sends_an_adviser_answers(telephone: Application, bureau: Application) -> None:
    telephone.se_connecter("nadia")
    telephone.ouvrir("/demarches/grossesse")
    _declarer_une_grossesse(telephone.page)
    expect(telephone.page.get_by_text("Reçue", exact=True)).to_be_visible()

    page = bureau.page
    page.get_by_label("Nom, numéro de démarche ou numéro allocataire").fill("hàddad")
    page.get_by_role("button", name="Chercher").click()
    page.locator(".rangee", has_text="HADDAD").filter(has_text="Déclarer une grossesse").click()
    bureau.titre_est("Pourquoi ouvrez-vous ce dossier ?")
    page.get_by_label("Étudier cette démarche").check()
    page.get_by_role("button", name="Ouvrir le dossier").click()
    bureau.titre_est("Déclarer une grossesse")
    page.get_by_role("button", name="Prendre en charge").click()
    page.get_by_role("link", name="Accepter").click()
    bureau.titre_est("Accepter cette démarche")
    page.get_by_role("button", name="Accepter et mettre le dossier à jour").click()
    expect(page.get_by_text("Traitée", exact=True)).to_be_visible()
    page.reload()
    bureau.titre_est("Déclarer une grossesse")

    telephone.page.reload()
    expect(telephone.page.get_by_text("Traitée", exact=True)).to_be_visible()
    telephone.ouvrir("/compte/historique")
    expect(telephone.page.get_by_text("motif : étude de la démarche").first).to_be_visible()


def test_axe_and_a_small_screen_find_nothing_on_the_adviser_s_pages(
    nouveau_telephone: NouveauTelephone, serveur: Serveur
) -> None:
    petit = {"width": 320, "height": 700}
    telephone = nouveau_telephone(serveur, bypass_csp=True, viewport=petit, reduced_motion="reduce")
    telephone.se_connecter("karim")
    telephone.ouvrir("/demarches/grossesse")
    _declarer_une_grossesse(telephone.page)
    expect(telephone.page.get_by_text("Reçue", exact=True)).to_be_visible()
    _se_connecter(telephone)
    telephone.page.locator(".rangee", has_text="Karim").filter(has_text="Déclarer une grossesse").click()
    telephone.titre_est("Pourquoi ouvrez-vous ce dossier ?")
    demarche = telephone.page.url.removeprefix(telephone.adresse)
    fautes = {"motif": _fautes(telephone, demarche)}
    telephone.page.get_by_label("Contrôle").check()
    telephone.page.get_by_role("button", name="Ouvrir le dossier").click()
    telephone.page.get_by_role("button", name="Prendre en charge").click()
    expect(telephone.page.get_by_text("En cours de traitement", exact=True)).to_be_visible()
    for page in ("", "/acceptation", "/dossier/courrier", "/dossier/paiement"):
        fautes[page] = _fautes(telephone, demarche + page)
    fautes["/gestion"] = _fautes(telephone, "/gestion")
    assert {adresse: faute for adresse, faute in fautes.items() if faute} == {}


def _fautes(telephone: Application, adresse: str) -> list[object]:
    assert telephone.ouvrir(adresse) == 200
    telephone.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    petites = telephone.page.evaluate(PETITES_CIBLES)
    trouvees = [*telephone.page.evaluate(DEBORDE), *(cible for cible in petites if 'type="radio"' not in cible)]
    for theme in ("light", "dark"):
        telephone.page.emulate_media(color_scheme=theme)
        for faute in Axe().run(telephone.page).response["violations"]:
            trouvees.append((theme, faute["id"], [noeud["html"][:200] for noeud in faute["nodes"]]))
    return trouvees
