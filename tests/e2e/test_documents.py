"""Photographing papers: made light on the telephone, checked at once, put in order, without a script too."""

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Route, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa import create_app
from caf_pwa.comptes.modele import Compte
from caf_pwa.config import Reglages
from caf_pwa.documents import service
from caf_pwa.dossier.modele import Personne
from caf_pwa.socle.horloge import instant
from outils.instance import JOUR, Serveur
from tests.documents import fichiers
from tests.e2e.application import Application
from tests.e2e.conftest import NouveauTelephone
from tests.fabriques import moteur_de

NouveauDocument = Callable[[], str]

# Keeps what the page sends, to look at it.
_RETENIR = """() => {
  const envoyer = XMLHttpRequest.prototype.send;
  window.envoyes = [];
  XMLHttpRequest.prototype.send = function (corps) {
    window.envoyes.push(corps.get("fichier"));
    return envoyer.call(this, corps);
  };
}"""


@pytest.fixture
def nouveau_document(dossier: Path, serveur: Serveur) -> NouveauDocument:
    """``nouveau_document()``: the address of a document that Inès has begun."""
    app = create_app(Reglages.depuis({"CAF_INSTANCE": str(dossier), "CAF_AUJOURDHUI": JOUR}))

    def commencer() -> str:
        moteur = moteur_de(app)
        with Session(moteur) as session:
            personnes = select(Personne).join(Compte, Compte.personne_id == Personne.id)
            ines = session.scalars(personnes.where(Personne.prenoms == "Inès")).one()
            deposant = session.get_one(Personne, ines.id)
            document = service.commencer(session, _Deposant(deposant), "Quittance de loyer", "/accueil", instant())
            adresse = f"/documents/{document.id}"
            session.commit()
        moteur.dispose()
        return adresse

    return commencer


class _Deposant:
    def __init__(self, personne: Personne) -> None:
        self.foyer_id, self.personne_id = personne.foyer_id, personne.id


def _photo_lourde() -> bytes:
    """As a telephone makes them: 12 MB, lying on its side, telling where it was taken."""
    exif = Image.Exif()
    exif[fichiers.ORIENTATION] = 6
    exif.get_ifd(fichiers.GPS).update({1: "N", fichiers.LATITUDE: (48.0, 51.0, 24.0)})
    sortie = BytesIO()
    Image.effect_noise((4000, 3000), 100).convert("RGB").save(sortie, "JPEG", quality=93, exif=exif)
    assert sortie.tell() > 10_000_000
    return sortie.getvalue()


def _choisir(telephone: Application, *fichiers_: tuple[str, bytes], libelle: str = "Choisir un fichier") -> None:
    telephone.page.get_by_label(libelle).set_input_files(
        [FilePayload(name=nom, mimeType="", buffer=octets) for nom, octets in fichiers_]
    )


def test_a_photo_of_12_mb_goes_up_light_upright_and_without_its_place(
    telephone: Application, nouveau_document: NouveauDocument
) -> None:
    telephone.se_connecter("ines")
    telephone.ouvrir(nouveau_document())
    telephone.titre_est("Quittance de loyer")
    telephone.page.evaluate(_RETENIR)
    _choisir(telephone, ("IMG_0001.jpg", _photo_lourde()), libelle="Prendre une photo")
    expect(telephone.page.get_by_role("heading", name="1 page")).to_be_visible()
    corps = bytes(telephone.page.evaluate("envoyes[0].arrayBuffer().then((octets) => [...new Uint8Array(octets)])"))
    assert 10_000 < len(corps) < 600_000
    assert b"Exif" not in corps
    envoyee = Image.open(BytesIO(corps))
    assert envoyee.height > envoyee.width, "it was held upright"
    assert max(envoyee.size) <= 2000
    expect(telephone.page.locator("#envois")).to_contain_text("IMG_0001.jpg\u00a0: ajouté.")


