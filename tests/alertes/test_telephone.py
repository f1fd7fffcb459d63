"""« Mes alertes sur ce téléphone », the link of a mail, and what machines read."""

import email
import re
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from caf_pwa.alertes import abonnements, preferences
from caf_pwa.alertes.genres import genres
from caf_pwa.alertes.modele import Canal
from caf_pwa.comptes import service as comptes
from caf_pwa.comptes.identite import Identite
from caf_pwa.socle.horloge import instant
from tests.alertes.conftest import Rue
from tests.conftest import NouvelleApp
from tests.fabriques import PRODUCTION, connecter, droit, importer, moteur_de, ouvrir_session


def _mails(app: Flask) -> list[EmailMessage]:
    dossier: Path = app.config["REGLAGES"].instance / "courriels"
    lus = [email.message_from_bytes(un.read_bytes(), policy=policy.default) for un in dossier.glob("*.eml")]
    return [un for un in lus if un["Subject"] == "Une alerte dans votre espace Mon Compte"]


def _abonner(client: FlaskClient, rue: Rue, qui: Identite) -> int:
    corps = rue.poste.telephone().adresse | {"compte": qui.pseudonyme}
    return client.post("/compte/alertes/abonnement", data=corps).status_code


def test_alice_has_her_phone_rung_then_no_more(client: FlaskClient, alice: Identite, rue: Rue) -> None:
    connecter(client, alice)
    assert "Être prévenu sur ce téléphone" in client.get("/compte/alertes").text
    assert _abonner(client, rue, alice) == 204
    assert "Ce téléphone est prévenu" in client.get("/compte/alertes").text
    client.post("/compte/alertes/desabonnement")
    assert "Être prévenu sur ce téléphone" in client.get("/compte/alertes").text


def test_t44_a_phone_that_was_told_to_ring_for_somebody_else_is_not_subscribed(
    client: FlaskClient, alice: Identite, bob: Identite, rue: Rue
) -> None:
    connecter(client, alice)
    assert _abonner(client, rue, bob) == 409


def test_t44_bob_signing_in_where_alice_is_forgotten_silences_her_alerts_there(
    app: Flask, alice: Identite, bob: Identite, rue: Rue
) -> None:
    """Her sign-in may be too old to open anything: it goes all the same, and her subscription with it."""
    jeton = ouvrir_session(app, alice.compte_id)
    client = app.test_client()
    client.set_cookie("caf", jeton)
    _abonner(client, rue, alice)
    with Session(moteur_de(app)) as session:
        assert len(abonnements.du_compte(session, alice.compte_id)) == 1
        comptes.fermer_du_jeton(session, jeton)
        session.commit()
        assert abonnements.du_compte(session, alice.compte_id) == []


def test_a_test_says_that_it_is_on_its_way_then_that_it_came(client: FlaskClient, alice: Identite, rue: Rue) -> None:
    connecter(client, alice)
    telephone = rue.poste.telephone()
    client.post("/compte/alertes/abonnement", data=telephone.adresse | {"compte": alice.pseudonyme})
    page = client.post("/compte/alertes/essai").location
    assert "en route" in client.get(page).text
    rue.maintenant = instant()
    rue.distribuer()
    (recu,) = telephone.recus
    client.post(f"/alertes/recues/{recu.dit['cle']}")
    assert "L’alerte est arrivée." in client.get(page).text


def test_a_notification_leads_to_what_it_is_about_and_a_stranger_to_their_own_inbox(
    client: FlaskClient, alice: Identite, bob: Identite, rue: Rue
) -> None:
    telephone = rue.abonner("alice")
    rue.publier("alice", "creance", montant="1 €", prestation="RSA")
    rue.distribuer()
    suite = f"/alertes/ouvrir/{telephone.recus[0].dit['cle']}"
    assert connecter(client, alice).get(suite).location == "/dettes/un"
    assert connecter(client, bob).get(suite).location == "/alertes"


def test_alice_chooses_and_finds_her_choice_again(app: Flask, client: FlaskClient, alice: Identite) -> None:
    connecter(client, alice)
    corps = {"push": ["courrier"], "courriel": [], "silence_de": "20", "silence_a": "9"}
    assert client.post("/compte/alertes/choix", data=corps).status_code == 303
    with Session(moteur_de(app)) as session:
        choix = preferences.lire(session, alice.compte_id)
    assert (choix.silence_de, choix.silence_a) == (20, 9)
    assert choix.accepte(genres()["courrier"], Canal.PUSH)
    assert not choix.accepte(genres()["paiement"], Canal.PUSH)
    assert not choix.accepte(genres()["courrier"], Canal.COURRIEL)
    assert choix.accepte(genres()["piece"], Canal.PUSH)


