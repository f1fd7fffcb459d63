"""A paper downloaded on one phone and checked on another, which has no account: with the network, then without."""

import io
import random
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from outils.instance import Serveur
from tests.e2e.application import Application
from tests.e2e.conftest import NouveauTelephone
from tests.papiers.feuille import qr, qr_de, texte

PDF = "/documents/attestation-de-paiement.pdf"
# Another code in the address of the same page, and what is then said of it.
CHANGER = """(jeton) => new Promise((fini) => {
  const dit = document.querySelector("[data-jeton-verdict]");
  new MutationObserver((_, observateur) => {
    if (dit.textContent) { observateur.disconnect(); fini(dit.textContent); }
  }).observe(dit, { childList: true });
  dit.textContent = "";
  location.hash = jeton;
})"""
LETTRES = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def _telecharger(telephone: Application) -> bytes:
    """Tap the button, as page and file."""
    telephone.ouvrir("/attestations/attestation-de-paiement")
    lien = telephone.page.get_by_role("link", name="Télécharger en PDF")
    assert lien.get_attribute("href") == PDF
    lien.click()
    telephone.page.wait_for_url(f"**{PDF}")  # it opens in the application
    reponse = telephone.contexte.request.get(telephone.adresse + PDF)
    assert reponse.headers["content-type"] == "application/pdf"
    return reponse.body()


def _code(telephone: Application) -> str:
    telephone.ouvrir("/attestations/attestation-de-paiement")
    return telephone.page.locator(".controle .code").inner_text()


def _verdict(passant: Application, adresse: str) -> str:
    passant.page.goto("about:blank")
    passant.page.goto(adresse)
    dit = passant.page.locator("[data-jeton-verdict]")
    expect(dit).not_to_be_empty()
    return dit.inner_text()


@pytest.fixture
def passant(nouveau_telephone: NouveauTelephone, serveur: Serveur) -> Application:
    """The phone of somebody without an account."""
    return nouveau_telephone(serveur)


def test_a_landlord_checks_a_paper_with_and_without_network(telephone: Application, passant: Application) -> None:
    telephone.se_connecter("ines")
    pdf = _telecharger(telephone)
    code = _code(telephone)
    assert code in texte(pdf)
    passant.ouvrir("/verifier")
    passant.worker()
    passant.page.get_by_label("Code du document").fill(code.lower().replace("-", " "))
    passant.page.get_by_role("button", name="Vérifier ce code").click()
    expect(passant.page.get_by_text("Ce document est vrai")).to_be_visible()
    expect(passant.page.locator(".faits").first).to_contain_text("I. M., 1991")
    adresse = _scanner(telephone)
    assert adresse == qr_de(pdf)
    assert "dit la même chose" in _verdict(passant, adresse)
    passant.couper_le_reseau()
    assert _verdict(passant, adresse).startswith("Vérifié hors connexion : conforme")
    expect(passant.page.locator("[data-jeton-resume]")).to_contain_text("Attestation de paiement")
    _chaque_alteration_est_dite(passant, adresse)
    passant.retablir_le_reseau()
    passant.ouvrir("/verifier/0")
    expect(passant.page.get_by_text("Document inconnu.")).to_be_visible()


def _scanner(telephone: Application) -> str:
    """What a camera reads on the screen."""
    return qr(Image.open(io.BytesIO(telephone.page.locator("svg.qr").screenshot(scale="css"))))


def _chaque_alteration_est_dite(passant: Application, adresse: str) -> None:
    jeton = adresse.partition("#")[2]
    hasard = random.Random(20261123)
    for _ in range(150):
        rang = hasard.randrange(len(jeton))
        autre = hasard.choice(LETTRES.replace(jeton[rang], ""))
        dit = passant.page.evaluate(CHANGER, jeton[:rang] + autre + jeton[rang + 1 :])
        assert dit.startswith(("Ce code QR est modifié", "Clé inconnue")), (rang, dit)
    autre_code = re.sub(r"/verifier/....", "/verifier/0000", adresse)
    assert _verdict(passant, autre_code).startswith("Ce code QR est modifié")
