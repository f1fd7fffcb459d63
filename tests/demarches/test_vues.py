"""Mes démarches on screen: what is asked, until when, why; what was sent, and the catalogue."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches.catalogue import catalogue
from caf_pwa.socle.identifiants import interne
from tests.fabriques import connecter, declaration, demarche, importer, piece
from tests.lecteur import lire
from tests.regles.document import Document

SUIVI = f"/demarches/suivi/{interne('demarche', 'demarche')}"


def test_what_is_asked_says_why_and_until_when(app: Flask, client: FlaskClient, alice: Identite) -> None:
    importer(
        app,
        piece("alice", limite="2026-12-05"),
        piece("alice", "refusee", libelle="Bail", etat="refusee", motif_refus="La photo est floue."),
        declaration("alice"),
    )
    page = lire(connecter(client, alice), "/demarches/a-transmettre")
    for dit in (
        "Quittance de loyer",
        "Le loyer a changé.",
        "5 décembre 2026",
        "Bail",
        "La photo est floue.",
        "Déclaration trimestrielle de ressources",
        "juillet à septembre 2026",
    ):
        assert dit in page


def test_what_was_sent_is_listed_with_its_state_and_leads_to_its_history(
    app: Flask, client: FlaskClient, alice: Identite
) -> None:
    historique = [{"date": "2026-10-08", "auteur": "Votre Caf", "texte": "Changement enregistré."}]
    importer(app, demarche("alice", etat="en_attente_d_information", historique=historique))
    connecter(client, alice)
    assert "En attente d’information" in lire(client, "/demarches/a-consulter")
    assert SUIVI in Document(client.get("/demarches/a-consulter").text).adresses()
    page = lire(client, SUIVI)
    for dit in ("COO-1", "8 octobre 2026", "Votre Caf", "Changement enregistré."):
        assert dit in page


def test_bob_does_not_find_a_demarche_of_alice(app: Flask, client: FlaskClient, alice: Identite, bob: Identite) -> None:
    importer(app, demarche("alice"))
    assert connecter(client, bob).get(SUIVI).status_code == 404


@pytest.mark.parametrize("slug", catalogue())
def test_every_demarche_of_the_catalogue_has_a_page_with_its_title(
    client: FlaskClient, alice: Identite, slug: str
) -> None:
    connecter(client, alice)
    page = lire(client, f"/demarches/{slug}")
    assert catalogue()[slug].titre in page
    assert f"/demarches/{slug}" in Document(client.get("/demarches/nouvelle").text).adresses()


def test_a_demarche_that_does_not_exist_is_not_found(client: FlaskClient, alice: Identite) -> None:
    connecter(client, alice)
    for adresse in ("/demarches/inconnue", "/demarches/suivi/inconnue", "/demarches/suivi/"):
        assert client.get(adresse).status_code == 404


def test_the_root_of_a_tab_leads_to_its_first_page(client: FlaskClient, alice: Identite) -> None:
    connecter(client, alice)
    assert client.get("/demarches").headers["Location"] == "/demarches/a-transmettre"
    assert client.get("/allocations").headers["Location"] == "/allocations/droits"
    assert client.get("/").headers["Location"] == "/accueil"
