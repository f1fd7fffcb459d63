"""Checking a paper without an account: what it said, whether it still holds, and nothing more."""

import base64
import io
import json
import random
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from caf_pwa.comptes.identite import Identite
from caf_pwa.papiers import cles, emission, qr, sceau
from caf_pwa.papiers import code as codes
from caf_pwa.socle.horloge import instant
from tests.fabriques import connecter, foyer, importer, ligne, paiement, quotient
from tests.lecteur import lire, mots
from tests.papiers.feuille import qr_de
from tests.papiers.guichet import PAIEMENT, QUOTIENT, RELEVE, demander, dernier, papiers, verifier
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
    assert len({un.code for un in papiers(session)}) == 2


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
    demander(chez_alice, PAIEMENT)
    importer(app, foyer("alice", adresse={"voie": "Ailleurs"}, version=2))
    assert verifier(passant, dernier(session).code)[1].count("Ce document est vrai") == 1


def test_whatever_is_wrong_with_a_code_the_answer_is_the_same(
    app: Flask, chez_alice: FlaskClient, passant: FlaskClient, session: Session
) -> None:
    demander(chez_alice, RELEVE)
    code = dernier(session).code
    faux = (codes.nouveau(), code[:-1], code[:10], code + "0", "0" * 20, "x", "A" * 3000, "%00", "..", "é")
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


def _envoyer(client: FlaskClient, octets: bytes) -> TestResponse:
    frontiere, corps = encode_multipart({"fichier": FileStorage(io.BytesIO(octets), "papier.pdf")})
    return client.post("/verifier", data=corps, content_type=f"multipart/form-data; boundary={frontiere}")


def test_the_keys_are_published(chez_alice: FlaskClient, passant: FlaskClient, session: Session) -> None:
    demander(chez_alice, RELEVE)
    cles = passant.get("/verifier/cles.json").get_json()["cles"]
    assert dernier(session).cle_id in [cle["id"] for cle in cles]


def test_the_qr_code_holds_the_signed_words_and_stays_readable(chez_alice: FlaskClient, session: Session) -> None:
    for slug in (RELEVE, PAIEMENT, QUOTIENT):
        pdf = demander(chez_alice, slug)
        papier = next(papier for papier in papiers(session) if papier.genre == slug)
        assert qr_de(pdf).partition("/verifier/")[2] == f"{codes.en_groupes(papier.code)}#{emission.de(papier).jeton}"
        dit = json.loads(papier.scelle)
        assert (dit["code"], dit["cle"]) == (papier.code, papier.cle_id)
        adresse = f"https://moncompte.exemple.fr/verifier/{codes.en_groupes(papier.code)}#{emission.de(papier).jeton}"
        assert qr.version(adresse) <= 20


def test_a_thousand_codes_each_with_one_character_changed_are_told(
    chez_alice: FlaskClient, session: Session, monde: random.Random
) -> None:
    """What a phone does in static/js/verifier.js, with the same keys."""
    demander(chez_alice, PAIEMENT)
    papier = dernier(session)
    jeton = emission.de(papier).jeton
    assert _prouve(session, jeton)
    for _ in range(1_000):
        rang = monde.randrange(len(jeton))
        autre = monde.choice(LETTRES.replace(jeton[rang], ""))
        assert not _prouve(session, jeton[:rang] + autre + jeton[rang + 1 :])


LETTRES = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."


@pytest.fixture
def monde() -> random.Random:
    return random.Random(20261123)


def _prouve(session: Session, jeton: str) -> bool:
    morceaux = jeton.split(".")
    try:
        scelle, signature = (base64.urlsafe_b64decode(f"{un}{'=' * (-len(un) % 4)}") for un in morceaux)
        dit = json.loads(scelle)
        entier = [sceau.en_base64url(un) for un in (scelle, signature)] == morceaux
        return entier and cles.verifier(session, dit["cle"], scelle, signature, instant())
    except (ValueError, KeyError):
        return False


def test_a_key_retired_proves_what_it_signed_before_and_nothing_after(
    app: Flask, chez_alice: FlaskClient, passant: FlaskClient, session: Session
) -> None:
    demander(chez_alice, RELEVE)
    avant = dernier(session)
    cles.retirer(session, avant.cle_id, instant() + timedelta(minutes=1))
    session.commit()
    assert verifier(passant, avant.code)[0] == 200
    avant.emis_le = instant() + timedelta(minutes=2)
    session.commit()
    assert verifier(passant, avant.code)[0] == 404


def test_words_changed_in_the_base_are_not_vouched_for(
    chez_alice: FlaskClient, passant: FlaskClient, session: Session
) -> None:
    demander(chez_alice, RELEVE)
    papier = dernier(session)
    papier.scelle = papier.scelle.replace(b"152,25", b"952,25")
    session.commit()
    assert verifier(passant, papier.code)[0] == 404
