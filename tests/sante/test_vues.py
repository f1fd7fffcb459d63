"""/sante: those who run the service learn in one request whether it can do its work."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.conftest import NouvelleApp
from tests.fabriques import moteur_de


def test_a_service_that_is_well_says_so_with_its_version(app: Flask, client: FlaskClient) -> None:
    reponse = client.get("/sante")
    assert reponse.status_code == 200
    assert reponse.json == {"base": "ok", "fichiers": "ok", "version": app.config["VERSION"]}


def test_a_database_that_does_not_answer_is_told_apart(app: Flask, client: FlaskClient) -> None:
    with moteur_de(app).begin() as connexion:
        connexion.execute(text("DROP TABLE alembic_version"))
    reponse = client.get("/sante")
    assert reponse.status_code == 503
    assert reponse.json is not None
    assert (reponse.json["base"], reponse.json["fichiers"]) == ("panne", "ok")


def test_a_disk_that_cannot_be_written_is_told_apart(nouvelle_app: NouvelleApp, tmp_path: Path) -> None:
    (tmp_path / "occupe").write_text("a file where the folder should be")
    with nouvelle_app(CAF_DONNEES=str(tmp_path / "occupe")) as app:
        reponse = app.test_client().get("/sante")
    assert reponse.status_code == 503
    assert reponse.json is not None
    assert (reponse.json["base"], reponse.json["fichiers"]) == ("ok", "panne")


@pytest.mark.parametrize("methode", ["post", "put", "delete"])
def test_nothing_is_changed_by_asking(client: FlaskClient, methode: str) -> None:
    assert getattr(client, methode)("/sante").status_code == 405