@pytest.mark.parametrize("heure", ["", "24", "-1", "x", "٣", "1" * 5000])
def test_an_hour_that_is_none_is_refused(client: FlaskClient, alice: Identite, heure: str) -> None:
    connecter(client, alice)
    assert client.post("/compte/alertes/choix", data={"silence_de": heure, "silence_a": "7"}).status_code == 400


def test_a_mail_says_no_more_than_a_locked_screen_and_asks_for_no_code(alice_jointe: Identite, rue: Rue) -> None:
    rue.publier("alice", "courrier", objet_du_courrier="ZQSECRET", date="ZQSECRET")
    rue.distribuer()
    (mail,) = _mails(rue.app)
    texte, page = (mail.get_body((genre,)).get_content() for genre in ("plain", "html"))  # type: ignore[union-attr]
    for corps in (texte, page):
        assert "Vous avez un nouveau courrier." in corps
        assert set(re.findall(r"https?://[^/]+(/\w+/\w+)", corps)) == {"/alertes/arret"}
        assert "ZQSECRET" not in corps


def test_one_click_stops_this_kind_of_mail_without_signing_in(alice_jointe: Identite, rue: Rue) -> None:
    """RFC 8058: the mail program posts, from nowhere, with nobody's cookies."""
    rue.publier("alice", "courrier", objet_du_courrier="x", date="y")
    rue.distribuer()
    (mail,) = _mails(rue.app)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    lien = "/alertes/arret/" + mail["List-Unsubscribe"].strip("<>").rpartition("/")[2]
    inconnu = rue.app.test_client()
    assert "Ne plus recevoir" in inconnu.get(lien).text
    assert inconnu.post(lien, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    rue.publier("alice", "courrier", "deux", objet_du_courrier="x", date="y")
    rue.publier("alice", "demande-de-creance", "deux", titre="x", etat="y")
    rue.distribuer()
    assert len(_mails(rue.app)) == 2


def test_a_mail_that_cannot_be_turned_off_offers_nothing_of_the_kind(alice_jointe: Identite, rue: Rue) -> None:
    rue.publier("alice", "creance", montant="1 €", prestation="RSA")
    rue.distribuer()
    (mail,) = _mails(rue.app)
    assert mail["List-Unsubscribe"] is None


@pytest.mark.parametrize("change", [0, 10, -1])
def test_a_link_that_was_changed_stops_nothing(
    client: FlaskClient, alice_jointe: Identite, rue: Rue, change: int
) -> None:
    rue.publier("alice", "courrier", objet_du_courrier="x", date="y")
    rue.distribuer()
    jeton = list(_mails(rue.app)[0]["List-Unsubscribe"].strip("<>").rpartition("/")[2])
    jeton[change] = "0" if jeton[change] != "0" else "1"
    assert client.post(f"/alertes/arret/{''.join(jeton)}").status_code == 404


def test_machines_read_how_long_the_queue_is(client: FlaskClient, alice: Identite, rue: Rue) -> None:
    rue.abonner("alice")
    rue.publier("alice")
    assert "caf_alertes_en_attente 1\n" in client.get("/metrics").text
    rue.distribuer()
    page = client.get("/metrics").text
    assert "caf_alertes_en_attente 0\n" in page
    assert 'caf_alertes_livraisons{canal="push",etat="partie"} 1\n' in page


@pytest.mark.parametrize(("tendue", "statut"), [("", 404), ("Bearer autre", 404), ("Bearer cle", 200)])
def test_in_production_the_figures_are_for_who_holds_their_key(
    nouvelle_app: NouvelleApp, tendue: str, statut: int
) -> None:
    with nouvelle_app(**PRODUCTION, CAF_CLE_METRIQUES="cle") as app:
        assert app.test_client().get("/metrics", headers={"Authorization": tendue}).status_code == statut


def test_a_right_that_stops_is_told_with_its_cause_and_leaves_when_it_opens_again(
    app: Flask, client: FlaskClient, alice: Identite
) -> None:
    connecter(client, alice)
    importer(app, droit("alice", etat="suspendu", motif="Une déclaration manque."))
    assert "Allocations familiales\xa0: Une déclaration manque." in client.get("/alertes").text
    importer(app, droit("alice") | {"version": 2})
    assert "Une déclaration manque." not in client.get("/alertes").text
