"""An alert from one end to the other: asked for, published, sent by the worker, opened by the phone, shown, touched."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from caf_pwa.socle.chiffrement.vapid import CleVapid
from outils.instance import RACINE, Serveur, environnement, servir
from outils.push import Recu, ServiceDePush, Telephone, service_de_push
from tests.e2e.application import Application
from tests.e2e.conftest import NouveauTelephone

# Chromium alone has no push service to subscribe to: the browser's side of it is played, the rest is real.
FAUX_ABONNEMENT = """(json) => {
  let actuel = null;
  const unsubscribe = async () => Boolean((actuel = null)) || true;
  const abonnement = { endpoint: json.endpoint, toJSON: () => json, unsubscribe };
  PushManager.prototype.getSubscription = async () => actuel;
  PushManager.prototype.subscribe = async (options) => {
    self.cleDemandee = options.applicationServerKey;
    return (actuel = abonnement);
  };
}"""


@dataclass
class Sonnette:
    """A phone on which alerts can be asked for, its subscription, and what pushes to it."""

    application: Application
    telephone: Telephone
    poste: ServiceDePush
    registration: str = ""

    def abonner(self) -> None:
        self.application.ouvrir("/compte/alertes")
        self.application.page.get_by_role("button", name="Recevoir mes alertes ici").click()
        expect(self.application.page.get_by_role("heading", name="Ce téléphone est prévenu")).to_be_visible()

    def remettre(self, recu: Recu) -> None:
        """What its browser does with a message: wake the worker."""
        cdp = self.application.cdp()
        vues: list[str] = []
        cdp.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda dit: vues.extend(une["registrationId"] for une in dit["registrations"]),
        )
        cdp.send("ServiceWorker.enable")
        self.application.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        ici = {"origin": self.application.adresse, "registrationId": vues[-1]}
        cdp.send("ServiceWorker.deliverPushMessage", ici | {"data": json.dumps(recu.dit)})

    def recevoir(self, genre: str) -> Recu:
        """The message of that kind, once the push service has it: other tests ring this person too."""

        def le_sien() -> Recu | None:
            return next((recu for recu in self.telephone.recus if recu.dit["genre"] == genre), None)

        with self.poste.arrivee:
            trouve = self.poste.arrivee.wait_for(le_sien, 20)
        assert trouve is not None, "nothing came"
        return trouve

    def notifications(self) -> list[dict[str, Any]]:
        """What is on the screen of the phone."""
        lues: list[dict[str, Any]] = self.application.page.evaluate(
            """async () => {
              const inscription = await navigator.serviceWorker.ready;
              const vues = await inscription.getNotifications();
              return vues.map(({ title, body, tag, data }) => ({ title, body, tag, data }));
            }"""
        )
        return lues


@pytest.fixture(scope="session")
def poste() -> Iterator[ServiceDePush]:
    with service_de_push() as service:
        yield service


@pytest.fixture(scope="module")
def serveur_qui_sonne(dossier: Path, personas: dict[str, Any], poste: ServiceDePush) -> Iterator[Serveur]:
    with servir(dossier, PUSH_HOTES=poste.origine) as serveur, worker(dossier, poste):
        yield serveur


@contextmanager
def worker(dossier: Path, poste: ServiceDePush) -> Iterator[None]:
    ordre = [sys.executable, "-m", "flask", "--app", "app", "alertes", "distribuer"]
    processus = subprocess.Popen(ordre, cwd=RACINE, env=environnement(dossier, PUSH_HOTES=poste.origine))
    try:
        yield
    finally:
        processus.send_signal(signal.SIGTERM)
        assert processus.wait(30) == 0


@pytest.fixture
def sonnette(serveur_qui_sonne: Serveur, nouveau_telephone: NouveauTelephone, poste: ServiceDePush) -> Sonnette:
    telephone = poste.telephone()
    application = nouveau_telephone(serveur_qui_sonne)
    application.contexte.grant_permissions(["notifications"], origin=serveur_qui_sonne.adresse)
    adresse = telephone.adresse
    abonnement = {"endpoint": adresse["endpoint"], "keys": {nom: adresse[nom] for nom in ("p256dh", "auth")}}
    application.contexte.add_init_script(f"({FAUX_ABONNEMENT})({json.dumps(abonnement)})")
    return Sonnette(application, telephone, poste)


def test_ines_asks_to_be_told_tries_it_and_a_touch_opens_what_it_is_about(sonnette: Sonnette) -> None:
    page = sonnette.application.page
    sonnette.application.se_connecter("ines")
    sonnette.abonner()
    cle = (sonnette.application.dossier / "cle-vapid").read_text()
    sonnette.poste.vapid = CleVapid.lire(cle).publique
    page.get_by_role("button", name="Faire un essai").click()
    sonnette.application.titre_est("Essai d’une alerte")
    expect(page.get_by_role("heading", name="L’alerte est en route")).to_be_visible()
    sonnette.remettre(sonnette.recevoir("essai"))
    expect(page.get_by_text("L’alerte est arrivée.")).to_be_visible()
    (montree,) = sonnette.notifications()
    assert montree["title"] == "Caf – Mon Compte"
    assert montree["body"] == "Vos alertes arrivent bien sur ce téléphone."
    sonnette.application.worker().evaluate(
        """async () => {
          const [notification] = await registration.getNotifications();
          dispatchEvent(new NotificationEvent("notificationclick", { notification }));
        }"""
    )
    sonnette.application.titre_est("Mes alertes")
