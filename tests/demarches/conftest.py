"""A démarche of the tests' own, added as anybody would; an adviser to answer; a family; a device."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy.orm import Session

from caf_pwa.comptes.agents.modele import Agent
from caf_pwa.comptes.identite import Identite
from caf_pwa.config import RACINE
from caf_pwa.demarches import catalogue as paquet
from caf_pwa.demarches.catalogue import catalogue
from tests.fabriques import compte, foyer, identite_de, importer, personne, ressources

SALAIRE = {"libelle": "Net social", "montant": "612.40", "origine": "employeur", "mois": 8}


@pytest.fixture
def essai(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The catalogue with one more démarche, ``essai``."""
    (tmp_path / "essai_ajoute.py").write_text('"""One more."""\n\nfrom tests.demarches.questionnaire import FICHE\n')
    monkeypatch.setattr(paquet, "__path__", [*paquet.__path__, str(tmp_path)])
    catalogue.cache_clear()
    yield
    catalogue.cache_clear()


@pytest.fixture
def agent(session: Session) -> str:
    """An adviser."""
    session.add(Agent(id="a" * 32, email="a@exemple.invalid", nom="Camille", empreinte_mot_de_passe="x", actif=True))
    session.commit()
    return "a" * 32


@pytest.fixture
def parent(app: Flask) -> Identite:
    """Karim, his wife, and two children: one of them nearly grown."""
    importer(
        app,
        foyer(
            "karim",
            personne("karim"),
            personne("julie", "conjoint", prenoms="Julie"),
            personne("hugo", "enfant", prenoms="Hugo", naissance="2010-05-03"),
            personne("lea", "enfant", prenoms="Léa", naissance="2007-02-01"),
        ),
        ressources("karim", "karim", 2026, lignes=[SALAIRE]),
        compte("karim"),
    )
    return identite_de(app, "karim")


@pytest.fixture(scope="session")
def appareil(chromium: Browser) -> Page:
    """What a device has: its own code, and nothing else."""
    page = chromium.new_page()
    for nom in ("controles", "conditions"):
        page.add_script_tag(path=RACINE / f"static/js/envois/{nom}.js")
    return page
