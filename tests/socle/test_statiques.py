"""What a phone downloads of ``static/``: all that works, and nothing that is only read here."""

import re

import pytest
from flask import Flask

from tests.regles.routes import RACINE

ECRITS = sorted(
    fichier.relative_to(RACINE / "static").as_posix()
    for motif in ("js/**/*.js", "css/*.css")
    for fichier in (RACINE / "static").glob(motif)
)


SCRIPTS = [chemin for chemin in ECRITS if chemin.endswith(".js")]


@pytest.mark.parametrize("chemin", ECRITS)
def test_no_phone_downloads_our_comments(app: Flask, chemin: str) -> None:
    ecrit, servi = (RACINE / "static" / chemin).read_text(), app.test_client().get(f"/static/{chemin}").text
    assert ecrit.startswith("/*")
    assert ecrit.splitlines()[0] not in servi
    assert len(servi) < len(ecrit)


@pytest.mark.parametrize("chemin", SCRIPTS)
def test_a_script_says_the_same_words_in_the_same_order(app: Flask, chemin: str) -> None:
    ecrit, servi = (RACINE / "static" / chemin).read_text(), app.test_client().get(f"/static/{chemin}").text
    mots = iter(re.findall(r"[^\W\d]\w*", ecrit))
    assert all(mot in mots for mot in re.findall(r"[^\W\d]\w*", servi))


@pytest.mark.parametrize("chemin", SCRIPTS)
def test_no_template_stands_within_another(chemin: str) -> None:
    """What takes the spaces out would take those of the inner one for the code's."""
    ecrit = (RACINE / "static" / chemin).read_text()
    for debut in re.finditer(r"\$\{", ecrit):
        ouvertes, ou = 1, debut.end()
        while ouvertes:
            assert ecrit[ou] != "`", ecrit[debut.start() : ou + 40]
            ouvertes += {"{": 1, "}": -1}.get(ecrit[ou], 0)
            ou += 1


def test_the_worker_is_served_without_them_too(app: Flask) -> None:
    servi = app.test_client().get("/sw.js").text
    assert 'addEventListener("fetch"' in servi
    assert "Requests." not in servi


@pytest.mark.parametrize("chemin", ["js/perdu.js", "js/%00.js", "js", "..%2fapp.py", "css/./app.css/x"])
def test_what_is_not_there_is_not_found(app: Flask, chemin: str) -> None:
    assert app.test_client().get(f"/static/{chemin}").status_code == 404


def test_a_browser_that_holds_a_script_downloads_it_no_more(app: Flask) -> None:
    client = app.test_client()
    marque = client.get("/static/js/avis.js").headers["ETag"]
    assert client.get("/static/js/avis.js", headers={"If-None-Match": marque}).status_code == 304
