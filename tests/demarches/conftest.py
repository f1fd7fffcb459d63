"""A démarche of the tests' own, added as anybody would: one file in the folder; and an adviser to answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from caf_pwa.comptes.agents.modele import Agent
from caf_pwa.demarches import catalogue as paquet
from caf_pwa.demarches.catalogue import catalogue


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
