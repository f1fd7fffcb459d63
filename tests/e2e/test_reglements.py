"""Paying a debt back in a real browser, from « Rembourser » to the receipt; the gateway is another site."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from outils.instance import Serveur, demonstration, servir
from tests.dettes.guichets import reglages, servir_la_banque
from tests.e2e.application import Application
from tests.e2e.conftest import NouveauTelephone
from tests.e2e.test_accessibilite import DEBORDE, PETITES_CIBLES


@dataclass(frozen=True)
class Caf:
    """An application whose debts may be paid, and its gateway."""

    serveur: Serveur
    banque: Serveur
    personas: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def caf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caf]:
    dossier = tmp_path_factory.mktemp("reglements")
    personas = demonstration(dossier)
    with servir_la_banque(dossier) as banque, servir(dossier, port=None, **reglages(banque.port)) as serveur:
        yield Caf(serveur, banque, personas)


@dataclass(frozen=True)
class Payeuse:
    """Inès, in front of her debt; what is left of it changes from one test to the next, and is read first."""

    telephone: Application
    banque: Serveur

    def reste(self) -> int:
        """In cents, as « Mes dettes » says."""
        self.telephone.ouvrir("/dettes")
        texte = self.telephone.page.locator("main .montant").first.inner_text()
        return int(re.sub(r"\D", "", texte.partition("€")[0]))

    def aller(self, somme: str = "20,00") -> None:
        """As far as the gateway's page."""
        self.verifier(somme)
        self.telephone.page.get_by_role("button", name=re.compile("^Payer .* par carte$")).click()
        self.telephone.titre_est(f"Payer {somme} €")

    def verifier(self, somme: str) -> None:
        page = self.telephone.page
        self.telephone.ouvrir("/dettes")
        page.get_by_role("link", name="Rembourser").first.click()
        titre = page.get_by_role("heading", level=1)
        expect(titre).to_have_text(re.compile("^Rembourser$|^Confirmer que c’est vous$"))
        if titre.inner_text() != "Rembourser":
            page.get_by_label("Mot de passe").fill(self.telephone.personas["ines"]["mot_de_passe"])
            page.get_by_role("button", name="Confirmer").click()
        self.telephone.titre_est("Rembourser")
        page.get_by_label("Une partie").check()
        page.get_by_label("Montant à payer, en euros").fill(somme)
        page.get_by_role("button", name="Continuer").click()
        self.telephone.titre_est("Vérifier et payer")

    def toucher(self, bouton: str) -> None:
        self.telephone.page.get_by_role("button", name=bouton, exact=True).click()


@pytest.fixture
def ines(nouveau_telephone: NouveauTelephone, caf: Caf) -> Payeuse:
    telephone = nouveau_telephone(caf.serveur)
    telephone = Application(telephone.page, caf.serveur.adresse, caf.personas, caf.serveur.dossier)
    telephone.se_connecter("ines")
    telephone.worker()  # from here on, navigations go through it
    return Payeuse(telephone, caf.banque)


def _ecrit(centimes: int) -> str:
    return f"{centimes // 100},{centimes % 100:02} €"


def test_ines_repays_twenty_euros_and_every_page_agrees_to_the_cent(ines: Payeuse) -> None:
    avant, page = ines.reste(), ines.telephone.page
    ines.aller()
    ines.toucher("Réussir")
    ines.telephone.titre_est("Reçu de paiement")
    reste = _ecrit(avant - 2000)
    expect(page.get_by_role("main")).to_contain_text(reste)
    assert ines.reste() == avant - 2000
    expect(page.get_by_role("heading", name="Mes remboursements")).to_be_visible()
    for adresse in ("/accueil", "/allocations/paiements"):
        ines.telephone.ouvrir(adresse)
        expect(page.get_by_role("main")).to_contain_text(reste)
    ines.telephone.ouvrir("/alertes")
    expect(page.get_by_role("main")).to_contain_text("Remboursement reçu")
    ines.telephone.ouvrir("/compte/historique")
    expect(page.get_by_role("main")).to_contain_text("Remboursement en ligne reçu")


