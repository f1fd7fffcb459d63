"""What a phone downloads of ``static/``: all that works, and nothing that is only read here."""

import pytest
from flask import Flask

from tests.regles.routes import RACINE

ECRITS = sorted(
    fichier.relative_to(RACINE / "static").as_posix()
    for motif in ("js/**/*.js", "css/*.css")
    for fichier in (RACINE / "static").glob(motif)
)


@pytest.mark.parametrize("chemin", ECRITS)
def test_no_phone_downloads_our_comments(app: Flask, chemin: str) -> None:
    ecrit, servi = (RACINE / "static" / chemin).read_text(), app.test_client().get(f"/static/{chemin}").text
    lignes = ecrit.splitlines()
    assert lignes[0].startswith("/*")
    assert lignes[0] not in servi
    reste = iter(lignes)
    assert all(ligne in reste for ligne in servi.splitlines()), "every other line travels as it is written"


def test_the_worker_is_served_without_them_too(app: Flask) -> None:
    servi = app.test_client().get("/sw.js").text
    assert 'addEventListener("fetch"' in servi
    assert "/* Requests. */" not in servi


@pytest.mark.parametrize("chemin", ["js/perdu.js", "js/%00.js", "js", "..%2fapp.py", "css/./app.css/x"])
def test_what_is_not_there_is_not_found(app: Flask, chemin: str) -> None:
    assert app.test_client().get(f"/static/{chemin}").status_code == 404


def test_a_browser_that_holds_a_script_downloads_it_no_more(app: Flask) -> None:
    client = app.test_client()
    marque = client.get("/static/js/avis.js").headers["ETag"]
    assert client.get("/static/js/avis.js", headers={"If-None-Match": marque}).status_code == 304
