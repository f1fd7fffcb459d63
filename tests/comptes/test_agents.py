"""Advisers: an account of their own, signing in, and a sign-in that ends."""

from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caf_pwa.comptes import freins
from caf_pwa.comptes.agents import service
from caf_pwa.comptes.agents.modele import Agent, ConnexionAgent
from caf_pwa.comptes.service import ConnexionRefusee
from caf_pwa.socle.erreurs import TropDEssais
from caf_pwa.socle.horloge import instant
from tests.fabriques import moteur_de

EMAIL, BON = "camille.robin@exemple.invalid", "correct cheval pile agrafe"
DEMI_HEURE, SECONDE = timedelta(minutes=30), timedelta(seconds=1)


@pytest.fixture
def maintenant() -> datetime:
    return instant().replace(microsecond=0)


@pytest.fixture
def camille(session: Session) -> Agent:
    agent = service.inscrire(session, EMAIL, BON, nom="Camille ROBIN", caisse="Caf de la Gironde")
    session.commit()
    return agent


def _verifier(app: Flask, session: Session, email: str, mot_de_passe: str, maintenant: datetime) -> Agent:
    cles = service.cles_de("secret", email, "192.0.2.1")
    return service.verifier_mot_de_passe(session, moteur_de(app), cles, email, mot_de_passe, maintenant)


def test_an_adviser_signs_in_with_their_password(
    app: Flask, session: Session, camille: Agent, maintenant: datetime
) -> None:
    assert _verifier(app, session, EMAIL, BON, maintenant) is camille


