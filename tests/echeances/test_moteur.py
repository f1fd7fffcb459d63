"""Reminders, pure: which ring on which day, at which hour, on a clock that moves."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.echeances import moteur
from caf_pwa.echeances.moteur import Cran
from caf_pwa.socle.horloge import PARIS

TOUS: list[Callable[[date], tuple[Cran, ...]]] = [
    moteur.d_une_declaration,
    moteur.d_une_piece,
    moteur.d_une_piece_reservee,
    moteur.d_une_dette,
]
JOURS = st.dates(min_value=date(2026, 1, 1), max_value=date(2040, 12, 31))


def _sonnent(crans: tuple[Cran, ...], repere: date, jour: date) -> list[str]:
    return [cran.genre for cran in crans if cran.du(repere, jour)]


@pytest.mark.parametrize(
    ("jour", "genre"),
    [
        ("2026-12-20", "declaration"),
        ("2026-12-21", "declaration-bientot"),
        ("2026-12-27", "declaration-bientot"),
        ("2026-12-28", "declaration-pressante"),
        ("2026-12-30", "declaration-pressante"),
        ("2026-12-31", "declaration-dernier-jour"),
        ("2027-01-01", "declaration-en-retard"),
        ("2027-01-15", "declaration-en-retard"),
    ],
)
def test_a_declaration_is_recalled_ten_days_before_three_days_before_and_on_its_last_day(jour: str, genre: str) -> None:
    le = date.fromisoformat(jour)
    assert _sonnent(moteur.d_une_declaration(le), date(2026, 12, 31), le) == [genre]


def test_a_declaration_long_forgotten_rings_no_more() -> None:
    assert _sonnent(moteur.d_une_declaration(date(2027, 1, 16)), date(2026, 12, 31), date(2027, 1, 16)) == []


def test_a_debt_notified_on_the_last_day_of_december_is_appealed_until_the_end_of_february() -> None:
    sonnes: dict[str, list[date]] = {}
    for rang in range(80):
        jour = date(2026, 12, 31) + timedelta(rang)
        for genre in _sonnent(moteur.d_une_dette(jour), date(2026, 12, 31), jour):
            sonnes.setdefault(genre, []).append(jour)
    assert (sonnes["dette-rectification"][0], sonnes["dette-rectification"][-1]) == (
        date(2027, 1, 15),
        date(2027, 1, 20),
    )
    assert sonnes["dette-a-payer"][0] == date(2027, 1, 21)
    assert (sonnes["dette-recours"][0], sonnes["dette-recours"][-1]) == (date(2027, 2, 18), date(2027, 2, 28))


@given(JOURS, st.integers(-80, 80))
def test_what_the_base_is_asked_for_is_what_is_due(jour: date, ecart: int) -> None:
    """Whatever the lengths of months: the dates asked for are those, and only those, for which a reminder is due."""
    repere = jour + timedelta(ecart)
    for crans in TOUS:
        for cran in crans(jour):
            debut, fin = cran.reperes(jour)
            assert (debut <= repere <= fin) == cran.du(repere, jour), cran.genre


@given(JOURS, st.integers(-80, 400))
def test_a_worker_that_comes_back_rings_one_reminder_of_a_declaration_at_most(limite: date, avant: int) -> None:
    jour = limite - timedelta(avant)
    assert len(_sonnent(moteur.d_une_declaration(jour), limite, jour)) <= 1


def test_nothing_rings_at_night_on_any_hour_of_a_year_with_its_two_changes_of_hour() -> None:
    debut = datetime(2027, 1, 1, tzinfo=UTC)
    par_jour: dict[date, list[int]] = {}
    for rang in range(365 * 24):
        instant = debut + timedelta(hours=rang)
        if moteur.heure_civile(instant):
            ici = instant.astimezone(PARIS)
            par_jour.setdefault(ici.date(), []).append(ici.hour)
    assert all(heures == list(range(8, 20)) for heures in list(par_jour.values())[:-1])
    assert len(par_jour) == 365
