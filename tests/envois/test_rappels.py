"""A declaration that waits on a telephone is not forgotten there: its person is told, once, and nobody else."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caf_pwa.alertes import service as alertes
from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches.modele import DeclarationAttendue
from caf_pwa.echeances import rappels as echeances
from caf_pwa.envois import rappels
from caf_pwa.envois.modele import DeclarationCommencee
from caf_pwa.socle.horloge import PARIS, instant
from tests.conftest import AUJOURDHUI
from tests.envois.appareil import cle, contenu, declarer
from tests.fabriques import (
    autorisation,
    compte,
    connecter,
    declaration,
    foyer,
    identite_de,
    importer,
    personne,
    retrait,
)

SLUG = "declaration-trimestrielle"
LE_JOUR = AUJOURDHUI.isoformat()
LIMITE = date(2026, 12, 5)
LA_VEILLE = LIMITE - timedelta(days=1)
TITRE = "Votre déclaration attend sur votre téléphone"


@pytest.fixture
def due(app: Flask, alice: Identite) -> str:
    """A declaration of Alice's household, open since 15 November, to be sent before 5 December."""
    importer(app, declaration("alice"))
    return SLUG


@pytest.fixture
def telephone(client: FlaskClient, alice: Identite, due: str) -> FlaskClient:
    return connecter(client, alice)


def _dire(client: FlaskClient, qui: Identite, depuis: Any = LE_JOUR, slug: str = SLUG) -> int:
    return _tout_dire(client, qui, {slug: depuis})


def _tout_dire(client: FlaskClient, qui: Identite, gardees: Any) -> int:
    return client.put("/envois/en-attente", json=gardees, headers={"X-Auteur": qui.pseudonyme}).status_code


def _rappeler(session: Session, le: date = LA_VEILLE) -> int:
    nombre = 0
    for prevenus in rappels.rappeler(session, le, instant()):
        session.commit()
        nombre += prevenus
    return nombre


def _lus(session: Session, qui: Identite) -> list[str]:
    session.expire_all()
    return [alerte.texte for alerte in alertes.recues(session, qui) if alerte.titre == TITRE]


def test_what_waits_on_a_telephone_is_told_when_its_limit_nears_and_once(
    telephone: FlaskClient, alice: Identite, session: Session
) -> None:
    assert _dire(telephone, alice) == 204
    assert _rappeler(session, LIMITE - timedelta(days=4)) == 0
    assert _rappeler(session) == 1
    assert "avant le 5 décembre 2026" in _lus(session, alice)[0]
    assert _rappeler(session, LIMITE) == 0


def test_told_twice_by_the_telephone_it_is_noted_once(
    telephone: FlaskClient, alice: Identite, session: Session
) -> None:
    assert [_dire(telephone, alice), _dire(telephone, alice)] == [204, 204]
    assert session.scalar(select(func.count()).select_from(DeclarationCommencee)) == 1


def test_what_was_sent_or_given_up_is_told_no_more(telephone: FlaskClient, alice: Identite, session: Session) -> None:
    _dire(telephone, alice)
    _rappeler(session)
    assert len(_lus(session, alice)) == 1
    assert _tout_dire(telephone, alice, {}) == 204
    assert _lus(session, alice) == []
    assert _rappeler(session) == 0


def test_what_has_arrived_is_told_no_more_at_once(telephone: FlaskClient, alice: Identite, session: Session) -> None:
    _dire(telephone, alice)
    _rappeler(session)
    reponses = {"revenus": {"juste": ["oui"]}}
    assert declarer(telephone, alice, cle(), contenu(reponses, SLUG)).status_code == 201
    assert _lus(session, alice) == []


def test_what_came_by_another_way_is_told_no_more(
    app: Flask, telephone: FlaskClient, alice: Identite, session: Session
) -> None:
    _dire(telephone, alice)
    _rappeler(session)
    importer(app, declaration("alice", version=2, recue=True))
    assert _rappeler(session) == 0
    assert _lus(session, alice) == []


def test_a_declaration_received_before_its_limit_is_never_reminded(
    app: Flask, telephone: FlaskClient, alice: Identite, session: Session
) -> None:
    _dire(telephone, alice)
    importer(app, declaration("alice", version=2, recue=True))
    assert _rappeler(session) == 0


def test_only_the_person_whose_telephone_keeps_it_is_told(
    app: Flask, client: FlaskClient, alice: Identite, session: Session
) -> None:
    conjoint = personne("carl", "conjoint")
    importer(app, foyer("alice", personne("alice"), conjoint, version=2), compte("carl"), autorisation("alice", "carl"))
    importer(app, declaration("alice"))
    carl = identite_de(app, "carl")
    assert _dire(connecter(client, carl), carl) == 204
    _rappeler(session)
    assert (len(_lus(session, carl)), _lus(session, alice)) == (1, [])


def test_t60_one_person_says_nothing_in_the_name_of_another(
    app: Flask, telephone: FlaskClient, alice: Identite, bob: Identite, session: Session
) -> None:
    assert _dire(telephone, bob) == 409
    assert _rappeler(session) == 0
    _dire(telephone, alice)
    assert _dire(connecter(app.test_client(), bob), bob) == 204  # nothing is due to him
    assert _rappeler(session) == 1
    assert _lus(session, bob) == []


def test_nothing_is_noted_of_what_nobody_waits_for(telephone: FlaskClient, alice: Identite, session: Session) -> None:
    _dire(telephone, alice, slug="naissance")
    _dire(telephone, alice, depuis="2026-08-20")  # answers to the last quarter's
    assert _rappeler(session) == 0


@pytest.mark.parametrize("gardees", [[], "x", 3, {SLUG: None}, {SLUG: 3}, {SLUG: "hier"}, {SLUG: [LE_JOUR]}])
def test_what_no_application_of_ours_says_is_refused(telephone: FlaskClient, alice: Identite, gardees: Any) -> None:
    assert _tout_dire(telephone, alice, gardees) == 422


def test_a_declaration_that_the_caf_takes_back_is_forgotten(
    app: Flask, telephone: FlaskClient, alice: Identite, session: Session
) -> None:
    _dire(telephone, alice)
    importer(app, retrait("declaration", "declaration", version=2))
    assert session.scalar(select(func.count()).select_from(DeclarationAttendue)) == 0
    assert _rappeler(session) == 0


def test_it_rings_with_the_other_reminders_of_the_hour_by_day(
    telephone: FlaskClient, alice: Identite, session: Session
) -> None:
    _dire(telephone, alice)
    for heure, lus in ((3, 0), (12, 1)):
        for _ in echeances.rappeler(session, datetime.combine(LA_VEILLE, time(heure), PARIS)):
            session.commit()
        assert len(_lus(session, alice)) == lus
