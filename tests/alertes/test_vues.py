"""The inbox on screen: each alert leads to a page that opens, and can be marked as read."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caf_pwa.comptes.identite import Identite
from tests.fabriques import (
    compte,
    connecter,
    courrier,
    creance,
    declaration,
    foyer,
    identite_de,
    importer,
    paiement,
    personne,
    piece,
)
from tests.lecteur import mots
from tests.regles.document import Document


def _liens(page: str) -> list[str]:
    contenu = Document(page).un("main")
    return [lien.get("href", "") for lien in contenu.iter("a") if lien.get("class") == "rangee"]


@pytest.mark.parametrize("nom", ["karim", "julie", "hugo"])
def test_every_alert_leads_to_a_page_that_opens_for_its_reader(app: Flask, client: FlaskClient, nom: str) -> None:
    personnes = (personne("karim"), personne("julie", "conjoint"), personne("hugo", "enfant"))
    importer(app, foyer("karim", *personnes), *(compte(un) for un in ("karim", "julie", "hugo")))
    importer(
        app,
        *(
            fabrique("karim", f"{un}", personne=None if un == "foyer" else un)
            for fabrique in (paiement, courrier, piece, declaration, creance)
            for un in ("foyer", "karim", "julie", "hugo")
        ),
    )
    connecter(client, identite_de(app, nom))
    liens = _liens(client.get("/alertes").text)
    assert liens
    assert {lien: client.get(lien).status_code for lien in liens} == dict.fromkeys(liens, 200)


def test_alice_marks_her_inbox_as_read(app: Flask, client: FlaskClient, alice: Identite) -> None:
    importer(app, paiement("alice"), courrier("alice"))
    connecter(client, alice)
    page = client.get("/alertes").text
    assert page.count("Nouvelle") == 2
    assert client.post("/alertes/lues").headers["Location"] == "/alertes"
    page = client.get("/alertes").text
    assert "Nouvelle" not in page
    assert len(_liens(page)) == 2
    assert "Tout marquer comme lu" not in page


def test_an_empty_inbox_says_so(client: FlaskClient, alice: Identite) -> None:
    page = connecter(client, alice).get("/alertes")
    assert "Vous n’avez aucune alerte." in page.text


def test_the_first_tab_shows_what_is_to_be_done_first_and_the_way_to_the_rest(
    app: Flask, client: FlaskClient, alice: Identite
) -> None:
    importer(app, *(courrier("alice", f"c{rang}") for rang in range(5)), piece("alice"))
    connecter(client, alice)
    section = next(
        section
        for section in Document(client.get("/accueil").text).tous("section")
        if section.get("aria-labelledby") == "alertes"
    )
    rangees = [mots(rangee) for rangee in section.iter("li")]
    assert rangees[0].startswith("Document à envoyer")
    assert rangees[-1].startswith("Voir toutes mes alertes")
    assert len(rangees) == 5


def test_a_person_with_nothing_to_do_is_told_so(app: Flask, client: FlaskClient, alice: Identite) -> None:
    importer(app, paiement("alice"))
    connecter(client, alice)
    assert "Vous n’avez rien à faire." in client.get("/accueil").text
    importer(app, piece("alice"))
    assert "Vous n’avez rien à faire." not in client.get("/accueil").text


def test_being_told_is_offered_with_something_new_to_do_and_not_before(
    app: Flask, client: FlaskClient, alice: Identite
) -> None:
    importer(app, paiement("alice"))
    connecter(client, alice)
    assert "Être prévenu" not in client.get("/accueil").text
    importer(app, piece("alice"))
    assert "Être prévenu" in client.get("/accueil").text
    client.post("/alertes/lues")
    assert "Être prévenu" not in client.get("/accueil").text
