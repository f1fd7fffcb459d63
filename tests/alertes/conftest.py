"""A push service, an application that knows it, and people whose phones ring."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from caf_pwa.alertes import abonnements, service
from caf_pwa.alertes.cle import cle_vapid
from caf_pwa.alertes.commandes import voies
from caf_pwa.alertes.distribution import Distribution
from caf_pwa.alertes.modele import Canal, Livraison
from caf_pwa.comptes.identite import Identite
from outils.push import ServiceDePush, Telephone, service_de_push
from tests.conftest import NouvelleApp
from tests.fabriques import compte, foyer, identite_de, importer, moteur_de, personne

MIDI = datetime(2026, 11, 23, 12, tzinfo=UTC)  # 13 h in Paris: nobody sleeps
JOUR = date(2026, 11, 23)


@pytest.fixture(scope="session")
def poste() -> Iterator[ServiceDePush]:
    with service_de_push() as service:
        yield service


@pytest.fixture
def app(nouvelle_app: NouvelleApp, poste: ServiceDePush) -> Iterator[Flask]:
    with nouvelle_app(PUSH_HOTES=poste.origine) as app:
        yield app


@dataclass
class Rue:
    """What happens outside of the requests: phones subscribe, alerts are published, a worker goes by."""

    app: Flask
    poste: ServiceDePush
    maintenant: datetime = MIDI

    @property
    def cle(self) -> str:
        return cle_vapid(self.app.config["REGLAGES"].push).publique

    def abonner(self, nom: str, telephone: Telephone | None = None) -> Telephone:
        telephone = telephone or self.poste.telephone()
        with Session(moteur_de(self.app)) as session:
            hotes = [self.poste.origine]
            abonnements.abonner(session, identite_de(self.app, nom), telephone.adresse, hotes, self.maintenant)
            session.commit()
        return telephone

    def publier(self, nom: str, genre: str = "paiement", objet: str = "un", **valeurs: str) -> None:
        foyer_id = identite_de(self.app, nom).foyer_id
        with Session(moteur_de(self.app)) as session:
            service.publier(session, (foyer_id, None), genre, objet, valeurs, self.maintenant)
            session.commit()

    def worker(self) -> Distribution:
        return Distribution(moteur_de(self.app), voies(self.app.config["REGLAGES"], self.app.extensions["messagerie"]))

    def distribuer(self, apres: timedelta = timedelta()) -> None:
        """A worker goes by, that much later, until there is nothing to do."""
        self.maintenant += apres
        worker = self.worker()
        try:
            while worker.tour(self.maintenant, JOUR):
                pass
        finally:
            worker.fermer()

    def livraisons(self, canal: Canal = Canal.PUSH) -> list[Livraison]:
        with Session(moteur_de(self.app), expire_on_commit=False) as session:
            return list(session.query(Livraison).filter_by(canal=canal).order_by(Livraison.id))


@pytest.fixture
def rue(app: Flask, poste: ServiceDePush) -> Rue:
    return Rue(app, poste)


@pytest.fixture
def alice_jointe(app: Flask) -> Identite:
    """Alice, who has a mail address."""
    importer(app, foyer("alice", personne("alice", courriel="alice@exemple.fr")), compte("alice"))
    return identite_de(app, "alice")
