"""The demonstration, as the tests of this slice read it."""

import pytest
from flask import Flask

from caf_pwa.comptes.identite import Identite
from caf_pwa.demonstration.commandes import enregistrements
from caf_pwa.demonstration.personas import tous
from tests.conftest import AUJOURDHUI
from tests.fabriques import identite_de, importer


@pytest.fixture
def personas(app: Flask) -> list[Identite]:
    """Everybody of the demonstration who can sign in and is no adviser."""
    importer(app, *enregistrements(AUJOURDHUI))
    gens = [un for un in tous(AUJOURDHUI) if un.a_un_compte and un.role != "agent"]
    return [identite_de(app, f"demo-{un.persona}") for un in gens]
