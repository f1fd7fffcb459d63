"""Error pages: the frame and headers of any page, a sentence for people, and nothing of what went wrong inside."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from caf_pwa.socle.erreurs import Occupe
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from tests.fabriques import compte, connecter, foyer, identite_de, importer, numero_de, personne
from tests.regles.document import Document, texte
from tests.regles.routes import FRAGMENT, NAVIGATION
from tests.regles.test_entetes import verifier, verifier_non_garde
from tests.regles.test_gabarits import fautes_de_francais

# What no page and no log quotes: it may be somebody's.
SECRET = "ZQ1850578006084"

Faute = Callable[[FlaskClient, dict[str, str]], TestResponse]


def _page_perdue(client: FlaskClient, entetes: dict[str, str]) -> TestResponse:
    return client.get(f"/perdue/{SECRET}", headers=entetes)


def _page_d_un_autre(client: FlaskClient, entetes: dict[str, str]) -> TestResponse:
    return client.get(f"/courriers/{SECRET}", headers=entetes)


def _section_fermee(client: FlaskClient, entetes: dict[str, str]) -> TestResponse:
    return client.get("/dettes", headers=entetes)


def _autre_site(client: FlaskClient, entetes: dict[str, str]) -> TestResponse:
    return client.post("/alertes/lues", headers=entetes | {"Sec-Fetch-Site": "cross-site"})


def _mauvaise_methode(client: FlaskClient, entetes: dict[str, str]) -> TestResponse:
    return client.post("/menu", headers=entetes)


def _trop_lourd(client: FlaskClient, entetes: dict[str, str]) -> TestResponse:
    return client.post("/connexion", data={"identifiant": SECRET * 10_000}, headers=entetes)


def _trop_d_essais(client: FlaskClient, entetes: dict[str, str]) -> TestResponse:
    champs = {"identifiant": numero_de("hugo"), "mot_de_passe": SECRET}
    for _ in range(5):
        client.post("/connexion", data=champs)
    return client.post("/connexion", data=champs, headers=entetes)


def _panne(client: FlaskClient, entetes: dict[str, str]) -> TestResponse:
    return client.get(f"/panne/{SECRET}", headers=entetes)


def _occupe(client: FlaskClient, entetes: dict[str, str]) -> TestResponse:
    return client.get("/occupe", headers=entetes)


FAUTES: dict[str, tuple[int, Faute]] = {
    "a lost page": (404, _page_perdue),
    "somebody else's letter": (404, _page_d_un_autre),
    "a section out of reach": (403, _section_fermee),
    "another site": (403, _autre_site),
    "a wrong method": (405, _mauvaise_methode),
    "too heavy": (413, _trop_lourd),
    "too many tries": (429, _trop_d_essais),
    "a failure": (500, _panne),
    "too much at once": (503, _occupe),
}
TOUTES = pytest.mark.parametrize("nom", FAUTES)


@pytest.fixture
def hugo(app: Flask) -> FlaskClient:
    """Hugo, a child with an account, on an application where one view fails and one is busy."""

    @portee(Portee.PERSONNE)
    def panne(quoi: str) -> str:
        raise RuntimeError(quoi)

    @portee(Portee.PERSONNE)
    def occupe() -> str:
        raise Occupe

    app.add_url_rule("/panne/<quoi>", "panne", panne)
    app.add_url_rule("/occupe", "occupe", occupe)
    importer(app, foyer("karim", personne("karim"), personne("hugo", "enfant")), compte("hugo"))
    return connecter(app.test_client(), identite_de(app, "hugo"))


@TOUTES
@pytest.mark.parametrize("entetes", [NAVIGATION, FRAGMENT], ids=["page", "fragment"])
def test_an_error_has_the_headers_of_any_page(hugo: FlaskClient, nom: str, entetes: dict[str, str]) -> None:
    code, faute = FAUTES[nom]
    reponse = faute(hugo, entetes)
    assert reponse.status_code == code
    verifier(reponse)
    verifier_non_garde(reponse)
    assert "ETag" not in reponse.headers
    assert "Set-Cookie" not in reponse.headers


@TOUTES
def test_an_error_is_a_page_for_people(hugo: FlaskClient, nom: str) -> None:
    _, faute = FAUTES[nom]
    page = Document(faute(hugo, NAVIGATION).text)
    assert page.erreurs == []
    (titre,) = page.tous("h1")
    assert texte(page.un("title")).startswith(texte(titre))
    assert len(texte(page.un("main")).split()) > 12, "say what happened, what to do and what was kept"
    assert any(lien.startswith("/") for lien in page.adresses()), "and give a way on"
    assert not [faute for phrase in page.un("body").itertext() for faute in fautes_de_francais(phrase)]


@TOUTES
def test_an_error_quotes_nothing_of_the_request_nor_of_the_code(
    hugo: FlaskClient, nom: str, caplog: pytest.LogCaptureFixture
) -> None:
    _, faute = FAUTES[nom]
    reponse = faute(hugo, NAVIGATION)
    for interdit in (SECRET, "Traceback", "RuntimeError", "werkzeug", "sqlalchemy", ".py"):
        assert interdit not in reponse.text
    assert SECRET not in caplog.text, "an address, a field or a message of an exception may be somebody's"


def test_a_failure_is_logged_by_its_view_and_its_lines(hugo: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    _panne(hugo, NAVIGATION)
    assert "GET panne" in caplog.text
    assert "RuntimeError" in caplog.text
    assert "test_erreurs.py" in caplog.text


def test_an_error_tells_a_script_what_it_tells_people(hugo: FlaskClient) -> None:
    page, fragment = (_page_perdue(hugo, entetes) for entetes in (NAVIGATION, FRAGMENT))
    assert texte(Document(page.text).un("h1")) == texte(Document(f"<!doctype html>{fragment.text}").un("h1"))
