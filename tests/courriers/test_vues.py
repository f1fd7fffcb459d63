"""Letters on screen: opening one marks it as read, keeping one for later does not."""

from base64 import b64encode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.courriers import service
from caf_pwa.socle.identifiants import interne
from tests.conftest import AUJOURDHUI
from tests.fabriques import connecter, courrier, importer

PDF = b"%PDF-1.4\n% une lettre"
LETTRE = f"/courriers/{interne('courrier', 'courrier')}"
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def chez_alice(app: Flask, client: FlaskClient, alice: Identite) -> FlaskClient:
    """Alice signed in, with one letter that has a PDF."""
    importer(app, courrier("alice", pdf=b64encode(PDF).decode()))
    return connecter(client, alice)


def _non_lus(session: Session, identite: Identite) -> int:
    session.rollback()
    return service.nombre_non_lus(session, identite, AUJOURDHUI)


def test_a_letter_that_is_opened_is_read(chez_alice: FlaskClient, session: Session, alice: Identite) -> None:
    assert "Non lu" in chez_alice.get("/courriers").text
    page = chez_alice.get(LETTRE)
    assert "Votre RSA change" in page.text
    assert _non_lus(session, alice) == 0
    assert "Non lu" not in chez_alice.get("/courriers").text


def test_a_letter_that_a_device_keeps_for_later_is_not_read_yet(
    chez_alice: FlaskClient, session: Session, alice: Identite
) -> None:
    page = chez_alice.get(LETTRE, headers=FRAGMENT | {"X-Prelecture": "1"})
    assert "Votre RSA change" in page.text
    assert _non_lus(session, alice) == 1


def test_opening_a_letter_that_the_device_holds_already_still_marks_it(
    chez_alice: FlaskClient, session: Session, alice: Identite
) -> None:
    gardee = chez_alice.get(LETTRE, headers=FRAGMENT | {"X-Prelecture": "1"}).headers["ETag"]
    ouverte = chez_alice.get(LETTRE, headers=FRAGMENT | {"If-None-Match": gardee})
    assert ouverte.status_code == 200
    assert _non_lus(session, alice) == 0


def test_a_letter_can_be_put_back_as_unread(chez_alice: FlaskClient, session: Session, alice: Identite) -> None:
    chez_alice.get(LETTRE)
    for _ in range(2):
        reponse = chez_alice.post(f"{LETTRE}/non-lu")
        assert (reponse.status_code, reponse.headers["Location"]) == (303, "/courriers")
    assert _non_lus(session, alice) == 1


def test_the_pdf_of_a_letter_opens_as_a_pdf_and_nothing_else(chez_alice: FlaskClient) -> None:
    reponse = chez_alice.get(f"{LETTRE}/lettre.pdf")
    assert reponse.data == PDF
    assert reponse.mimetype == "application/pdf"
    assert reponse.headers["X-Content-Type-Options"] == "nosniff"
    assert reponse.headers["Cache-Control"] == "no-store"
    assert reponse.headers["Content-Disposition"] == 'inline; filename="lettre.pdf"'


def test_a_letter_without_pdf_has_none(app: Flask, chez_alice: FlaskClient) -> None:
    importer(app, courrier("alice", "sans"))
    adresse = f"/courriers/{interne('courrier', 'sans')}"
    assert "lettre.pdf" not in chez_alice.get(adresse).text
    assert chez_alice.get(f"{adresse}/lettre.pdf").status_code == 404


@pytest.mark.parametrize("adresse", [LETTRE, f"{LETTRE}/lettre.pdf"])
def test_bob_does_not_find_a_letter_of_alice(
    app: Flask, chez_alice: FlaskClient, session: Session, alice: Identite, bob: Identite, adresse: str
) -> None:
    chez_bob = connecter(app.test_client(), bob)
    assert chez_bob.get(adresse).status_code == 404
    assert chez_bob.post(f"{LETTRE}/non-lu").status_code == 404
    assert _non_lus(session, alice) == 1


def test_what_a_letter_says_is_text_and_never_a_page(app: Flask, chez_alice: FlaskClient) -> None:
    importer(app, courrier("alice", "piege", objet="<b>Gros</b>", texte="<script>alert(1)</script>\n\n{{ 7*7 }}"))
    page = chez_alice.get(f"/courriers/{interne('courrier', 'piege')}").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;b&gt;Gros&lt;/b&gt;" in page
    assert "{{ 7*7 }}" in page
