"""Every route, and what it answers to every kind of person there is around a dossier."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.regles.maisonnee import PERSONNES, entrer
from tests.regles.matrice import MATRICE
from tests.regles.routes import NAVIGATION, Route, nom, routes


@pytest.mark.parametrize("route", routes(), ids=nom)
def test_each_kind_of_person_is_answered_what_the_matrix_says(maisonnee: Flask, route: Route) -> None:
    assert route in MATRICE, (
        f"Nobody has said what {nom(route)} answers to whom. Add it to tests/regles/matrice.py with one line for "
        "each kind of object it shows; an object of another household is 404, a section out of reach 403."
    )
    clients = {genre: entrer(maisonnee, genre) for genre in PERSONNES}
    for adresse, ligne in MATRICE[route]:
        recu = {genre: _statut(client, route[0], adresse) for genre, client in clients.items()}
        assert recu == dict(zip(PERSONNES, ligne, strict=True)), f"{route[0]} {adresse}"


def test_the_matrix_names_no_route_that_is_gone() -> None:
    assert set(MATRICE) <= set(routes()), "Remove from tests/regles/matrice.py what the application no longer serves."


def _statut(client: FlaskClient, methode: str, adresse: str) -> int:
    return client.open(adresse, method=methode, headers=NAVIGATION, buffered=True).status_code
