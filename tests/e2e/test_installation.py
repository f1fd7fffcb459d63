"""Installing the application, and its new versions."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from outils.instance import Serveur, servir
from tests.e2e.application import Application
from tests.e2e.conftest import NouveauTelephone


def test_chromium_finds_nothing_against_installing_it(
    telephone_durable: Callable[[Serveur], Application], serveur: Serveur
) -> None:
    telephone = telephone_durable(serveur)
    telephone.ouvrir("/connexion")
    telephone.worker()
    cdp = telephone.cdp()
    assert cdp.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    manifeste = cdp.send("Page.getAppManifest")
    assert manifeste["errors"] == []
    assert cdp.send("Page.getAppId")["appId"] == f"{telephone.adresse}/"


def test_a_new_version_is_offered_and_comes_when_the_person_says_so(
    nouveau_telephone: NouveauTelephone, dossier: Path
) -> None:
    with servir(dossier) as ancien:
        telephone = nouveau_telephone(ancien)
        telephone.ouvrir("/connexion")
        telephone.worker()
        telephone.page.reload()
    with servir(dossier, "tests.e2e.version_suivante:app", port=ancien.port):
        telephone.page.evaluate("() => navigator.serviceWorker.getRegistration().then((r) => r.update())")
        expect(telephone.page.get_by_text("Nouvelle version de l’application")).to_be_visible()
        with telephone.page.expect_navigation():
            telephone.page.get_by_role("button", name="Recharger").click()
        telephone.titre_est("Me connecter")
        assert telephone.page.evaluate("() => caches.keys()") == ["coquille-version-suivante"]
