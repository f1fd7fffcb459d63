"""What was done with a dossier: everybody reads what concerns them, with who, when and why."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from caf_pwa.comptes.agents import service as agents
from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.mot_de_passe import hachage
from caf_pwa.comptes.traces import Acte, historique, tracer
from caf_pwa.socle import expedition
from caf_pwa.socle.horloge import PARIS
from tests.conftest import AUJOURDHUI
from tests.fabriques import autorisation, compte, connecter, foyer, identite_de, importer, numero_de, personne
from tests.lecteur import lire
from tests.regles.routes import FRAGMENT

MATIN = datetime(2026, 11, 23, 9, 5, tzinfo=PARIS)
BON = "correct cheval pile agrafe"
CHEZ_KARIM = (personne("karim"), personne("julie", "conjoint"), personne("hugo", "enfant"))


@pytest.fixture
def karim(app: Flask) -> Identite:
    """Karim, responsible; Julie, his wife without authorisation; Hugo, their son."""
    comptes = [compte(qui, empreinte_mot_de_passe=hachage.hacher(BON)) for qui in ("karim", "julie", "hugo")]
    importer(app, foyer("karim", *CHEZ_KARIM), *comptes)
    return identite_de(app, "karim")


@pytest.fixture
def julie(app: Flask, karim: Identite) -> Identite:
    return identite_de(app, "julie")


def _textes(session: Session, identite: Identite) -> list[str]:
    return [trace.texte for trace in historique(session, identite, AUJOURDHUI)]


def test_the_newest_comes_first_and_nothing_is_older_than_24_months(session: Session, karim: Identite) -> None:
    for jours in (1, 0, 400, 900):
        tracer(session, karim.foyer_id, Acte("essai", f"il y a {jours} jours"), MATIN - timedelta(days=jours))
    assert _textes(session, karim) == ["il y a 0 jours", "il y a 1 jours", "il y a 400 jours"]


def test_whoever_manages_the_dossier_reads_the_household_s_and_others_what_concerns_them(
    session: Session, karim: Identite, julie: Identite
) -> None:
    tracer(session, karim.foyer_id, Acte("essai", "Du foyer"), MATIN)
    nomme = Acte("essai", "Nomme Julie", personne_id=julie.personne_id)
    tracer(session, karim.foyer_id, nomme, MATIN - timedelta(minutes=1))
    tracer(
        session,
        karim.foyer_id,
        Acte("essai", "Fait par Julie"),
        MATIN - timedelta(minutes=2),
        personne_auteur_id=julie.personne_id,
    )
    assert _textes(session, karim) == ["Du foyer", "Nomme Julie", "Fait par Julie"]
    assert _textes(session, julie) == ["Nomme Julie", "Fait par Julie"]


def test_a_confidential_trace_is_read_by_its_author_and_by_whom_it_names_alone(
    app: Flask, session: Session, karim: Identite, julie: Identite
) -> None:
    secret = Acte("essai", "Secret", personne_id=julie.personne_id, confidentielle=True)
    tracer(session, karim.foyer_id, secret, MATIN)
    session.commit()
    assert (_textes(session, julie), _textes(session, karim)) == (["Secret"], [])
    assert _textes(session, identite_de(app, "hugo")) == []


def test_a_stranger_reads_nothing(session: Session, karim: Identite, bob: Identite) -> None:
    tracer(session, karim.foyer_id, Acte("essai", "Du foyer"), MATIN)
    assert _textes(session, bob) == []


def test_everybody_is_told_who_did_it_as_far_as_they_may_know(
    app: Flask, session: Session, karim: Identite, julie: Identite
) -> None:
    agent_id = agents.inscrire(session, "camille@exemple.invalid", BON, nom="Camille ROBIN").id
    acte = Acte("essai", "Fait", motif="contrôle", personne_id=julie.personne_id)
    for auteur in (karim.personne_id, julie.personne_id, None):
        tracer(session, karim.foyer_id, acte, MATIN, personne_auteur_id=auteur)
    tracer(session, karim.foyer_id, acte, MATIN, agent_id=agent_id)
    session.commit()

    def auteurs(identite: Identite) -> set[str]:
        return {trace.auteur for trace in historique(session, identite, AUJOURDHUI)}

    assert auteurs(karim) == {"Vous", "Julie", "Votre Caf", "Conseiller de la Caf"}
    assert auteurs(julie) == {"Vous", "Une autre personne de votre foyer", "Votre Caf", "Conseiller de la Caf"}
    importer(app, foyer("karim", *CHEZ_KARIM[::2], version=2))
    session.expire_all()
    assert "Une personne sortie de votre dossier" in auteurs(karim)
    assert "Julie" not in auteurs(karim)


def test_signing_in_leaves_a_trace_that_the_person_alone_reads(
    app: Flask, client: FlaskClient, karim: Identite
) -> None:
    importer(app, autorisation("karim", "julie"))
    client.post("/connexion", data={"identifiant": numero_de("julie"), "mot_de_passe": BON})
    page = lire(client, "/compte/historique")
    assert "Connexion à votre compte" in page
    assert "Vous" in page
    assert "Lundi 23 novembre 2026 à" in page
    assert "Connexion" not in lire(connecter(client, karim), "/compte/historique").replace("une connexion", "")


def test_wrong_passwords_are_one_line_a_day_that_counts_and_that_nobody_else_reads(
    app: Flask, client: FlaskClient, karim: Identite
) -> None:
    importer(app, autorisation("karim", "julie"))
    for _ in range(3):
        client.post("/connexion", data={"identifiant": numero_de("karim"), "mot_de_passe": "faux"})
        expedition.attendre()
    client.post("/connexion", data={"identifiant": numero_de("personne"), "mot_de_passe": "faux"})
    expedition.attendre()
    page = lire(connecter(client, karim), "/compte/historique")
    assert page.count("3 essais de connexion refusés") == 1
    assert "essai" not in lire(connecter(client, identite_de(app, "julie")), "/compte/historique")


def test_the_history_says_why_an_adviser_opened_the_dossier(
    client: FlaskClient, session: Session, karim: Identite
) -> None:
    agent_id = agents.inscrire(session, "camille@exemple.invalid", BON, nom="Camille ROBIN").id
    acte = Acte("consultation", "Dossier consulté", motif="contrôle du loyer")
    tracer(session, karim.foyer_id, acte, MATIN, agent_id=agent_id)
    session.commit()
    page = lire(connecter(client, karim), "/compte/historique")
    assert "Dossier consulté Lundi 23 novembre 2026 à 9 h 05 Conseiller de la Caf — motif : contrôle du loyer" in page
    assert "Camille" not in page


def test_a_device_that_holds_the_history_still_gets_the_last_line(
    client: FlaskClient, session: Session, karim: Identite
) -> None:
    connecter(client, karim)
    gardee = client.get("/compte/historique", headers=FRAGMENT)
    tracer(session, karim.foyer_id, Acte("essai", "Tout nouveau"), MATIN)
    session.commit()
    encore = client.get("/compte/historique", headers=FRAGMENT | {"If-None-Match": gardee.headers["ETag"]})
    assert encore.status_code == 200
    assert "Tout nouveau" in encore.text


def test_the_account_leads_to_its_history(client: FlaskClient, alice: Identite) -> None:
    connecter(client, alice)
    assert "Mon historique" in lire(client, "/compte")
    assert "Rien n’a été noté" in lire(client, "/compte/historique")
