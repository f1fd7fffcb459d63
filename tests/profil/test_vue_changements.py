"""Mon profil says what changed lately, and lets a person say that it was not them."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import Trace
from caf_pwa.dossier.changements import Cause, appliquer
from caf_pwa.dossier.effets import ChangerFoyer, ChangerPersonne
from caf_pwa.dossier.modele import Changement
from caf_pwa.socle.horloge import PARIS
from tests.fabriques import compte, connecter, foyer, identite_de, importer, personne
from tests.lecteur import lire, mots
from tests.regles.compteur import requetes
from tests.regles.document import Document
from tests.regles.routes import FRAGMENT

MATIN = datetime(2026, 11, 22, 9, 5, tzinfo=PARIS)


@pytest.fixture
def karim(app: Flask) -> Identite:
    menage = (personne("karim"), personne("julie", "conjoint"))
    importer(app, foyer("karim", *menage, adresse={"voie": "1 rue Basse"}), compte("karim"), compte("julie"))
    return identite_de(app, "karim")


@pytest.fixture
def demenagement(session: Session, karim: Identite) -> Changement:
    cause = Cause("d" * 32, "Changement d’adresse", "Karim", karim.personne_id)
    effet = ChangerFoyer("adresse", {"voie": "2 rue Haute"})
    (fait,) = appliquer(session, karim.foyer_id, [effet], cause, MATIN)
    session.commit()
    return fait


def test_the_profile_tells_what_it_was_what_it_is_when_and_why(
    client: FlaskClient, karim: Identite, demenagement: Changement
) -> None:
    page = Document(connecter(client, karim).get("/profil").text)
    assert page.erreurs == []
    dit = mots(page.un("main"))
    assert "Derniers changements Adresse Avant : 1 rue Basse → Après : 2 rue Haute" in dit
    assert "22 novembre 2026 — Changement d’adresse (Karim) Ce n’est pas moi" in dit
    assert (mots(page.un("del")), mots(page.un("ins"))) == ("Avant : 1 rue Basse", "Après : 2 rue Haute")
    assert f"/profil/changements/{demenagement.id}" in page.adresses()


def test_a_profile_without_changes_says_nothing_of_them(client: FlaskClient, alice: Identite) -> None:
    assert "Derniers changements" not in lire(connecter(client, alice), "/profil")


def test_a_person_contests_a_change_and_the_caf_finds_it_in_the_history(
    client: FlaskClient, session: Session, karim: Identite, demenagement: Changement
) -> None:
    connecter(client, karim)
    adresse = f"/profil/changements/{demenagement.id}"
    assert "Que s’est-il passé ?" in lire(client, adresse)
    for explication in ("Je n’ai pas déménagé.", "encore"):
        reponse = client.post(adresse, data={"explication": explication})
        assert (reponse.status_code, reponse.location) == (303, adresse)
    assert "Vous avez contesté ce changement le" in lire(client, adresse)
    assert "Vous avez contesté ce changement le" in lire(client, "/profil")
    (trace,) = session.scalars(select(Trace))
    assert (trace.acte, trace.texte, trace.motif) == (
        "contestation",
        "Changement contesté\xa0: Adresse",
        "Je n’ai pas déménagé.",
    )
    assert "Changement contesté : Adresse" in lire(client, "/compte/historique")


def test_saying_why_is_not_asked_for_but_it_is_never_cut(
    client: FlaskClient, session: Session, karim: Identite, demenagement: Changement
) -> None:
    connecter(client, karim)
    adresse = f"/profil/changements/{demenagement.id}"
    trop = client.post(adresse, data={"explication": "é" * 501})
    assert trop.status_code == 422
    assert "é" * 501 in trop.text
    assert session.scalars(select(Trace)).all() == []
    assert client.post(adresse).status_code == 303
    session.rollback()
    assert session.scalars(select(Trace.motif)).all() == [None]


def test_a_stranger_and_a_spouse_without_authorisation_find_no_such_page(
    app: Flask, client: FlaskClient, bob: Identite, demenagement: Changement, session: Session
) -> None:
    adresse = f"/profil/changements/{demenagement.id}"
    for qui in (bob, identite_de(app, "julie")):
        connecter(client, qui)
        assert client.get(adresse).status_code == 404
        assert client.post(adresse, data={"explication": "x"}).status_code == 404
    assert session.scalars(select(Trace)).all() == []


def test_what_a_person_contests_of_their_own_telephone_is_read_by_them_alone(
    app: Flask, client: FlaskClient, session: Session, karim: Identite
) -> None:
    julie = identite_de(app, "julie")
    cause = Cause("e" * 32, "Changement de coordonnées", "Julie", julie.personne_id)
    effet = ChangerPersonne(julie.personne_id, "telephone", "06 00 00 00 13")
    (fait,) = appliquer(session, karim.foyer_id, [effet], cause, MATIN)
    session.commit()
    client.post("/deconnexion")
    connecter(client, julie).post(f"/profil/changements/{fait.id}", data={"explication": "ZQ"})
    assert "ZQ" in lire(client, "/compte/historique")
    assert "ZQ" not in lire(connecter(client, karim), "/compte/historique")


def test_the_profile_costs_at_most_six_statements(
    app: Flask, client: FlaskClient, karim: Identite, demenagement: Changement
) -> None:
    connecter(client, karim)
    with requetes(app) as envoyees:
        assert client.get("/profil", headers=FRAGMENT).status_code == 200
    assert len(envoyees) <= 6, envoyees