@pytest.mark.parametrize(
    ("bouton", "dit"),
    [("Refuser", "La banque a refusé ce paiement"), ("Abandonner", "Vous avez abandonné ce paiement")],
)
def test_a_payment_that_fails_says_so_and_may_begin_again(ines: Payeuse, bouton: str, dit: str) -> None:
    avant = ines.reste()
    ines.aller()
    ines.toucher(bouton)
    expect(ines.telephone.page.get_by_text(dit)).to_be_visible()
    ines.telephone.toucher("Recommencer")
    ines.telephone.titre_est("Rembourser")
    assert ines.reste() == avant


def test_a_late_notice_turns_the_page_that_waits_into_the_receipt(ines: Payeuse) -> None:
    avant, page = ines.reste(), ines.telephone.page
    ines.aller()
    reference = page.get_by_text("Commande").inner_text().removeprefix("Commande ")
    ines.toucher("Réussir, avis en retard")
    expect(page.get_by_text("Nous attendons la réponse de la banque")).to_be_visible()
    assert page.locator("#attente").get_attribute("hx-trigger") == "every 4s"
    assert ines.banque.demander(f"/ordres/{reference}/envoyer", corps={})[0] == 303
    ines.telephone.titre_est("Reçu de paiement")  # nobody touched anything
    assert ines.reste() == avant - 2000


def test_t24_a_double_click_and_the_back_button_pay_once(ines: Payeuse) -> None:
    avant, page = ines.reste(), ines.telephone.page
    ines.verifier("20,00")
    page.get_by_role("button", name=re.compile("par carte$")).dblclick()
    ines.telephone.titre_est("Payer 20,00 €")
    page.go_back()
    ines.telephone.titre_est("Vérifier et payer")
    page.get_by_role("button", name=re.compile("par carte$")).click()
    ines.toucher("Réussir")
    ines.telephone.titre_est("Reçu de paiement")
    page.go_back()  # the gateway’s page: its order is paid
    ines.toucher("Réussir")
    ines.telephone.titre_est("Ce paiement est refusé")
    assert ines.reste() == avant - 2000


def test_another_amount_is_told_of_the_payment_under_way(ines: Payeuse) -> None:
    page = ines.telephone.page
    ines.aller()
    ines.telephone.ouvrir("/dettes")
    page.get_by_role("link", name="Rembourser").first.click()
    expect(page.get_by_role("heading", name="Un paiement de 20,00 € est déjà commencé")).to_be_visible()
    ines.toucher("L’abandonner")
    expect(page.get_by_text("Vous avez abandonné ce paiement")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_a_payment_are_for_everybody(nouveau_telephone: NouveauTelephone, caf: Caf, theme: str) -> None:
    nu = nouveau_telephone(
        caf.serveur,
        bypass_csp=True,
        viewport={"width": 320, "height": 740},
        color_scheme=theme,
        reduced_motion="reduce",
    )
    telephone = Application(nu.page, caf.serveur.adresse, caf.personas, caf.serveur.dossier)
    telephone.se_connecter("ines")
    ines, page, axe = Payeuse(telephone, caf.banque), telephone.page, Axe()

    def regarder() -> None:
        assert axe.run(page).response["violations"] == []
        assert page.evaluate(DEBORDE) == []
        assert page.evaluate(PETITES_CIBLES) == []

    ines.verifier("1,00")
    regarder()
    page.get_by_role("button", name=re.compile("par carte$")).click()
    ines.toucher("Réussir, avis en retard")
    regarder()
    ines.toucher("Abandonner ce paiement")
    expect(page.get_by_text("Vous avez abandonné ce paiement")).to_be_visible()
    regarder()
    ines.telephone.toucher("Recommencer")
    ines.telephone.titre_est("Rembourser")
    regarder()


def test_without_scripts_too(nouveau_telephone: NouveauTelephone, caf: Caf) -> None:
    nu = nouveau_telephone(caf.serveur, java_script_enabled=False)
    telephone = Application(nu.page, caf.serveur.adresse, caf.personas, caf.serveur.dossier)
    telephone.se_connecter("ines")
    ines = Payeuse(telephone, caf.banque)
    ines.aller("1,00")
    ines.toucher("Réussir")
    telephone.titre_est("Reçu de paiement")
