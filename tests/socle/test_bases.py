"""What the database gives back is what was put in: amounts to the cent, moments in UTC."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import literal, select, text
from sqlalchemy.exc import StatementError

from caf_pwa.extensions import Centiemes, Instant
from tests.fabriques import moteur_de

MONTANTS = st.decimals(min_value=-10_000_000, max_value=10_000_000, places=2)


@given(montants=st.lists(MONTANTS, min_size=1, max_size=20))
def test_no_cent_is_lost_or_made_between_the_app_and_its_database(app: Flask, montants: list[Decimal]) -> None:
    with moteur_de(app).connect() as connexion:
        lus = [connexion.execute(select(literal(montant, Centiemes))).scalar_one() for montant in montants]
    assert lus == montants
    assert sum(lus, Decimal()) == sum(montants, Decimal())


@pytest.mark.parametrize("montant", ["0.001", "12.345", "-0.005"])
def test_an_amount_finer_than_a_cent_is_refused_and_not_rounded(app: Flask, montant: str) -> None:
    with moteur_de(app).connect() as connexion, pytest.raises(StatementError, match="more than two decimals"):
        connexion.execute(select(literal(Decimal(montant), Centiemes)))


def test_an_amount_that_is_absent_stays_absent(app: Flask) -> None:
    with moteur_de(app).connect() as connexion:
        assert connexion.execute(select(literal(None, Centiemes))).scalar_one() is None


@given(
    moment=st.datetimes(
        min_value=datetime(1980, 1, 1),  # noqa: DTZ001
        max_value=datetime(2100, 1, 1),  # noqa: DTZ001
        timezones=st.integers(-12, 14).map(lambda heures: timezone(timedelta(hours=heures))),
    )
)
def test_a_moment_comes_back_as_the_same_moment_whatever_its_zone(app: Flask, moment: datetime) -> None:
    with moteur_de(app).connect() as connexion:
        lu = connexion.execute(select(literal(moment, Instant))).scalar_one()
    assert lu == moment.replace(microsecond=0)
    assert lu.tzinfo is UTC


def test_sqlite_survives_a_power_cut_and_holds_its_references(app: Flask) -> None:
    moteur = moteur_de(app)
    if moteur.dialect.name != "sqlite":
        pytest.skip("PostgreSQL does so by itself")
    with moteur.connect() as connexion:
        etat = {nom: connexion.execute(text(f"PRAGMA {nom}")).scalar_one() for nom in ("journal_mode", "synchronous")}
        assert etat == {"journal_mode": "wal", "synchronous": 2}
        assert connexion.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


def test_a_savepoint_released_commits_nothing_by_itself(app: Flask) -> None:
    with moteur_de(app).connect() as connexion:
        with connexion.begin_nested():
            connexion.execute(text("INSERT INTO foyers (id, version) VALUES ('f', 1)"))
        connexion.rollback()
        assert connexion.execute(text("SELECT COUNT(*) FROM foyers")).scalar_one() == 0
