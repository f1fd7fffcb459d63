"""The gateway of the demonstration keeps Lyra's rules, sends its notices over HTTP, and never serves in production."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import pytest
import requests
from flask import Flask
from werkzeug.serving import make_server

from caf_pwa.socle.environnement import ReglageInvalide
from caf_pwa.socle.identifiants import interne
from outils.instance import Serveur
from outils.paiement.application import depuis
from tests.conftest import NouvelleApp
from tests.dettes.guichets import reglages, servir_la_banque
from tests.fabriques import compte, creance, foyer, identite_de, importer, ouvrir_session
from tests.lecteur import mots
from tests.regles.document import Document

DETTE = interne("creance", "creance")


@pytest.fixture(scope="module")
def banque(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serveur]:
    """The real process."""
    with servir_la_banque(tmp_path_factory.mktemp("banque")) as banque:
        yield banque


@contextmanager
def _servir(app: Flask) -> Iterator[str]:
    serveur = make_server("127.0.0.1", 0, app, threaded=True)
    fil = threading.Thread(target=serveur.serve_forever)
    fil.start()
    try:
        yield f"http://127.0.0.1:{serveur.port}"
    finally:
        serveur.shutdown()
        fil.join()
        serveur.server_close()


def _mots(page: str) -> str:
    return mots(Document(page).un("main"))


@dataclass
class Navigateur:
    """Alice's browser: it goes from the application to the gateway and back."""

    caf: str
    banque: str
    session: requests.Session
    champs: dict[str, str] = field(default_factory=dict)

    def commencer(self, cle: str = "a" * 32) -> str:
        """The address of a payment of 20 euros, its form at hand."""
        saisie = {"part": "partie", "somme": "20,00", "cle": cle}
        adresse = f"{self.caf}/dettes/{DETTE}/rembourser"
        page = self.session.post(adresse, saisie, timeout=10)
        caches = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text)
        self.champs = {nom: unescape(valeur) for nom, valeur in caches}
        return page.url.removesuffix("/payer")

    def aller(self, **autres: str) -> requests.Response:
        return requests.post(f"{self.banque}/vads-payment/", self.champs | autres, timeout=10)

    def choisir(self, quoi: str) -> requests.Response:
        adresse = f"{self.banque}/ordres/{self.champs['vads_order_id']}/{quoi}"
        return requests.post(adresse, timeout=10, allow_redirects=False)

    def lire(self, adresse: str) -> str:
        return _mots(self.session.get(adresse, timeout=10).text)

    @property
    def reste(self) -> str:
        (trouve,) = re.findall(r"([\d,]+) € à rembourser, sur", self.lire(f"{self.caf}/dettes"))
        return str(trouve)


@pytest.fixture
def alice(nouvelle_app: NouvelleApp, banque: Serveur) -> Iterator[Navigateur]:
    with nouvelle_app(**reglages(banque.port)) as app, _servir(app) as caf:
        importer(app, foyer("alice"), compte("alice"), creance("alice"))
        jeton = ouvrir_session(app, identite_de(app, "alice").compte_id, confirmee=True)
        with requests.Session() as session:
            session.cookies.set("caf", jeton)
            yield Navigateur(caf, banque.adresse, session)


def test_a_payment_that_succeeds_is_told_before_its_person_is_back(alice: Navigateur) -> None:
    ici = alice.commencer()
    assert "Payer 20,00 €" in _mots(alice.aller().text)
    retour = alice.choisir("reussir")
    assert (retour.status_code, retour.headers["Location"]) == (303, ici)
    assert "Reçu de paiement" in alice.lire(ici)
    assert alice.reste == "520,00"


@pytest.mark.parametrize(
    ("quoi", "dit"), [("refuser", "La banque a refusé"), ("abandonner", "Vous avez abandonné ce paiement")]
)
def test_a_payment_that_fails_leaves_the_debt(alice: Navigateur, quoi: str, dit: str) -> None:
    ici = alice.commencer()
    alice.aller()
    alice.choisir(quoi)
    assert dit in alice.lire(ici)
    assert alice.reste == "540,00"


def test_t26_a_notice_sent_twice_credits_once(alice: Navigateur) -> None:
    alice.commencer()
    alice.aller()
    alice.choisir("avis-deux-fois")
    alice.choisir("envoyer")
    assert alice.reste == "520,00"


def test_a_late_notice_counts_when_it_comes(alice: Navigateur) -> None:
    ici = alice.commencer()
    alice.aller()
    alice.choisir("avis-en-retard")
    assert "En attente de confirmation" in alice.lire(ici)
    alice.choisir("envoyer")
    assert "Reçu de paiement" in alice.lire(ici)


def test_money_given_back_is_owed_again(alice: Navigateur) -> None:
    ici = alice.commencer()
    alice.aller()
    alice.choisir("reussir")
    alice.choisir("rembourser")
    assert "20,00 € vous ont été rendus" in alice.lire(ici)
    assert alice.reste == "540,00"


def test_t24_an_order_is_paid_once_from_two_tabs(alice: Navigateur) -> None:
    alice.commencer()
    assert [alice.aller().status_code, alice.aller().status_code] == [200, 200]
    alice.choisir("reussir")
    assert [alice.choisir("reussir").status_code, alice.aller().status_code] == [400, 400]
    assert alice.reste == "520,00"


@pytest.mark.parametrize("altere", [{"vads_amount": "1"}, {"vads_order_id": "x"}, {"signature": "x"}, {"vads_z": "1"}])
def test_t25_a_form_altered_in_the_browser_is_refused(alice: Navigateur, altere: dict[str, str]) -> None:
    alice.commencer()
    assert alice.aller(**altere).status_code == 400


def test_it_never_serves_in_production_nor_without_settings(tmp_path: Path) -> None:
    with pytest.raises(ReglageInvalide, match="production"):
        depuis({"CAF_MODE": "production", "CAF_INSTANCE": str(tmp_path)} | reglages(8200))
    with pytest.raises(ReglageInvalide, match="PAIEMENT_URL"):
        depuis({"CAF_INSTANCE": str(tmp_path)})