@pytest.mark.parametrize(
    ("email", "mot_de_passe"),
    [(EMAIL, "faux"), (EMAIL, BON + "x" * 128), ("inconnu@exemple.invalid", BON), ("parti@exemple.invalid", BON)],
)
def test_a_refusal_is_the_same_and_costs_the_same_whatever_is_wrong(
    app: Flask,
    session: Session,
    camille: Agent,
    maintenant: datetime,
    email: str,
    mot_de_passe: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    service.inscrire(session, "parti@exemple.invalid", BON).actif = False
    session.commit()
    verifications, verifier = [], PasswordHasher.verify

    def noter(hacheur: PasswordHasher, empreinte: str, saisie: str) -> bool:
        verifications.append(empreinte)
        return verifier(hacheur, empreinte, saisie)

    monkeypatch.setattr(PasswordHasher, "verify", noter)
    with pytest.raises(ConnexionRefusee) as refus:
        _verifier(app, session, email, mot_de_passe, maintenant)
    assert refus.value.args == ()
    assert len(verifications) == 1


def test_five_mistakes_make_an_adviser_wait_even_when_the_request_is_rolled_back(
    app: Flask, session: Session, camille: Agent, maintenant: datetime
) -> None:
    for _ in range(5):
        with pytest.raises(ConnexionRefusee):
            _verifier(app, session, EMAIL, "faux", maintenant)
        session.rollback()
    with pytest.raises(TropDEssais):
        _verifier(app, session, EMAIL, BON, maintenant)


def test_guessing_at_an_adviser_s_door_brakes_no_allocataire_of_the_same_name() -> None:
    assert service.cles_de("secret", "x", "192.0.2.1")["compte"] != freins.cles_de("secret", "x", "192.0.2.1")["compte"]


def test_an_old_hash_is_renewed_when_the_adviser_signs_in(
    app: Flask, session: Session, camille: Agent, maintenant: datetime
) -> None:
    ancienne = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(BON)
    camille.empreinte_mot_de_passe = ancienne
    session.commit()
    assert _verifier(app, session, EMAIL, BON, maintenant).empreinte_mot_de_passe != ancienne


def test_a_sign_in_ends_after_half_an_hour_unused_and_not_while_it_is_used(
    session: Session, camille: Agent, maintenant: datetime
) -> None:
    jeton = service.ouvrir(session, camille.id, maintenant)
    session.commit()
    for rang in range(1, 4):
        venue = maintenant + rang * timedelta(minutes=29)
        agent = service.retrouver(session, jeton, venue, DEMI_HEURE)
        assert agent is not None
        assert service.noter_vue(session, agent, venue)
        session.commit()
    fin = maintenant + 3 * timedelta(minutes=29) + DEMI_HEURE
    assert service.retrouver(session, jeton, fin, DEMI_HEURE) is not None
    session.rollback()
    assert service.retrouver(session, jeton, fin + SECONDE, DEMI_HEURE) is None


def test_the_table_of_sign_ins_opens_no_door(session: Session, camille: Agent, maintenant: datetime) -> None:
    jeton = service.ouvrir(session, camille.id, maintenant)
    session.commit()
    connexion_id = session.scalars(select(ConnexionAgent.id)).one()
    assert connexion_id != jeton
    for invente in (connexion_id, "", "x", "' OR '1'='1", "é\u0000"):
        assert service.retrouver(session, invente, maintenant, DEMI_HEURE) is None


def test_an_adviser_who_has_left_is_out_at_once(session: Session, camille: Agent, maintenant: datetime) -> None:
    jeton = service.ouvrir(session, camille.id, maintenant)
    camille.actif = False
    session.commit()
    assert service.retrouver(session, jeton, maintenant, DEMI_HEURE) is None


def test_who_an_adviser_is(session: Session, camille: Agent, maintenant: datetime) -> None:
    trouve = service.retrouver(session, service.ouvrir(session, camille.id, maintenant), maintenant, DEMI_HEURE)
    assert trouve is not None
    assert (trouve.agent_id, trouve.nom, trouve.caisse) == (camille.id, "Camille ROBIN", "Caf de la Gironde")
    assert [portee.value for portee in trouve.portees] == ["agent"]
    assert camille.id[:8] not in trouve.pseudonyme


def test_the_command_makes_an_account_and_prints_its_password_once(app: Flask, session: Session) -> None:
    options = ["--caisse", "Caf du Rhône", "--nom", "Sam PETIT"]
    fin = app.test_cli_runner().invoke(args=["comptes", "agent", "Sam.Petit@Exemple.invalid", *options])
    assert fin.exit_code == 0, fin.output
    mot_de_passe = fin.output.split("Mot de passe\xa0: ")[1].split()[0]
    agent = _verifier(app, session, "sam.petit@exemple.invalid", mot_de_passe, instant())
    assert (agent.nom, agent.caisse, agent.actif) == ("Sam PETIT", "Caf du Rhône", True)
    assert mot_de_passe not in agent.empreinte_mot_de_passe


def test_the_command_again_changes_the_password_and_closes_every_sign_in(
    app: Flask, session: Session, camille: Agent, maintenant: datetime
) -> None:
    service.ouvrir(session, camille.id, maintenant)
    service.ouvrir(session, camille.id, maintenant)
    session.commit()
    fin = app.test_cli_runner().invoke(args=["comptes", "agent", EMAIL.upper()])
    assert fin.exit_code == 0, fin.output
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(ConnexionAgent)) == 0
    (agent,) = session.scalars(select(Agent))
    assert (agent.nom, agent.caisse) == ("Camille ROBIN", "Caf de la Gironde")
    with pytest.raises(ConnexionRefusee):
        _verifier(app, session, EMAIL, BON, maintenant)


@pytest.mark.parametrize(
    "email", ["camille", "@exemple.invalid", "a b@exemple.invalid", "a@b", "a@b@c.fr", "x" * 250 + "@a.fr"]
)
def test_what_is_no_address_makes_no_account(app: Flask, session: Session, email: str) -> None:
    fin = app.test_cli_runner().invoke(args=["comptes", "agent", email])
    assert fin.exit_code == 1
    assert "n’a pas la forme attendue" in fin.output
    assert session.scalars(select(Agent)).all() == []
