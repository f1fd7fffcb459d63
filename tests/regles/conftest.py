"""What the rules look at: the demonstration, loaded once, and what each person of it is shown."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from caf_pwa import create_app, extensions
from caf_pwa.comptes.cles import service as cles
from caf_pwa.comptes.cles.passkeys import NouvelleCle
from caf_pwa.comptes.identite import Identite
from caf_pwa.config import Reglages
from caf_pwa.demonstration.commandes import charger
from caf_pwa.demonstration.personas import tous
from caf_pwa.dettes import demandes
from caf_pwa.dettes.modele import GenreDeDemande
from caf_pwa.dettes.reglements import service as reglements
from caf_pwa.dettes.reglements import tenue
from caf_pwa.dettes.reglements.guichet import Avis
from caf_pwa.dettes.reglements.moteur import Nouvelle
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.identifiants import interne
from tests.conftest import AUJOURDHUI, Moule
from tests.demarches.parcours import Parcours
from tests.fabriques import compte, connecter, foyer, identite_de, importer, moteur_de
from tests.regles.adresses import LECTRICE
from tests.regles.maisonnee import emmenager
from tests.regles.visite import INCONNU, Page, visiter

# Everybody with an account in the demonstration, and Vide, whose household has nothing at all.
CONNECTES = [f"demo-{persona.persona}" for persona in tous(AUJOURDHUI) if persona.a_un_compte] + ["vide"]
VISITEURS = [INCONNU, *CONNECTES]

DETTE = interne("creance", f"{LECTRICE}-dette-rsa")


@contextmanager
def _app(moule: Moule, dossier: Path) -> Iterator[Flask]:
    """An application on a database of its own, for as long as a worker runs."""
    url = moule.copier(dossier)
    environ = {"CAF_INSTANCE": str(dossier), "DATABASE_URL": url, "CAF_AUJOURDHUI": AUJOURDHUI.isoformat()}
    app = create_app(Reglages.depuis(environ))
    yield app
    moteur_de(app).dispose()
    moule.jeter(url)


@pytest.fixture(scope="session")
def _demonstration(moule_sqlite: Moule, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with _app(moule_sqlite, tmp_path_factory.mktemp("demonstration")) as app:
        with app.app_context():
            charger(AUJOURDHUI)
        importer(app, foyer("vide"), compte("vide"))
        lectrice = identite_de(app, LECTRICE)
        with Session(moteur_de(app)) as session:
            cles.ajouter(
                session, lectrice.compte_id, NouvelleCle(b"cle", b"publique", 0), "Mon téléphone", "", instant()
            )
            _demander_et_retirer(session, lectrice)
            _payer(session, lectrice)
            session.commit()
        client = connecter(app.test_client(), lectrice)
        assert Parcours(client, "document").envoyer().status_code == 303
        Parcours(client, "grossesse").remplir()
        yield app


def _demander_et_retirer(session: Session, lectrice: Identite) -> None:
    """What she asked about her debt, and took back: it can be asked again."""
    saisie = demandes.Saisie(GenreDeDemande.ECHEANCIER, {}, Decimal("45.00"))
    quand = (AUJOURDHUI, instant())
    une = demandes.deposer(session, lectrice, DETTE, saisie, "0" * 32, quand)
    demandes.retirer(session, lectrice, une, quand)


def _payer(session: Session, lectrice: Identite) -> None:
    """She has paid a part of her debt online."""
    reglement = reglements.commencer(session, lectrice, DETTE, Decimal("20.00"), "a" * 32, instant())
    tenue.recevoir(session, "lyra", Avis(reglement.reference, "t", Nouvelle.PAYE, reglement.montant), instant())


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def _maisonnee(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    moule: Moule = request.getfixturevalue(f"moule_{request.param}")
    with _app(moule, tmp_path_factory.mktemp("maisonnee")) as app:
        emmenager(app)
        yield app


@pytest.fixture
def maisonnee(_maisonnee: Flask) -> Iterator[Flask]:
    """The household with every kind of person, on both databases: read and marked as read, changed in nothing else."""
    extensions.horloge.regler(AUJOURDHUI)
    yield _maisonnee
    extensions.horloge.regler(None)


@pytest.fixture
def demonstration(_demonstration: Flask) -> Iterator[Flask]:
    """The demonstration on 23 November 2026, on SQLite: to read, never to change."""
    extensions.horloge.regler(AUJOURDHUI)
    yield _demonstration
    extensions.horloge.regler(None)


@pytest.fixture(scope="session")
def _visites() -> dict[str, list[Page]]:
    return {}


Visites = Callable[[str], list[Page]]


@pytest.fixture
def visites(demonstration: Flask, _visites: dict[str, list[Page]]) -> Visites:
    """Every page that a person of the demonstration reaches from /accueil by following links."""

    def de(personne: str) -> list[Page]:
        if personne not in _visites:
            _visites[personne] = visiter(demonstration, personne)
        return _visites[personne]

    return de
