"""Checking a paper without an account: what it said, whether it still holds, and nothing more."""

import io
import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.papiers import code as codes
from caf_pwa.papiers import emission, qr
from caf_pwa.socle.horloge import instant
from tests.fabriques import connecter, importer, ligne, paiement, quotient
from tests.lecteur import lire, mots
from tests.papiers.guichet import PAIEMENT, QUOTIENT, RELEVE, demander, dernier, verifier
from tests.regles.compteur import requetes
from tests.regles.document import Document


@pytest.fixture
def passant(app: Flask) -> FlaskClient:
    """The browser of somebody who was handed a paper."""
    return app.test_client()


@pytest.fixture
def chez_alice(app: Flask, client: FlaskClient, alice: Identite) -> FlaskClient:
    importer(app, paiement("alice"), quotient("alice", valeur=1234))
    return connecter(client, alice)


def test_the_code_typed_by_hand_says_what_the_paper_said(
    chez_alice: FlaskClient, passant: FlaskClient, session: Session
) -> None:
    demander(chez_alice, QUOTIENT)
    tape = codes.en_groupes(dernier(session).code).lower().replace("-", " ")
    reponse = passant.post("/verifier", data={"code": tape}, follow_redirects=True)
    page = mots(Document(reponse.text).un("main"))
    for phrase in (
        "Conforme Ce document est vrai",
        "émis le 23 novembre 2026",
        "Attestation de quotient familial",
        "A. M., 1991",
        "novembre 2026",
        "1 234",
    ):
        assert phrase in page
    assert "Alice" not in reponse.text
    assert "MOREAU" not in reponse.text


def test_a_paper_that_was_withdrawn_is_told(chez_alice: FlaskClient, passant: FlaskClient, session: Session) -> None:
    demander(chez_alice, RELEVE)
    papier = dernier(session)
    emission.retirer(papier, "Une erreur de la Caf.", instant())
    session.commit()
    page = lire(passant, f"/verifier/{papier.code}")
    assert "Retiré Ce document ne vaut plus" in page
    assert "Une erreur" not in page, "why is for the person it was issued to"
    demander(chez_alice, RELEVE)
    assert dernier(session).code != papier.code


def test_figures_corrected_since_are_told(
    app: Flask, chez_alice: FlaskClient, passant: FlaskClient, session: Session
) -> None:
    demander(chez_alice, PAIEMENT)
    code = dernier(session).code
    importer(app, paiement("alice", lignes=[ligne("99.00")], version=2))
    page = lire(passant, f"/verifier/{code}")
    assert "Corrigé depuis Les chiffres ont changé" in page
    assert "152,25 €" in page
    assert "99,00" not in page, "the new figures are not on the paper"


def test_a_new_address_is_no_correction(
    app: Flask, chez_alice: FlaskClient, passant: FlaskClient, session: Session
) -> None:
    from tests.fabriques import foyer

    demander(chez_alice, PAIEMENT)
    importer(app, foyer("alice", adresse={"voie": "Ailleurs"}, version=2))
    assert verifier(passant, dernier(session).code)[1].count("Ce document est vrai") == 1


def test_whatever_is_wrong_with_a_code_the_answer_is_the_same(
    app: Flask, chez_alice: FlaskClient, passant: FlaskClient, session: Session
) -> None:
    demander(chez_alice, RELEVE)
    code = dernier(session).code
    faux = (codes.nouveau(), code[:-1], code[:10], code + "0", "0" * 20, "x", "A" * 3000, "%00", "..%2f..", "é")
    reponses = {verifier(passant, un) for un in faux}
    assert {statut for statut, _ in reponses} == {404}
    assert len(reponses) == 1, "one page, and no hint"
    assert passant.post("/verifier", data={"code": ""}, follow_redirects=True).status_code == 404
    assert passant.post("/verifier", follow_redirects=True).status_code == 404


def test_guessing_at_random_costs_the_base_nothing(app: Flask, passant: FlaskClient) -> None:
    with requetes(app) as envoyees:
        passant.get("/verifier/7K2M40ZT7K2M40ZT7K2M")
    assert envoyees == []


def test_the_file_itself_is_recognised(chez_alice: FlaskClient, passant: FlaskClient) -> None:
    pdf = demander(chez_alice, RELEVE)
    assert "Ce document est vrai" in _envoyer(passant, pdf).text
    for faux in (pdf + b" ", pdf[:-1], pdf.replace(b"endobj", b"endobJ", 1), b"%PDF-1.4 rien", b"x"):
        reponse = _envoyer(passant, faux)
        assert reponse.status_code == 200
        assert "Ne vous y fiez pas" in reponse.text


@pytest.mark.parametrize("octets", [b"", b"%PDF" + b"x" * 2_100_000, b"%PDF" + b"x" * 3_000_000])
def test_t39_a_file_that_is_nothing_or_too_much_is_not_read(passant: FlaskClient, octets: bytes) -> None:
    reponse = _envoyer(passant, octets)
    assert reponse.status_code == 422
    assert "Aucun fichier n’a été vérifié." in reponse.text


def _envoyer(client: FlaskClient, octets: bytes) -> Any:
    return client.post("/verifier", data={"fichier": (io.BytesIO(octets), "papier.pdf")})


def test_the_keys_are_published(chez_alice: FlaskClient, passant: FlaskClient, session: Session) -> None:
    demander(chez_alice, RELEVE)
    cles = passant.get("/verifier/cles.json").get_json()["cles"]
    assert dernier(session).cle_id in [cle["id"] for cle in cles]


def test_the_qr_code_holds_the_signed_words_and_stays_readable(chez_alice: FlaskClient, session: Session) -> None:
    for slug in (RELEVE, PAIEMENT, QUOTIENT):
        demander(chez_alice, slug)
        papier = dernier(session)
        dit = json.loads(papier.scelle)
        assert (dit["code"], dit["cle"]) == (papier.code, papier.cle_id)
        adresse = f"https://moncompte.exemple.fr/verifier/{codes.en_groupes(papier.code)}#{emission.de(papier).jeton}"
        assert qr.version(adresse) <= 20
