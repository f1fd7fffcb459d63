"""A démarche made without network: asked, checked, kept as it is typed, saved with its photos, received once."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FilePayload, Page, expect

from outils.instance import Serveur, demonstration, servir
from tests.e2e.application import Application
from tests.e2e.conftest import NouveauTelephone
from tests.e2e.test_accessibilite import DEBORDE, PETITES_CIBLES

ENREGISTRER = "Enregistrer et envoyer dès que possible"
DECLARATION = "/demarches/declaration-trimestrielle"
SALAIRE = "Salaire (montant net social)"
# What is chosen of the queue, as soon as it is there: each change is told to pages.
ATTENDRE = """async (quoi) => {
  const choix = {
    recu: ({ entrees, recus }) => !entrees.length && recus[0],
    a_corriger: ({ entrees: [une] }) => une?.etat === "corriger" && une.cle,
  };
  const canal = new BroadcastChannel("envois");
  const trop = new Promise((fini) => setTimeout(fini, 30_000, true));
  for (;;) {
    const change = new Promise((fini) => { canal.onmessage = () => fini(false); });
    const trouve = choix[quoi](await Envois.lister());
    if (trouve || (await Promise.race([change, trop]))) return trouve;
  }
}"""


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance of its own: what is sent here is sent nowhere else."""
    return tmp_path_factory.mktemp("sans-reseau")


@pytest.fixture(scope="module")
def personas(dossier: Path) -> dict[str, dict[str, Any]]:
    return demonstration(dossier)


@pytest.fixture(scope="module")
def serveur(dossier: Path, personas: dict[str, dict[str, Any]]) -> Iterator[Serveur]:
    with servir(dossier) as serveur:
        yield serveur


def continuer(page: Page, titre: str) -> None:
    """Go on, and arrive there."""
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", level=2, name=titre).first).to_be_visible()


def corriger_aout(page: Page, montant: str) -> None:
    """From the first page to the documents, with another salary for August."""
    page.get_by_label("Non, je corrige ou j’ajoute").check()
    continuer(page, "Ce qui est à corriger")
    page.get_by_label("août 2026").check()
    for question in ("changement", "sejour", "gratuit"):
        page.locator(f"[name={question}][value=non]").check()
    continuer(page, "Revenus reçus")
    page.get_by_label(SALAIRE).fill(montant)
    page.get_by_label("Il manque un employeur ou un versement").check()
    continuer(page, "Vos documents")


def deux_photos(page: Page) -> None:
    photos: list[FilePayload] = [
        {"name": f"photo-{rang}.png", "mimeType": "image/png", "buffer": page.screenshot()} for rang in (1, 2)
    ]
    page.get_by_label("Choisir un fichier").set_input_files(photos)
    expect(page.get_by_role("button", name="Retirer")).to_have_count(2)


def enregistrer(page: Page) -> None:
    page.get_by_role("button", name=ENREGISTRER).click()
    expect(page.get_by_text("Enregistré sur ce téléphone, sera envoyé dès que possible.")).to_be_visible()


def test_a_declaration_with_two_photos_is_made_in_flight_mode_and_received_by_itself(
    telephone_durable: Callable[[Serveur], Application], serveur: Serveur
) -> None:
    telephone = telephone_durable(serveur)
    telephone.se_connecter("ines")
    telephone.garder_le_dossier()
    telephone = telephone_durable(serveur)  # a cold start
    telephone.couper_le_reseau()
    page = telephone.page
    assert telephone.ouvrir(DECLARATION) == 200
    telephone.titre_est("Déclaration trimestrielle de ressources")
    corriger_aout(page, "845,30")
    deux_photos(page)
    telephone = telephone_durable(serveur)  # the phone is restarted: nothing typed or chosen is lost
    telephone.couper_le_reseau()
    page = telephone.page
    telephone.ouvrir(DECLARATION)
    expect(page.get_by_role("heading", name="Vos documents")).to_be_visible()
    expect(page.get_by_role("button", name="Retirer")).to_have_count(2)
    page.get_by_role("button", name="Vérifier").click()
    expect(page.locator(".reponses")).to_contain_text(["845,30", "2 fichiers"], use_inner_text=True)
    enregistrer(page)
    telephone.retablir_le_reseau()
    recu = page.evaluate(ATTENDRE, "recu")
    telephone.ouvrir(f"/demarches/suivi/{recu['demarche']}")
    expect(page.get_by_text("Reçue", exact=True)).to_be_visible()
    expect(page.locator("main")).to_contain_text("2 pages")


