"""304: a device that holds a page is told so without any work, and never once the page may have changed."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caf_pwa.comptes.identite import Identite
from caf_pwa.socle.horloge import Horloge
from tests.conftest import AUJOURDHUI
from tests.fabriques import connecter, courrier, identite_de, importer
from tests.regles.adresses import LECTRICE, a_lire, reelle
from tests.regles.compteur import requetes
from tests.regles.conftest import Visites
from tests.regles.routes import FRAGMENT, NAVIGATION, Route, carte, nom


def _etiquette(client: FlaskClient, adresse: str) -> str:
    return client.get(adresse, headers=FRAGMENT, buffered=True).headers["ETag"]


def _encore(client: FlaskClient, adresse: str, etiquette: str) -> int:
    return client.get(adresse, headers=FRAGMENT | {"If-None-Match": etiquette}, buffered=True).status_code


@pytest.mark.parametrize("route", a_lire(), ids=nom)
def test_a_page_that_has_not_changed_costs_at_most_two_statements(
    demonstration: Flask, visites: Visites, route: Route
) -> None:
    adresse = reelle(route[1], visites(LECTRICE))
    client = connecter(demonstration.test_client(), identite_de(demonstration, LECTRICE))
    etiquette = _etiquette(client, adresse)
    with requetes(demonstration) as envoyees:
        reponse = client.get(adresse, headers=FRAGMENT | {"If-None-Match": etiquette}, buffered=True)
    if getattr(carte().view_functions[route[1]], "laisse_une_trace", False):
        assert reponse.status_code == 200, "opening this view changes something: it must run"
        return
    assert reponse.status_code == 304
    assert reponse.data == b""
    assert reponse.headers["ETag"] == etiquette
    assert len(envoyees) <= 2, f"Answer 304 before any work: who asks is known in one statement.\n{envoyees}"


@pytest.mark.parametrize("route", a_lire(), ids=nom)
def test_a_whole_page_keeps_no_etag(demonstration: Flask, visites: Visites, route: Route) -> None:
    """The browser keeps nothing of a whole page; a fragment is kept by the worker, encrypted."""
    adresse = reelle(route[1], visites(LECTRICE))
    client = connecter(demonstration.test_client(), identite_de(demonstration, LECTRICE))
    assert "ETag" not in client.get(adresse, headers=NAVIGATION, buffered=True).headers


@pytest.mark.parametrize("adresse", ["/accueil", "/courriers", "/profil", "/allocations/paiements"])
def test_a_change_of_the_dossier_is_asked_for_again(
    app: Flask, client: FlaskClient, alice: Identite, adresse: str
) -> None:
    connecter(client, alice)
    etiquette = _etiquette(client, adresse)
    assert _encore(client, adresse, etiquette) == 304
    importer(app, courrier("alice"))
    assert _encore(client, adresse, etiquette) == 200


def test_another_day_is_asked_for_again(app: Flask, client: FlaskClient, alice: Identite, horloge: Horloge) -> None:
    connecter(client, alice)
    etiquette = _etiquette(client, "/accueil")
    horloge.regler(AUJOURDHUI + timedelta(days=1))
    assert _encore(client, "/accueil", etiquette) == 200, "countdowns have moved"


@pytest.mark.parametrize("adresse", ["/menu", "/alertes", "/demarches/nouvelle"])
def test_another_person_gets_a_page_of_their_own(
    app: Flask, client: FlaskClient, alice: Identite, bob: Identite, adresse: str
) -> None:
    connecter(client, alice)
    etiquette = _etiquette(client, adresse)
    connecter(client, bob)
    assert _encore(client, adresse, etiquette) == 200


def test_another_page_has_another_etag(client: FlaskClient, alice: Identite) -> None:
    connecter(client, alice)
    releve = "/attestations/releve-de-compte"
    adresses = ("/accueil", "/menu", releve, f"{releve}?du=2026-10&au=2026-10")
    assert len({_etiquette(client, adresse) for adresse in adresses}) == len(adresses)


def test_somebody_signed_out_is_not_told_that_nothing_changed(client: FlaskClient, alice: Identite) -> None:
    connecter(client, alice)
    etiquette = _etiquette(client, "/menu")
    client.post("/deconnexion")
    assert _encore(client, "/menu", etiquette) == 401
