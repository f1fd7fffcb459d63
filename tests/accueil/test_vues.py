"""Accueil: the last payment, and the way to the rest, for each kind of person."""

from flask import Flask
from flask.testing import FlaskClient

from caf_pwa.comptes.identite import Identite
from caf_pwa.socle.horloge import Horloge
from caf_pwa.socle.identifiants import interne
from tests.fabriques import compte, connecter, courrier, foyer, identite_de, importer, jour, ligne, paiement, personne
from tests.lecteur import lire
from tests.regles.document import Document


def test_alice_sees_her_last_payment_and_the_way_to_its_detail(
    app: Flask, client: FlaskClient, alice: Identite
) -> None:
    importer(app, paiement("alice", "p-1", [ligne("1041.59")]), paiement("alice", "p-0", date="2026-10-05"))
    connecter(client, alice)
    page = lire(client, "/accueil")
    assert "Bonjour Alice" in page
    assert "1 041,59 € Jeudi 5 novembre 2026" in page
    assert "152,25" not in page.split("Mes alertes")[0]
    adresses = Document(client.get("/accueil").text).adresses()
    for adresse in (f"/allocations/paiements/{interne('paiement', 'p-1')}", "/attestations", "/courriers"):
        assert adresse in adresses


def test_the_next_payment_is_announced_by_its_day_and_by_a_countdown(
    app: Flask, client: FlaskClient, alice: Identite, horloge: Horloge
) -> None:
    connecter(client, alice)
    for aujourdhui, annonce in (
        ("2026-11-23", "vendredi 4 décembre 2026 (dans 11 jours)"),
        ("2026-12-03", "vendredi 4 décembre 2026 (demain)"),
        ("2026-12-04", "vendredi 4 décembre 2026 (aujourd’hui)"),
        ("2026-12-31", "mardi 5 janvier 2027 (dans 5 jours)"),
    ):
        horloge.regler(jour(aujourdhui))
        assert annonce in lire(client, "/accueil")


def test_unread_letters_are_counted(app: Flask, client: FlaskClient, alice: Identite) -> None:
    importer(app, courrier("alice", "a"), courrier("alice", "b"))
    connecter(client, alice)
    assert "2 non lus" in lire(client, "/accueil")
    client.get(f"/courriers/{interne('courrier', 'a')}")
    assert "1 non lu" in lire(client, "/accueil")


def test_a_child_is_told_what_they_can_see_and_sees_no_amount(app: Flask, client: FlaskClient) -> None:
    importer(app, foyer("karim", personne("karim"), personne("hugo", "enfant")), compte("hugo"), paiement("karim"))
    page = lire(connecter(client, identite_de(app, "hugo")), "/accueil")
    assert "Bonjour Hugo" in page
    assert "Vous voyez ici ce qui vous concerne." in page
    assert "152,25" not in page
    assert "Mes attestations" not in page
