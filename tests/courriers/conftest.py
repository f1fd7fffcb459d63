"""Karim and Julie, and what each of them finds among letters."""

import pytest
from flask import Flask

from caf_pwa.comptes.identite import Identite
from tests.fabriques import compte, foyer, identite_de, importer, personne


@pytest.fixture
def karim(app: Flask) -> Identite:
    """Karim, responsible for a household with Julie, who has an account and no authorisation."""
    importer(
        app,
        foyer("karim", personne("karim"), personne("julie", "conjoint")),
        *(compte(nom) for nom in ("karim", "julie")),
    )
    return identite_de(app, "karim")
