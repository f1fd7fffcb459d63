"""A sign-in is a row: it can be closed from anywhere, and it ends by itself when nobody uses it."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.comptes import cles_d_appareil, service
from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import Connexion
from caf_pwa.socle.horloge import instant
from tests.conftest import AUJOURDHUI

DEMI_HEURE, QUINZE_JOURS = timedelta(minutes=30), timedelta(days=15)
SECONDE = timedelta(seconds=1)


@pytest.fixture
def depart() -> datetime:
    return instant().replace(microsecond=0)


@pytest.fixture
def jeton(session: Session, alice: Identite, depart: datetime) -> str:
    jeton = service.ouvrir(session, alice.compte_id, depart)
    session.commit()
    return jeton


def _retrouver(session: Session, jeton: str, maintenant: datetime, jour: date = AUJOURDHUI) -> Identite | None:
    identite = service.retrouver(session, jeton, maintenant, jour, DEMI_HEURE, QUINZE_JOURS)
    if identite:
        service.noter_vue(session, identite, maintenant)
    return identite


def test_alice_is_known_by_her_token(session: Session, jeton: str, alice: Identite, depart: datetime) -> None:
    retrouvee = _retrouver(session, jeton, depart)
    assert retrouvee is not None
    assert (retrouvee.compte_id, retrouvee.prenom) == (alice.compte_id, "Alice")


def test_the_table_of_sign_ins_opens_no_door(session: Session, jeton: str, depart: datetime) -> None:
    for connexion_id in session.scalars(select(Connexion.id)):
        assert connexion_id != jeton
        assert _retrouver(session, connexion_id, depart) is None


@pytest.mark.parametrize("jeton_invente", ["", "x", "0" * 43, "' OR '1'='1", "é\u0000"])
def test_a_made_up_token_is_nobody(session: Session, jeton: str, jeton_invente: str, depart: datetime) -> None:
    assert _retrouver(session, jeton_invente, depart) is None


def test_every_sign_in_has_its_own_token(session: Session, alice: Identite, depart: datetime) -> None:
    jetons = {service.ouvrir(session, alice.compte_id, depart) for _ in range(50)}
    assert len(jetons) == 50
    assert all(len(jeton) >= 43 for jeton in jetons)  # 256 bits


def test_a_sign_in_ends_after_half_an_hour_unused(session: Session, jeton: str, depart: datetime) -> None:
    assert _retrouver(session, jeton, depart + DEMI_HEURE) is not None
    session.rollback()
    assert _retrouver(session, jeton, depart + DEMI_HEURE + SECONDE) is None


def test_a_sign_in_in_use_does_not_end(session: Session, jeton: str, depart: datetime) -> None:
    for rang in range(1, 9):
        assert _retrouver(session, jeton, depart + rang * timedelta(minutes=29)) is not None
        session.commit()


def test_a_device_declared_personal_stays_signed_in_for_fifteen_days(
    session: Session, jeton: str, depart: datetime
) -> None:
    retrouvee = _retrouver(session, jeton, depart)
    assert retrouvee is not None
    service.declarer_appareil(session, retrouvee.connexion_id, personnel=True)
    session.commit()
    assert _retrouver(session, jeton, depart + QUINZE_JOURS) is not None
    session.rollback()
    assert _retrouver(session, jeton, depart + QUINZE_JOURS + SECONDE) is None
    service.declarer_appareil(session, retrouvee.connexion_id, personnel=False)
    assert _retrouver(session, jeton, depart + DEMI_HEURE + SECONDE) is None


def test_reading_a_page_writes_nothing_most_of_the_time(session: Session, jeton: str, depart: datetime) -> None:
    def vue_le() -> datetime:
        session.commit()
        return session.scalars(select(Connexion.vue_le).order_by(Connexion.vue_le.desc())).first() or depart

    _retrouver(session, jeton, depart + timedelta(minutes=5))
    assert vue_le() == depart
    _retrouver(session, jeton, depart + timedelta(minutes=5) + SECONDE)
    assert vue_le() == depart + timedelta(minutes=5) + SECONDE


def test_signing_out_closes_this_device_and_leaves_the_other(
    session: Session, jeton: str, alice: Identite, depart: datetime
) -> None:
    autre = service.ouvrir(session, alice.compte_id, depart)
    retrouvee = _retrouver(session, jeton, depart)
    assert retrouvee is not None
    service.fermer(session, retrouvee.connexion_id)
    session.commit()
    assert _retrouver(session, jeton, depart) is None
    assert _retrouver(session, autre, depart) is not None
    service.fermer(session, retrouvee.connexion_id)  # twice is once


def test_two_accounts_never_share_the_key_of_their_offline_dossier(
    app: Flask, session: Session, alice: Identite, bob: Identite
) -> None:
    cles = {cles_d_appareil.du_dossier(session, qui.compte_id) for qui in (alice, bob)}
    assert len(cles) == 2
    assert {len(cle) for cle in cles} == {32}


def test_the_name_of_an_account_on_a_device_tells_nothing_of_it(alice: Identite, bob: Identite) -> None:
    assert alice.pseudonyme != bob.pseudonyme
    assert alice.compte_id[:8] not in alice.pseudonyme
