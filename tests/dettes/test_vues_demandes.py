"""Contesting, asking, spreading on screen: said at once, sent once, proved again where money would move."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caf_pwa.comptes.identite import Identite
from caf_pwa.socle.identifiants import interne
from tests.conftest import AUJOURDHUI
from tests.fabriques import autorisation, compte, connecter, creance, foyer, identite_de, importer, personne, quotient
from tests.lecteur import lire

DETTE = f"/dettes/{interne('creance', 'creance')}"
CLE = "a" * 32
RIEN = "Rien n’est retenu sur vos paiements"


@pytest.fixture
def chez_alice(app: Flask, client: FlaskClient, alice: Identite) -> FlaskClient:
    """Her browser, in front of a debt of 540 euros that is being deducted; she has just proved that it is her."""
    importer(app, creance("alice", etat="en_recouvrement", retenue_mensuelle="45.00"))
    return connecter(client, alice, confirmee=True)


def _contester(client: FlaskClient, genre: str = "recours", cle: str = CLE) -> str:
    envoi = {"genre": genre, "pourquoi": "Ce salaire n’est pas le mien.", "cle": cle}
    reponse = client.post(f"{DETTE}/contester", data=envoi)
    assert reponse.status_code == 303
    assert reponse.location.startswith("/dettes/demandes/")
    return reponse.location


def test_alice_contests_and_reads_at_once_that_nothing_is_deducted(chez_alice: FlaskClient) -> None:
    assert "Fin prévue : novembre 2027" in lire(chez_alice, DETTE)
    assert "Dès l’envoi, rien n’est plus retenu" in lire(chez_alice, f"{DETTE}/contester")
    recu = lire(chez_alice, _contester(chez_alice))
    assert RIEN in recu
    assert re.search(r"Numéro \w{4}-\w{4}-\w", recu)
    for adresse in (DETTE, "/dettes"):
        page = lire(chez_alice, adresse)
        assert RIEN in page
        assert "Fin prévue" not in page
        assert "Retenue chaque mois" not in page
    assert "Contestée : remboursement suspendu" in lire(chez_alice, "/allocations/paiements")
    assert "Recours devant la commission : envoyé, numéro" in lire(chez_alice, "/compte/historique")


@pytest.mark.parametrize(("genre", "il_y_a"), [("recours", 90), ("rectification", 3)])
def test_a_double_tap_is_one_contest(app: Flask, client: FlaskClient, alice: Identite, genre: str, il_y_a: int) -> None:
    importer(app, creance("alice", notifiee_le=(AUJOURDHUI - timedelta(days=il_y_a)).isoformat()))
    connecter(client, alice)
    assert _contester(client, genre) == _contester(client, genre)
    assert lire(client, DETTE).count("Reçue, numéro") == 1


def test_a_second_contest_of_the_same_kind_is_refused(chez_alice: FlaskClient) -> None:
    _contester(chez_alice)
    assert (
        chez_alice.post(f"{DETTE}/contester", data={"genre": "recours", "pourquoi": "x", "cle": "b" * 32}).status_code
        == 409
    )
    assert lire(chez_alice, DETTE).count("Reçue, numéro") == 1


def test_a_contest_without_a_word_is_not_sent(chez_alice: FlaskClient) -> None:
    reponse = chez_alice.post(f"{DETTE}/contester", data={"genre": "recours", "cle": CLE})
    assert reponse.status_code == 422
    assert "Dites pourquoi, même en une phrase." in reponse.text
    assert "Mes demandes" not in lire(chez_alice, DETTE)


def test_a_late_recours_is_said_to_be_late_and_may_still_be_written(
    app: Flask, client: FlaskClient, alice: Identite
) -> None:
    importer(app, creance("alice", notifiee_le=(AUJOURDHUI - timedelta(days=90)).isoformat()))
    page = lire(connecter(client, alice), f"{DETTE}/contester")
    assert "Le délai de deux mois est passé" in page
    assert "Une rectification, jusqu’au" not in page
    _contester(client)


def test_a_late_rectification_is_refused(chez_alice: FlaskClient) -> None:
    envoi = {"genre": "rectification", "pourquoi": "x", "cle": CLE}
    assert chez_alice.post(f"{DETTE}/contester", data=envoi).status_code == 422


def test_the_days_left_are_counted(app: Flask, client: FlaskClient, alice: Identite) -> None:
    importer(app, creance("alice", notifiee_le="2026-11-13"))
    page = lire(connecter(client, alice), DETTE)
    assert "jusqu’au 3 décembre 2026, il vous reste 10 jours" in page
    assert "jusqu’au 13 janvier 2027, il vous reste 51 jours" in page
    assert "Notifiée" in page


def test_alice_asks_for_a_remission_with_what_comes_in_and_what_goes_out(chez_alice: FlaskClient) -> None:
    envoi = {"pourquoi": "J’ai perdu mon travail.", "ressources": "RSA", "charges": "Loyer 500", "cle": CLE}
    recu = lire(chez_alice, chez_alice.post(f"{DETTE}/remise", data=envoi).location)
    assert RIEN in recu
    assert "Ce qui sort chaque mois Loyer 500" in recu


def test_instalments_are_tried_out_without_sending_anything(chez_alice: FlaskClient) -> None:
    page = chez_alice.post(f"{DETTE}/echeancier", data={"nombre": "7"}).text
    for dit in ("77,15", "pendant <strong>7 mois</strong>", "77,10", "juin 2027"):
        assert dit in page
    assert "Mes demandes" not in lire(chez_alice, DETTE)


@pytest.mark.parametrize(
    ("saisie", "dit"),
    [
        ({"nombre": "13"}, "Écrivez un nombre entre 1 et 12, en chiffres."),
        ({"nombre": "0"}, "Écrivez un nombre entre 1 et 12, en chiffres."),
        ({"montant": "44,99"}, "Écrivez une somme entre 45,00"),
        ({"montant": "540,01"}, "Écrivez une somme entre 45,00"),
        ({}, "Répondez à une des deux questions."),
        ({"nombre": "3", "montant": "180"}, "Répondez à une des deux questions."),
    ],
)
def test_instalments_that_cannot_be_are_refused_in_words(
    chez_alice: FlaskClient, saisie: dict[str, str], dit: str
) -> None:
    for adresse in (f"{DETTE}/echeancier", f"{DETTE}/echeancier/envoi"):
        reponse = chez_alice.post(adresse, data={**saisie, "cle": CLE})
        assert reponse.status_code == 422
        assert dit in reponse.text


def test_alice_asks_for_instalments_and_deductions_go_on_meanwhile(chez_alice: FlaskClient) -> None:
    recu = chez_alice.post(f"{DETTE}/echeancier/envoi", data={"montant": "60.00", "cle": CLE}).location
    assert "Vous proposez 60,00 € par mois" in lire(chez_alice, recu)
    assert "Fin prévue : novembre 2027" in lire(chez_alice, DETTE)


def test_taking_a_contest_back_or_committing_to_pay_asks_who_is_there(
    app: Flask, chez_alice: FlaskClient, alice: Identite
) -> None:
    recu = _contester(chez_alice)
    poche = connecter(app.test_client(), alice)  # the phone left on the table
    retrait = poche.post(f"{recu}/retrait")
    assert retrait.location == f"/compte/confirmer?suite={recu}"
    assert poche.post(f"{DETTE}/echeancier/envoi", data={"nombre": "2"}).location.startswith("/compte/confirmer")
    assert RIEN in lire(poche, DETTE)
    assert chez_alice.post(f"{recu}/retrait").location == recu
    assert "Retirée" in lire(chez_alice, recu)
    assert "Fin prévue : novembre 2027" in lire(chez_alice, DETTE)


def test_the_scale_starts_from_what_is_known_and_says_that_it_estimates(app: Flask, chez_alice: FlaskClient) -> None:
    importer(app, quotient("alice", base={"ressources": "620.50", "prestations": "1243.45", "parts": "3"}))
    assert 'value="620,50"' in chez_alice.get("/dettes/retenues").text
    figures = {"ressources": "600", "prestations": "0", "loyer": "0", "couple": "non", "enfants": "0"}
    page = chez_alice.post("/dettes/retenues", data=figures).text
    for dit in ("25 %", "100,00", "25,00", "81,00", "C’est une estimation."):
        assert dit in page
    assert chez_alice.post("/dettes/retenues", data={**figures, "loyer": "beaucoup"}).status_code == 422


@pytest.mark.parametrize("role", ["conjoint", "enfant"])
def test_t33_a_spouse_without_authorisation_and_a_child_never_see_a_debt_nor_what_is_asked_of_it(
    app: Flask, chez_alice: FlaskClient, role: str
) -> None:
    recu = _contester(chez_alice)
    importer(app, foyer("alice", personne("alice"), personne("sacha", role), version=2), compte("sacha"))
    sacha = connecter(app.test_client(), identite_de(app, "sacha"))
    for adresse in ("/dettes", DETTE, f"{DETTE}/contester", recu, "/dettes/retenues"):
        assert sacha.get(adresse).status_code == 403
    assert sacha.post(f"{DETTE}/contester", data={"genre": "recours", "pourquoi": "x", "cle": CLE}).status_code == 403
    assert sacha.post(f"{recu}/retrait").status_code == 403
    for adresse in ("/accueil", "/alertes", "/compte/historique"):
        assert "Recours" not in lire(sacha, adresse)


def test_t33_an_authorised_spouse_may_contest_until_the_authorisation_ends(app: Flask, chez_alice: FlaskClient) -> None:
    deux = foyer("alice", personne("alice"), personne("sacha", "conjoint"), version=2)
    importer(app, deux, compte("sacha"), autorisation("alice", "sacha"))
    sacha = connecter(app.test_client(), identite_de(app, "sacha"))
    recu = _contester(sacha)
    assert RIEN in lire(chez_alice, recu)
    importer(app, autorisation("alice", "sacha", fin="2026-11-20", version=2))
    assert sacha.get(recu).status_code == 403


def test_t32_a_stranger_finds_neither_the_debt_nor_the_request(
    app: Flask, chez_alice: FlaskClient, bob: Identite
) -> None:
    recu = _contester(chez_alice)
    client = connecter(app.test_client(), bob, confirmee=True)
    for adresse in (DETTE, f"{DETTE}/contester", f"{DETTE}/remise", f"{DETTE}/echeancier", recu):
        assert client.get(adresse).status_code == 404
    for adresse in (f"{DETTE}/contester", f"{DETTE}/remise", f"{DETTE}/echeancier/envoi", f"{recu}/retrait"):
        assert client.post(adresse, data={"cle": CLE}).status_code == 404


def test_a_closed_debt_keeps_its_page_and_asks_nothing(app: Flask, client: FlaskClient, alice: Identite) -> None:
    importer(app, creance("alice", etat="soldee", rembourse="540.00"))
    connecter(client, alice)
    assert "Dettes terminées" in lire(client, "/dettes")
    page = lire(client, DETTE)
    assert "Remboursée" in page
    assert "Contester" not in page
    for quoi in ("contester", "remise", "echeancier"):
        assert client.get(f"{DETTE}/{quoi}").location == DETTE
    refus = client.post(f"{DETTE}/contester", data={"genre": "recours", "pourquoi": "x", "cle": CLE})
    assert refus.status_code == 409
    assert "Ce n’est plus possible" in refus.text


def test_the_calculation_is_shown_month_by_month(app: Flask, client: FlaskClient, alice: Identite) -> None:
    calcul = [
        {"mois": "2026-03", "verse": "700.00", "du": "460.00"},
        {"mois": "2026-04", "verse": "700.00", "du": "400.00"},
    ]
    importer(app, creance("alice", calcul=calcul))
    page = lire(connecter(client, alice), DETTE)
    assert "Mars 2026 Versé : 700,00 € Dû : 460,00 € 240,00 €" in page
    assert "Total de la dette 540,00 €" in page
