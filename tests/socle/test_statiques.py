"""What a phone downloads of ``static/``: all that works, and nothing that is only read here."""

import re
from pathlib import Path
from subprocess import CalledProcessError

import pytest
from flask import Flask

from caf_pwa.socle.statiques import minifies
from tests.regles.routes import RACINE

ECRITS = sorted(
    fichier.relative_to(RACINE / "static").as_posix()
    for motif in ("js/**/*.js", "css/*.css")
    for fichier in (RACINE / "static").glob(motif)
)


@pytest.mark.parametrize("chemin", ECRITS)
def test_a_phone_downloads_our_files_shorter_and_without_their_comments(app: Flask, chemin: str) -> None:
    ecrit, servi = (RACINE / "static" / chemin).read_text(), app.test_client().get(f"/static/{chemin}").text
    assert ecrit.startswith("/*")
    assert ecrit.splitlines()[0] not in servi
    assert len(servi) < 0.9 * len(ecrit)


@pytest.mark.parametrize("chemin", [chemin for chemin in ECRITS if chemin.endswith(".js")])
def test_the_names_by_which_scripts_know_one_another_stay(app: Flask, chemin: str) -> None:
    ecrit, servi = (RACINE / "static" / chemin).read_text(), app.test_client().get(f"/static/{chemin}").text
    for nom in re.findall(r"^(?:async )?(?:function|const|let|class) (\w+)", ecrit, re.MULTILINE):
        assert re.search(rf"\b{nom}\b", servi), nom


def test_a_script_that_no_browser_could_read_is_not_served(tmp_path: Path) -> None:
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "faux.js").write_text("const = ;")
    with pytest.raises(CalledProcessError):
        minifies(tmp_path)


def test_the_worker_is_served_without_them_too(app: Flask) -> None:
    servi = app.test_client().get("/sw.js").text
    assert re.search(r"""addEventListener\(["'`]fetch["'`]""", servi)
    assert "Requests." not in servi


@pytest.mark.parametrize("chemin", ["js/perdu.js", "js/%00.js", "js", "..%2fapp.py", "css/./app.css/x"])
def test_what_is_not_there_is_not_found(app: Flask, chemin: str) -> None:
    assert app.test_client().get(f"/static/{chemin}").status_code == 404


def test_a_browser_that_holds_a_script_downloads_it_no_more(app: Flask) -> None:
    client = app.test_client()
    marque = client.get("/static/js/avis.js").headers["ETag"]
    assert client.get("/static/js/avis.js", headers={"If-None-Match": marque}).status_code == 304
