"""The provider of identities, beside the application."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.comptes.federation import FauxFranceConnect, servir
from tests.conftest import NouvelleApp
from tests.fabriques import compte, foyer, importer, personne

INES = {
    "naissance": "1991-07-12",
    "nom_naissance": "MOREAU",
    "prenoms": "Inès",
    "sexe": "F",
    "commune_naissance": "33063",
    "pays_naissance": "99100",
}


@pytest.fixture
def franceconnect() -> Iterator[FauxFranceConnect]:
    with servir() as serveur:
        yield serveur


@pytest.fixture
def app_federee(franceconnect: FauxFranceConnect, nouvelle_app: NouvelleApp) -> Iterator[Flask]:
    """The application with its provider, and Inès, who has an account."""
    with nouvelle_app(**franceconnect.environ) as app:
        importer(app, foyer("ines", personne("ines", **INES)), compte("ines"))
        yield app
