"""What people ask about their debts, at an adviser's desk: opened for a reason, answered once, told to them."""

import logging
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from caf_pwa.comptes.agents import service as agents
from caf_pwa.comptes.identite import Identite
from caf_pwa.dettes import demandes
from caf_pwa.dettes.modele import GenreDeDemande
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.identifiants import interne
from tests.conftest import AUJOURDHUI
from tests.fabriques import connecter, creance, foyer, importer, personne
from tests.gestion.conftest import Bureau
from tests.lecteur import lire

CREANCE = interne("creance", "creance")
DETTE = f"/dettes/{CREANCE}"


def _demande(app: Flask, session: Session, alice: Identite, genre: GenreDeDemande) -> str:
    """The console's address of what Alice asks about 540 euros, 45 of which are deducted each month."""
    importer(app, creance("alice", etat="en_recouvrement", retenue_mensuelle="45.00"))
    mensualite = Decimal("60.00") if genre is GenreDeDemande.ECHEANCIER else None
    saisie = demandes.Saisie(genre, {"Pourquoi": "Ce n’est pas moi."}, mensualite)
    une = demandes.deposer(session, alice, CREANCE, saisie, "0" * 32, (AUJOURDHUI, instant()))
    session.commit()
    return f"/gestion/dettes/{une.id}"


@pytest.fixture
def recours(app: Flask, session: Session, alice: Identite) -> str:
    return _demande(app, session, alice, GenreDeDemande.RECOURS)


def _ouvrir(bureau: Bureau, adresse: str) -> FlaskClient:
    assert "Pourquoi ouvrez-vous ce dossier" in bureau.client.get(adresse).text
    assert bureau.client.post(f"{adresse}/motif", data={"raison": "etude", "mots": ""}).location == adresse
    return bureau.client


def test_an_adviser_says_why_before_reading_and_alice_reads_that(
    camille: Bureau, recours: str, client: FlaskClient, alice: Identite
) -> None:
    assert "Recours devant la commission" in lire(camille.client, "/gestion/dettes")
    page = lire(_ouvrir(camille, recours), recours)
    assert "Ce n’est pas moi." in page
    assert "motif : étude de la démarche" in lire(connecter(client, alice), "/compte/historique")


def test_nothing_is_answered_before_saying_why(camille: Bureau, recours: str) -> None:
    for quoi, donnees in (("acceptation", {"accorde": "0"}), ("refus", {"motif": "Non."})):
        assert camille.client.post(f"{recours}/{quoi}", data={"revision": 0, **donnees}).location == recours
    assert "Reçue" in lire(_ouvrir(camille, recours), recours)


def test_a_refusal_is_told_and_recovery_resumes(
    camille: Bureau, recours: str, client: FlaskClient, alice: Identite
) -> None:
    connecter(client, alice)
    assert "Rien n’est retenu" in lire(client, DETTE)
    assert _ouvrir(camille, recours).post(f"{recours}/refus", data={"revision": 0}).status_code == 422
    refus = {"revision": 0, "motif": "Le salaire est bien le vôtre."}
    assert camille.client.post(f"{recours}/refus", data=refus).status_code == 303
    assert "Fin prévue : novembre 2027" in lire(client, DETTE)
    page = lire(client, f"/dettes/demandes/{recours.rpartition('/')[2]}")
    assert "votre demande est refusée. Le remboursement reprend. Le salaire est bien le vôtre." in page
    assert "Votre demande est refusée." in lire(client, "/alertes")
    assert lire(camille.client, "/gestion/dettes").endswith("Aucune demande n’attend de réponse.")


def test_an_annulled_debt_leaves_the_person_in_peace(
    camille: Bureau, recours: str, client: FlaskClient, alice: Identite
) -> None:
    _ouvrir(camille, recours)
    assert camille.client.post(f"{recours}/acceptation", data={"revision": 0, "accorde": "0"}).status_code == 303
    connecter(client, alice)
    assert "La dette est annulée." in lire(client, f"/dettes/demandes/{recours.rpartition('/')[2]}")
    assert "Mes dettes" not in lire(client, "/accueil")
    assert camille.client.post(f"{recours}/acceptation", data={"revision": 0, "accorde": "0"}).status_code == 409


@pytest.mark.parametrize(
    ("genre", "accorde", "dit"),
    [
        (GenreDeDemande.REMISE, "140", "400,00 € à rembourser, sur 400,00 €"),
        (GenreDeDemande.ECHEANCIER, "90", "90,00 € chaque mois sur vos paiements. Fin prévue : mai 2027"),
        (GenreDeDemande.RECOURS, "270", "270,00 € à rembourser, sur 270,00 €"),
    ],
)
def test_what_is_granted_is_read_on_the_debt(
    app: Flask,
    session: Session,
    camille: Bureau,
    client: FlaskClient,
    alice: Identite,
    genre: GenreDeDemande,
    accorde: str,
    dit: str,
) -> None:
    adresse = _demande(app, session, alice, genre)
    _ouvrir(camille, adresse)
    trop = camille.client.post(f"{adresse}/acceptation", data={"revision": 0, "accorde": "9999"})
    assert trop.status_code == 422
    oui = {"revision": 0, "accorde": accorde, "mots": "D’accord."}
    assert camille.client.post(f"{adresse}/acceptation", data=oui).status_code == 303
    assert dit in lire(connecter(client, alice), DETTE)


@pytest.mark.parametrize(("caisse", "statut"), [("Caf de la Gironde", 200), (None, 200), ("Caf du Rhône", 404)])
def test_t35_an_adviser_of_another_caf_finds_no_request_and_the_attempt_is_logged(
    app: Flask, session: Session, recours: str, caisse: str | None, statut: int, caplog: pytest.LogCaptureFixture
) -> None:
    importer(app, foyer("alice", personne("alice"), caisse="Caf de la Gironde", version=2))
    agent = agents.inscrire(session, "lui@exemple.invalid", "correct cheval", caisse=caisse)
    jeton = agents.ouvrir(session, agent.id, instant())
    session.commit()
    client = app.test_client()
    client.set_cookie("caf-agent", jeton)
    assert (recours in client.get("/gestion/dettes").text) is (statut == 200)
    with caplog.at_level(logging.WARNING):
        assert client.get(recours).status_code == statut
        for quoi in ("motif", "acceptation", "refus"):
            reponse = client.post(f"{recours}/{quoi}", data={"raison": "etude", "mots": "", "revision": 0})
            assert (reponse.status_code == 404) is (statut == 404)
    assert ("asked for a dossier of another Caf" in caplog.text) is (statut == 404)
