"""The papers on screen: the months asked for, the exact sums, and a sentence when the months make no sense."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caf_pwa.comptes.identite import Identite
from tests.fabriques import connecter, importer, ligne, paiement, quotient, retenue
from tests.lecteur import mots
from tests.regles.document import Document

RELEVE, PAIEMENT, QUOTIENT = (f"/attestations/{nom}" for nom in ("releve-de-compte", "paiement", "quotient-familial"))


@pytest.fixture
def chez_alice(app: Flask, client: FlaskClient, alice: Identite) -> FlaskClient:
    """Alice signed in, paid in March, October and November."""
    importer(
        app,
        paiement("alice", "octobre", [ligne("1041.59", "AAH")], [retenue("41.59")], date="2026-10-05"),
        paiement("alice", "novembre", [ligne("100.01")], date="2026-11-05"),
        paiement("alice", "mars", [ligne("77.00")], date="2026-03-05"),
    )
    return connecter(client, alice)


def _article(client: FlaskClient, adresse: str) -> str:
    reponse = client.get(adresse)
    assert reponse.status_code == 200
    return mots(Document(reponse.text).un("article"))


def _table(client: FlaskClient, adresse: str) -> dict[str, str]:
    """The table of a paper: head of each row → its amount."""
    rangees = Document(client.get(adresse).text).un("article").iter("tr")
    return dict([mots(cellule) for cellule in rangee] for rangee in rangees)


def test_the_statement_sums_what_reached_the_household(chez_alice: FlaskClient) -> None:
    assert _table(chez_alice, RELEVE) == {
        "Paiement": "Montant",
        "5 octobre 2026": "1 000,00 €",
        "Allocation aux adultes handicapés, octobre 2026": "1 041,59 €",
        "Remboursement d’une dette": "−41,59 €",
        "5 novembre 2026": "100,01 €",
        "Allocations familiales, octobre 2026": "100,01 €",
        "Total reçu": "1 100,01 €",
    }
    assert "de septembre 2026 à novembre 2026" in _article(chez_alice, RELEVE)


def test_the_statement_covers_the_months_asked_for(chez_alice: FlaskClient) -> None:
    assert _table(chez_alice, f"{RELEVE}?du=2026-03&au=2026-03")["Total reçu"] == "77,00 €"
    assert "Aucun paiement sur cette période." in _article(chez_alice, f"{RELEVE}?du=2025-01&au=2025-02")


def test_the_paper_of_payment_says_what_was_paid_and_when(chez_alice: FlaskClient) -> None:
    assert _table(chez_alice, PAIEMENT) == {
        "Date": "Montant",
        "5 octobre 2026": "1 000,00 €",
        "5 novembre 2026": "100,01 €",
        "Total": "1 100,01 €",
    }


@pytest.mark.parametrize("adresse", [RELEVE, PAIEMENT])
@pytest.mark.parametrize(
    ("demande", "phrase"),
    [
        ("du=2026-11&au=2026-10", "Le premier mois vient après le dernier. Choisissez-les dans l’ordre."),
        ("du=2020-01&au=2026-10", "Choisissez une période dans les 24 derniers mois."),
        ("du=2026-10&au=2027-01", "Choisissez une période dans les 24 derniers mois."),
        ("du=hier&au=2026-10", "Ce mois n’existe pas. Choisissez un mois dans la liste."),
        ("du=2026-13", "Ce mois n’existe pas. Choisissez un mois dans la liste."),
        ("au=%00", "Ce mois n’existe pas. Choisissez un mois dans la liste."),
        ("du=<script>alert(1)</script>", "Ce mois n’existe pas. Choisissez un mois dans la liste."),
    ],
)
def test_months_that_make_no_sense_are_told_beside_their_fields(
    client: FlaskClient, alice: Identite, adresse: str, demande: str, phrase: str
) -> None:
    reponse = connecter(client, alice).get(f"{adresse}?{demande}")
    assert reponse.status_code == 422
    document = Document(reponse.text)
    (erreur,) = (un for un in document.racine.iter() if un.get("id") == "periode-erreur")
    assert mots(erreur).endswith(phrase)
    assert [choix.get("aria-describedby") for choix in document.tous("select")] == ["periode-erreur"] * 2
    assert "<script>alert" not in reponse.text


def test_the_months_offered_are_the_last_twenty_four_and_this_one(client: FlaskClient, alice: Identite) -> None:
    document = Document(connecter(client, alice).get(RELEVE).text)
    offerts = [option.get("value") for option in next(document.tous("select")).iter("option")]
    assert (len(offerts), offerts[0], offerts[-1]) == (25, "2026-11", "2024-11")


def test_the_paper_of_the_quotient_says_the_last_one(app: Flask, chez_alice: FlaskClient) -> None:
    importer(app, quotient("alice", valeur=1234), quotient("alice", "2026-10", valeur=99))
    assert "Le quotient familial du foyer est de 1 234 pour novembre 2026." in _article(chez_alice, QUOTIENT)


def test_the_paper_of_a_quotient_that_cannot_be_computed_says_why(app: Flask, chez_alice: FlaskClient) -> None:
    importer(app, quotient("alice", valeur=None, motif="Vos ressources ne sont pas connues."))
    page = _article(chez_alice, QUOTIENT)
    assert "non calculable pour novembre 2026. Vos ressources ne sont pas connues." in page


def test_a_household_without_quotient_is_not_told_zero(chez_alice: FlaskClient) -> None:
    page = _article(chez_alice, QUOTIENT)
    assert "Aucun quotient familial n’est connu pour ce foyer. Ce n’est pas un quotient de zéro." in page