def test_what_the_server_finds_is_said_at_its_field_and_sent_again(telephone: Application) -> None:
    page = _commencer(telephone, "paul", "coordonnees")
    page.get_by_label("Mon adresse postale").check()
    continuer(page, "Votre déménagement")
    page.get_by_label("Date du déménagement").fill("2026-11-20")
    continuer(page, "Votre nouvelle adresse")
    for question, dit in (("Numéro et rue", "3 rue de l’Église"), ("Code postal", "123"), ("Commune", "Lyon")):
        page.get_by_label(question).fill(dit)
    continuer(page, "Votre logement")
    page.get_by_label("Propriétaire").check()
    page.get_by_role("button", name="Continuer").click()
    enregistrer(page)
    telephone.retablir_le_reseau()
    cle = page.evaluate(ATTENDRE, "a_corriger")
    page.evaluate("(cle) => Envois.rouvrir(cle)", cle)
    telephone.ouvrir("/demarches/coordonnees")  # with the network too, this is where it is corrected
    expect(page.get_by_role("alert")).to_contain_text("cinq chiffres")
    expect(page.get_by_label("Code postal")).to_have_value("123")
    expect(page.get_by_label("Code postal")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Code postal").fill("69003")
    page.get_by_role("button", name="Continuer").click()
    enregistrer(page)
    assert page.evaluate(ATTENDRE, "recu")


def test_where_the_network_goes_one_goes_on_with_what_was_typed(telephone: Application) -> None:
    telephone.se_connecter("nadia")
    telephone.garder_le_dossier()
    page = telephone.page
    telephone.ouvrir("/demarches/document")
    page.get_by_label("Bail, attestation de loyer ou quittance").check()
    with page.expect_response("**/demarches/document/hors-connexion"):
        page.get_by_role("button", name="Continuer").click()
        page.get_by_label("Voulez-vous ajouter un mot").fill("Le bail de mars.")
    telephone.couper_le_reseau()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Continuer sans réseau").click()
    expect(page.get_by_label("Voulez-vous ajouter un mot")).to_have_value("Le bail de mars.")
    expect(page.get_by_text("Étape 2 sur 4")).to_be_visible()
    page.get_by_label("Nadia").check()
    continuer(page, "Vos documents")
    page.get_by_role("button", name="Vérifier").click()
    expect(page.get_by_text("Il manque un document")).to_be_visible()
    expect(page.locator(".reponses").first).to_contain_text("Bail, attestation de loyer ou quittance")
    telephone.retablir_le_reseau()
    telephone.ouvrir("/demarches/document")  # what stayed on the phone is offered where the network is
    page.get_by_role("button", name="Reprendre ce que j’ai écrit").click()
    expect(page.get_by_role("heading", name="Vérifier")).to_be_visible()


def test_back_leads_to_the_step_before_and_a_wrong_answer_is_said_at_once(telephone: Application) -> None:
    page = _commencer(telephone, "amina", "grossesse")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Donnez une date.")
    page.get_by_label("Date de début de grossesse").fill("2026-10-01")
    page.get_by_label("Date du premier examen").fill("2026-11-02")
    continuer(page, "L’examen")
    page.go_back()
    expect(page.get_by_label("Date de début de grossesse")).to_have_value("2026-10-01")
    page.go_forward()
    expect(page.get_by_role("heading", name="L’examen")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_step_is_readable_by_all_and_reached_by_a_thumb(
    nouveau_telephone: NouveauTelephone, serveur: Serveur, theme: str
) -> None:
    telephone = nouveau_telephone(serveur, bypass_csp=True, color_scheme=theme, reduced_motion="reduce")
    page = _commencer(telephone, "amina", "naissance")
    page.get_by_label("Mon enfant est né").check()
    continuer(page, "La naissance")
    continuer(page, "L’enfant")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("alert")).to_be_visible()
    _conforme(page)
    for question, dit in (("Prénoms", "Samira"), ("Nom de naissance", "Ali"), ("Commune", "Lyon")):
        page.get_by_label(question).fill(dit)
    page.get_by_label("Date de naissance").fill("2026-11-02")
    page.get_by_label("Une fille").check()
    continuer(page, "Les parents")
    page.get_by_label("La mère").check()
    page.get_by_label("Aucun autre parent").check()
    continuer(page, "Vos documents")
    deux_photos(page)
    _conforme(page)
    page.get_by_role("button", name="Vérifier").click()
    expect(page.get_by_role("button", name=ENREGISTRER)).to_be_visible()
    _conforme(page)


def _commencer(telephone: Application, persona: str, slug: str) -> Page:
    """In front of a démarche, without network."""
    telephone.se_connecter(persona)
    telephone.garder_le_dossier()
    telephone.couper_le_reseau()
    telephone.ouvrir(f"/demarches/{slug}")
    expect(telephone.page.get_by_text("Étape 1 sur")).to_be_visible()
    return telephone.page


def _conforme(page: Page) -> None:
    assert page.evaluate(DEBORDE) == []
    assert page.evaluate(PETITES_CIBLES) == []
    fautes = Axe().run(page).response["violations"]
    assert [(faute["id"], [noeud["html"][:200] for noeud in faute["nodes"]]) for faute in fautes] == []
