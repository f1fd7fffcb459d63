"""Alice has a debt of 540 euros, and the application a payment gateway."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caf_pwa.comptes.identite import Identite
from tests.conftest import NouvelleApp
from tests.dettes.guichets import ENVIRON
from tests.fabriques import compte, connecter, creance, foyer, identite_de, importer


@pytest.fixture
def app_payante(nouvelle_app: NouvelleApp) -> Iterator[Flask]:
    with nouvelle_app(**ENVIRON) as app:
        importer(app, foyer("alice"), compte("alice"), creance("alice"))
        yield app


@pytest.fixture
def debitrice(app_payante: Flask) -> Identite:
    """Alice."""
    return identite_de(app_payante, "alice")


@pytest.fixture
def navigateur(app_payante: Flask, debitrice: Identite) -> FlaskClient:
    """Alice's browser, on which she has just proved that it is her."""
    return connecter(app_payante.test_client(), debitrice, confirmee=True)
