"""The headers of every answer: what a browser may do with it, and who may keep it."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.conftest import NouvelleApp
from tests.fabriques import PRODUCTION, connecter, identite_de
from tests.regles.adresses import LECTRICE, reelle
from tests.regles.conftest import Visites
from tests.regles.routes import FRAGMENT, NAVIGATION, Route, adresse, fermees, nom, routes

PARTOUT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Directive → its only values. Whatever else the policy says, it must say this.
POLITIQUE = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "base-uri": {"'none'"},
    "form-action": {"'self'"},
    "frame-ancestors": {"'none'"},
    "require-trusted-types-for": {"'script'"},
}
# What somebody sent is a file and never a page: nothing of it loads or runs.
D_UN_FICHIER: dict[str, set[str]] = {"default-src": {"'none'"}, "sandbox": set()}
# What browsers may keep for a while: the same for everybody, asked for again each time.
PUBLICS = {"hors_ligne.manifeste", "hors_ligne.service_worker", "static"}
POSENT_UN_COOKIE = {
    ("POST", "comptes.commencer_confirmation_par_cle"),  # the name of a challenge, for this browser alone
    ("POST", "comptes.commencer_connexion_par_cle"),
    ("POST", "comptes.connexion"),
    ("POST", "comptes.deconnexion"),
    ("POST", "agents.connexion"),
    ("POST", "agents.deconnexion"),
    ("POST", "inscription.abandonner"),  # takes away what the first page had set
}


def verifier(reponse: TestResponse) -> None:
    """Every answer, error pages too."""
    for entete, valeur in PARTOUT.items():
        assert reponse.headers.getlist(entete) == [valeur], f"{entete} of {reponse.request.path}"
    (politique,) = reponse.headers.getlist("Content-Security-Policy")
    directives = {mots[0]: set(mots[1:]) for partie in politique.split(";") if (mots := partie.split())}
    voulue = D_UN_FICHIER if "sandbox" in directives else POLITIQUE
    assert {nom: directives.get(nom) for nom in voulue} == voulue
    sources = set().union(*directives.values())
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "data:", "https:"} & sources
    assert "Server" not in reponse.headers
    assert "X-Powered-By" not in reponse.headers


def verifier_non_garde(reponse: TestResponse) -> None:
    assert reponse.headers.getlist("Cache-Control") == ["no-store"], "no cache keeps what is somebody's"
    assert "HX-Request" in reponse.headers["Vary"], "one address has two forms: page and fragment"


def _ouvrir(app: Flask, visites: Visites, route: Route, entetes: dict[str, str], signee: bool) -> TestResponse:
    methode, endpoint = route
    chemin = "/static/css/app.css" if endpoint == "static" else adresse(endpoint)
    if methode == "GET" and endpoint != "static":
        chemin = reelle(endpoint, visites(LECTRICE))
    client = app.test_client()
    if signee:
        connecter(client, identite_de(app, LECTRICE))
    return client.open(chemin, method=methode, headers=entetes, buffered=True)


@pytest.mark.parametrize("entetes", [NAVIGATION, FRAGMENT], ids=["page", "fragment"])
@pytest.mark.parametrize("route", routes(), ids=nom)
def test_every_answer_carries_the_headers_of_the_house(
    demonstration: Flask, visites: Visites, route: Route, entetes: dict[str, str]
) -> None:
    for signee in (False, True):
        reponse = _ouvrir(demonstration, visites, route, entetes, signee)
        assert reponse.status_code < 500
        verifier(reponse)
        if route[1] not in PUBLICS:
            verifier_non_garde(reponse)


@pytest.mark.parametrize("route", fermees(), ids=nom)
def test_nobody_but_its_person_keeps_a_page_of_the_dossier(
    demonstration: Flask, visites: Visites, route: Route
) -> None:
    reponse = _ouvrir(demonstration, visites, route, FRAGMENT, signee=True)
    verifier_non_garde(reponse)
    assert reponse.headers["X-Compte"] == identite_de(demonstration, LECTRICE).pseudonyme


@pytest.mark.parametrize("route", routes(), ids=nom)
def test_only_signing_in_and_out_sets_a_cookie(demonstration: Flask, visites: Visites, route: Route) -> None:
    for signee in (False, True):
        reponse = _ouvrir(demonstration, visites, route, NAVIGATION, signee)
        assert "Set-Cookie" not in reponse.headers or route in POSENT_UN_COOKIE, (
            "A cookie is for the sign-in alone: what a page must remember goes into its address or the database."
        )


def test_a_static_file_named_with_its_version_is_kept_for_ever(demonstration: Flask) -> None:
    client = demonstration.test_client()
    fixe = client.get("/static/css/app.css?v=1", buffered=True)
    assert fixe.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/css/app.css", buffered=True).headers["Cache-Control"] == "no-cache"
    perdu = client.get("/static/css/perdu.css?v=1", buffered=True)
    assert (perdu.status_code, perdu.headers["Cache-Control"]) == (404, "no-cache")


def test_a_page_names_every_static_file_with_its_version(visites: Visites) -> None:
    for page in visites(LECTRICE):
        for element in page.entiere.tous("link", "script") if page.en_html else ():
            chemin = element.get("href") or element.get("src") or ""
            assert not chemin.startswith("/static/") or "?v=" in chemin, (
                f"{page.adresse} names {chemin}: write it with statique('…'), which adds the version."
            )


@pytest.mark.parametrize(
    "hote", ["exemple.invalid", "localhost.exemple.invalid", "exemple.invalid:8000", "localhost@a"]
)
def test_an_unknown_host_is_refused(demonstration: Flask, hote: str) -> None:
    reponse = demonstration.test_client().get("/connexion", headers={"Host": hote})
    assert reponse.status_code == 400
    assert "exemple.invalid" not in reponse.text
    verifier(reponse)


def test_in_production_the_browser_is_told_to_come_back_by_tls_only(nouvelle_app: NouvelleApp) -> None:
    with nouvelle_app(**PRODUCTION) as app:
        reponse = app.test_client().get("/connexion")
    assert reponse.headers["Strict-Transport-Security"].startswith("max-age=63072000")


def test_a_forwarded_host_changes_no_address(demonstration: Flask) -> None:
    entetes = {"X-Forwarded-Host": "exemple.invalid", "X-Forwarded-Proto": "https", "X-Original-URL": "/menu"}
    reponse = demonstration.test_client().get("/connexion", headers=entetes)
    assert reponse.status_code == 200
    assert "exemple.invalid" not in reponse.text
