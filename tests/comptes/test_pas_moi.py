"""A notice, and its link: one tap closes the account, opening it changes nothing, and it serves once."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caf_pwa.comptes import appareils_connus, attentes, traces
from caf_pwa.comptes.avertissement import avertir
from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import AppareilConnu, Attente, Cle, Compte, Connexion
from caf_pwa.extensions import db
from caf_pwa.socle.horloge import instant
from tests.conftest import AUJOURDHUI
from tests.courrier import courriels, lien_pas_moi, texte
from tests.fabriques import compte, connecter, foyer, identite_de, importer, numero_de, personne

MAIL = "alice@exemple.invalid"


@pytest.fixture
def alice(app: Flask) -> Identite:
    importer(app, foyer("alice", personne("alice", courriel=MAIL, telephone="06 12 34 56 78")), compte("alice"))
    return identite_de(app, "alice")


def _avertir(app: Flask, identite: Identite, adresses: list[str] | None = None) -> None:
    with app.test_request_context("/"):
        avertir(identite.compte_id, "essai", "Votre mot de passe a été changé", adresses)
        db.session.commit()


def test_a_notice_reaches_every_contact_on_file_and_the_history(app: Flask, session: Session, alice: Identite) -> None:
    _avertir(app, alice)
    (mail,) = courriels(app)
    assert mail["To"] == MAIL
    assert "Votre mot de passe a été changé, le 2" in texte(mail)
    assert not [dit for dit in ("Alice", "MOREAU", "PRV") if dit in mail.as_string()]
    (sms,) = (app.config["REGLAGES"].instance / "sms").glob("*.txt")
    assert "/compte/pas-moi/" in sms.read_text()
    assert [trace.texte for trace in traces.historique(session, alice, AUJOURDHUI)] == [
        "Votre mot de passe a été changé"
    ]


def test_opening_the_link_changes_nothing_and_its_button_closes_everything(
    app: Flask, client: FlaskClient, session: Session, alice: Identite
) -> None:
    telephone = connecter(app.test_client(), alice)
    appareils_connus.faire_connaitre(session, alice.compte_id, instant())
    cle = {
        "id": "c",
        "reference": "c",
        "identifiant": b"c",
        "cle_publique": b"c",
        "nom": "Téléphone",
        "creee_le": instant(),
    }
    session.add(Cle(compte_id=alice.compte_id, **cle))
    session.commit()
    _avertir(app, alice)
    lien = lien_pas_moi(courriels(app)[0])
    for _ in range(3):  # a scanner of mail opens it too
        assert "bloquer mon compte" in client.get(lien).text
    assert telephone.get("/accueil").status_code == 200
    assert "Votre compte est bloqué" in client.post(lien).text
    assert telephone.get("/accueil").status_code == 302
    session.rollback()
    assert session.scalar(select(Compte.bloque_le)) is not None
    for table in (Connexion, AppareilConnu, Cle):
        assert session.scalar(select(func.count()).select_from(table)) == 0
    for reponse in (client.get(lien), client.post(lien), client.get("/compte/pas-moi/invente")):
        assert (reponse.status_code, "Ce lien ne sert plus" in reponse.text) == (200, True)


def test_the_link_of_a_former_contact_says_to_call_because_the_new_one_is_not_to_be_trusted(
    app: Flask, client: FlaskClient, session: Session, alice: Identite
) -> None:
    _avertir(app, alice, ["ancienne@exemple.invalid"])
    (mail,) = courriels(app)
    assert mail["To"] == "ancienne@exemple.invalid"
    assert "3230" in client.post(lien_pas_moi(mail)).text
    assert session.scalar(select(Compte.contacts_contestes)) is True


def test_only_the_hash_of_the_link_is_kept_and_it_outlives_what_comes_after(
    app: Flask, client: FlaskClient, session: Session, alice: Identite
) -> None:
    _avertir(app, alice)
    lien = lien_pas_moi(courriels(app)[0])
    assert lien.rpartition("/")[2] not in session.scalars(select(Attente.id)).all()
    attentes.oublier_celles_de(session, alice.compte_id)
    session.commit()
    assert "bloquer mon compte" in client.get(lien).text


def test_what_did_not_happen_is_told_to_nobody(app: Flask, alice: Identite) -> None:
    with app.test_request_context("/"):
        avertir(alice.compte_id, "essai", "Votre mot de passe a été changé")
        db.session.flush()
        db.session.rollback()
        db.session.commit()
    assert courriels(app) == []


def test_an_adviser_opens_a_blocked_account_again_for_a_new_password_only(
    app: Flask, client: FlaskClient, session: Session, alice: Identite
) -> None:
    _avertir(app, alice, ["ancienne@exemple.invalid"])
    client.post(lien_pas_moi(courriels(app)[0]))
    commande = ["comptes", "rouvrir", numero_de("alice")]
    assert app.test_cli_runner().invoke(args=commande).exit_code == 0
    rangee = session.scalars(select(Compte)).one()
    assert (rangee.bloque_le, rangee.contacts_contestes, rangee.mot_de_passe_a_changer) == (None, False, True)
    for arguments in (commande, ["comptes", "rouvrir", "291"]):
        assert app.test_cli_runner().invoke(args=arguments).exit_code == 1