def test_what_was_chosen_before_the_script_came_is_sent_too(
    nouveau_telephone: NouveauTelephone, serveur: Serveur, nouveau_document: NouveauDocument
) -> None:
    telephone = nouveau_telephone(serveur, service_workers="block")
    telephone.se_connecter("ines")
    retenus: list[Route] = []
    telephone.page.route("**/js/documents.js*", lambda route: retenus.append(route))
    with telephone.page.expect_request("**/js/documents.js*"):
        telephone.page.goto(telephone.adresse + nouveau_document(), wait_until="commit")
    _choisir(telephone, ("bail.png", fichiers.octets(fichiers.papier(300, 400), "PNG")))
    retenus[0].continue_()
    expect(telephone.page.get_by_role("heading", name="1 page")).to_be_visible()


def test_pages_are_added_turned_and_taken_out(telephone: Application, nouveau_document: NouveauDocument) -> None:
    telephone.se_connecter("ines")
    telephone.ouvrir(nouveau_document())
    _choisir(
        telephone,
        ("un.jpg", fichiers.octets(fichiers.papier())),
        ("deux.jpg", fichiers.octets(fichiers.papier(1500, 2000, flou=9))),
        ("trois.pdf", fichiers.pdf(2)),
    )
    expect(telephone.page.get_by_role("heading", name="4 pages")).to_be_visible()
    expect(telephone.page.get_by_text("Cette photo semble floue.")).to_have_count(1)
    telephone.page.get_by_role("button", name="Tourner la page 1").click()
    expect(telephone.page.locator("image[transform='rotate(90 80 80)']")).to_have_count(1)
    telephone.page.get_by_role("button", name="Retirer la page 2").click()
    expect(telephone.page.get_by_role("heading", name="3 pages")).to_be_visible()
    expect(telephone.page.get_by_text("Cette photo semble floue.")).to_have_count(0)
    telephone.page.get_by_role("link", name="C’est fini").click()
    telephone.titre_est("Bonjour Inès")


def test_a_refused_file_says_why_beside_it_and_the_others_go_on(
    telephone: Application, nouveau_document: NouveauDocument
) -> None:
    telephone.se_connecter("ines")
    telephone.ouvrir(nouveau_document())
    _choisir(
        telephone,
        ("bulletin.pdf", fichiers.pdf_verrouille()),
        ("film.mov", os.urandom(10_100_000)),
        ("bail.jpg", fichiers.octets(fichiers.papier())),
    )
    expect(telephone.page.get_by_role("heading", name="1 page")).to_be_visible()
    expect(telephone.page.locator("#envois .erreur")).to_have_count(2)
    expect(telephone.page.locator("#envois")).to_contain_text("Ce PDF est protégé par un mot de passe.")
    expect(telephone.page.locator("#envois")).to_contain_text("film.mov\u00a0: Ce fichier pèse plus de 10\u00a0Mo.")


def test_a_file_that_did_not_go_can_be_sent_again(telephone: Application, nouveau_document: NouveauDocument) -> None:
    telephone.se_connecter("ines")
    telephone.ouvrir(nouveau_document())
    telephone.page.get_by_label("Choisir un fichier").wait_for()
    telephone.couper_le_reseau()
    _choisir(telephone, ("bail.pdf", fichiers.pdf()))
    expect(telephone.page.locator("#envois")).to_contain_text("Le réseau a manqué")
    telephone.retablir_le_reseau()
    telephone.page.get_by_role("button", name="Réessayer").click()
    expect(telephone.page.get_by_role("heading", name="1 page")).to_be_visible()


def test_without_a_script_the_form_sends_the_files(
    nouveau_telephone: NouveauTelephone, serveur: Serveur, nouveau_document: NouveauDocument
) -> None:
    telephone = nouveau_telephone(serveur, java_script_enabled=False)
    telephone.se_connecter("ines")
    telephone.ouvrir(nouveau_document())
    _choisir(telephone, ("bail.jpg", fichiers.photo(orientation=6)), ("secret.pdf", fichiers.pdf_verrouille()))
    telephone.page.get_by_role("button", name="Ajouter", exact=True).click()
    expect(telephone.page.get_by_text("Ce PDF est protégé par un mot de passe.")).to_be_visible()
    expect(telephone.page.get_by_role("heading", name="1 page")).to_be_visible()
    telephone.page.get_by_role("button", name="Retirer la page 1").click()
    expect(telephone.page.get_by_role("heading", name="1 page")).to_have_count(0)
    telephone.page.get_by_role("button", name="Abandonner ce document").click()
    telephone.titre_est("Bonjour Inès")
