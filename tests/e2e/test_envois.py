"""What waits on a telephone, as its person sees it: told truthfully, sent by itself, theirs alone."""

import base64
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Route, expect

from outils.instance import Serveur
from tests.documents.fichiers import photo
from tests.e2e.application import Application
from tests.e2e.conftest import NouveauTelephone

ICI = "/demarches/a-consulter"
TITRE = "Envoyer un document"
ENREGISTRER = """async ([qui, titre, photo, autres]) => {
  const octets = Uint8Array.from(atob(photo), (c) => c.charCodeAt(0));
  const fichiers = [{ emplacement: "document", nom: "bail.jpg", blob: new Blob([octets], { type: "image/jpeg" }) }];
  const reponses = { nature: { nature: ["logement"] }, details: { qui: [qui], mot: ["Le bail."] } };
  const saisie = { slug: "document", titre, version: 1, revision: 0, reponses, fichiers, ...autres };
  return (await Envois.enregistrer(saisie)).cle;
}"""


def enregistrer(telephone: Application, titre: str = TITRE, qui: str = "foyer", **autres: Any) -> str:
    """Save on this telephone a document to be sent, as the questionnaire does; its key."""
    image = base64.b64encode(photo()).decode()
    cle: str = telephone.page.evaluate(ENREGISTRER, [qui, titre, image, autres])
    return cle


def changer(telephone: Application, cle: str, **valeurs: Any) -> None:
    """What this entry has come to, as the worker would have written it."""
    telephone.worker().evaluate(
        """async ([cle, valeurs]) => {
          await Reserve.changerCelles((une) => une.cle === cle, (une) => ({ ...une, ...valeurs }));
        }""",
        [cle, valeurs],
    )


def entree(telephone: Application, titre: str = TITRE) -> Locator:
    return telephone.page.locator("#envois li").filter(has=telephone.page.get_by_role("heading", name=titre))


@pytest.fixture
def chez_ines(telephone: Application) -> Application:
    """Her own telephone, where her dossier is kept, on À consulter, its network cut."""
    telephone.se_connecter("ines")
    telephone.garder_le_dossier()
    telephone.couper_le_reseau()
    telephone.ouvrir(ICI)
    return telephone


def test_what_is_saved_without_network_is_seen_waiting_then_received_with_nothing_to_do(
    chez_ines: Application,
) -> None:
    enregistrer(chez_ines)
    expect(entree(chez_ines)).to_contain_text("Vous n’avez rien à faire.")
    expect(chez_ines.page.locator(".onglets .nombre-envois")).to_have_text("1 en attente d’envoi")
    chez_ines.retablir_le_reseau()
    expect(chez_ines.page.locator("[data-recus]")).to_contain_text("Reçue par la Caf")
    expect(entree(chez_ines)).to_have_count(0)
    expect(chez_ines.page.locator(".onglets .nombre-envois")).to_have_count(0)
    chez_ines.page.locator("[data-recus] a").click()
    chez_ines.titre_est(TITRE)


PARTAGER = """(photo) => {
  const octets = Uint8Array.from(atob(photo), (c) => c.charCodeAt(0));
  const transfert = new DataTransfer();
  transfert.items.add(new File([octets], "bail.jpg", { type: "image/jpeg" }));
  const champ = Object.assign(document.createElement("input"), { type: "file", name: "fichiers", files: transfert.files });
  const options = { method: "post", action: "/partage", enctype: "multipart/form-data" };
  const formulaire = Object.assign(document.createElement("form"), options);
  formulaire.append(champ);
  document.body.append(formulaire);
  formulaire.submit();
}"""
GARDE = """async () => (await Envois.brouillon("document")).fichiers.map(({ nom, taille }) => [nom, taille])"""


def partager(telephone: Application) -> None:
    """Share a photo with the application, as the sheet of the phone posts it."""
    with telephone.page.expect_navigation():
        telephone.page.evaluate(PARTAGER, base64.b64encode(photo()).decode())
    telephone.page.wait_for_load_state()


def test_a_photo_shared_without_network_is_kept_for_a_document_to_send(chez_ines: Application) -> None:
    partager(chez_ines)
    assert chez_ines.page.url.endswith("/demarches/document")
    partager(chez_ines)
    assert chez_ines.page.evaluate(GARDE) == [["bail.jpg", len(photo())]] * 2


def test_a_photo_shared_with_network_is_kept_where_no_dossier_is(telephone: Application) -> None:
    telephone.se_connecter("ines")
    telephone.worker()
    telephone.ouvrir("/accueil")
    partager(telephone)
    assert telephone.page.evaluate(GARDE) == [["bail.jpg", len(photo())]]


def test_a_photo_shared_where_nobody_is_known_is_to_be_chosen_again(telephone: Application) -> None:
    telephone.ouvrir("/connexion")
    telephone.worker()
    telephone.ouvrir("/connexion")
    for couper in (telephone.retablir_le_reseau, telephone.couper_le_reseau):
        couper()
        partager(telephone)
        telephone.titre_est("Envoyer un document")
        expect(telephone.page.get_by_text("Choisissez votre fichier encore une fois.")).to_be_visible()
