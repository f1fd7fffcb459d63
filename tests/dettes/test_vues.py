"""Mes dettes on screen: reason, dates, what is left; and the tab that shows only when there is one."""

from flask import Flask
from flask.testing import FlaskClient

from caf_pwa.comptes.identite import Identite
from caf_pwa.socle.identifiants import interne
from tests.fabriques import connecter, creance, importer, paiement, retenue
from tests.lecteur import lire
from tests.regles.document import Document

CETTE_DETTE = f"/dettes/{interne('creance', 'creance')}"


def test_a_debt_says_why_how_much_is_left_and_until_when_one_may_object(
    app: Flask, client: FlaskClient, alice: Identite
) -> None:
    importer(app, creance("alice", rembourse="45.00", retenue_mensuelle="45.00"))
    page = lire(connecter(client, alice), CETTE_DETTE)
    for dit in (
        "Un salaire n’avait pas été compté.",
        "495,00 € à rembourser, sur 540,00 €",
        "INK 001 2026",
        "mars 2026 à mai 2026",
        "le délai est passé depuis le 22 novembre 2026",
        "2 janvier 2027",
        "octobre 2027",
    ):
        assert dit in page


def test_a_contested_debt_promises_that_nothing_is_taken(app: Flask, client: FlaskClient, alice: Identite) -> None:
    importer(app, creance("alice", etat="contestee", retenue_mensuelle="45.00"))
    page = lire(connecter(client, alice), "/dettes")
    assert "Rien n’est retenu sur vos paiements" in page
    assert "Retenue chaque mois" not in page


def test_the_way_to_the_debts_shows_only_when_there_is_one(app: Flask, client: FlaskClient, alice: Identite) -> None:
    connecter(client, alice)
    assert "Mes dettes" not in lire(client, "/accueil")
    importer(app, creance("alice"))
    assert "Mes dettes 540,00 € à rembourser" in lire(client, "/accueil")
    assert "Revenu de solidarité active" in lire(client, "/allocations/paiements")
    importer(app, creance("alice", etat="soldee", rembourse="540.00", version=2))
    assert "Mes dettes" not in lire(client, "/accueil")


def test_a_deduction_leads_to_its_debt(app: Flask, client: FlaskClient, alice: Identite) -> None:
    importer(app, creance("alice"), paiement("alice", retenues=[retenue("45.00", "creance")]))
    connecter(client, alice)
    detail = Document(client.get(f"/allocations/paiements/{interne('paiement', 'paiement')}").text)
    assert CETTE_DETTE in detail.adresses()
    assert "5 novembre 2026 45,00 € retenus sur votre paiement." in lire(client, CETTE_DETTE)
