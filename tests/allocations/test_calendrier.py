"""The day of the monthly payment: the 5th for the month before, moved off week-ends and holidays."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from caf_pwa.allocations.calendrier import date_de_paiement, prochain_paiement

# The payment days of 2026 as published, then those that the same rule gives for 2027.
CALENDRIER = {
    2026: "01-05 02-05 03-05 04-07 05-05 06-05 07-06 08-05 09-04 10-05 11-05 12-04",
    2027: "01-05 02-05 03-05 04-05 05-05 06-04 07-05 08-05 09-06 10-05 11-05 12-06",
}
PUBLIEES = [date.fromisoformat(f"{annee}-{jour}") for annee, jours in CALENDRIER.items() for jour in jours.split()]
MOIS = st.dates(min_value=date(2010, 1, 1), max_value=date(2060, 12, 31)).map(lambda jour: jour.replace(day=1))


@pytest.mark.parametrize("publiee", PUBLIEES, ids=str)
def test_a_payment_is_made_on_the_published_day(publiee: date) -> None:
    assert date_de_paiement(publiee.replace(day=1)) == publiee


@given(MOIS)
def test_nobody_is_paid_on_a_day_when_banks_are_closed(mois: date) -> None:
    paye_le = date_de_paiement(mois)
    assert paye_le.weekday() < 5
    assert paye_le not in holidays.country_holidays("FR", years=paye_le.year)


@given(MOIS)
@example(date(2021, 4, 1))  # the 5th is Easter Monday
@example(date(2015, 4, 1))  # the 5th is Easter Sunday, and Monday a holiday
@example(date(2026, 12, 1))  # the 5th is a Saturday
def test_a_payment_never_moves_further_than_it_must(mois: date) -> None:
    le_5, paye_le = mois.replace(day=5), date_de_paiement(mois)
    assert -1 <= (paye_le - le_5).days <= 3
    feries = holidays.country_holidays("FR", years=le_5.year)
    if le_5.weekday() < 5 and le_5 not in feries:
        assert paye_le == le_5
    if paye_le < le_5:
        assert le_5.weekday() == 5


def test_easter_monday_moves_a_payment_to_tuesday() -> None:
    assert date_de_paiement(date(2021, 4, 1)) == date(2021, 4, 6)
    assert date_de_paiement(date(2015, 4, 1)) == date(2015, 4, 7)


@given(st.dates(min_value=date(2010, 1, 1), max_value=date(2060, 12, 31)))
def test_the_next_payment_is_the_first_that_is_not_past(aujourdhui: date) -> None:
    prochain = prochain_paiement(aujourdhui)
    assert prochain >= aujourdhui
    assert prochain == date_de_paiement(prochain.replace(day=1))
    veille_du_prochain = (prochain.replace(day=1) - timedelta(days=1)).replace(day=1)
    assert date_de_paiement(veille_du_prochain) < aujourdhui


@pytest.mark.parametrize(
    ("aujourdhui", "attendu"),
    [("2026-12-03", "2026-12-04"), ("2026-12-04", "2026-12-04"), ("2026-12-05", "2027-01-05")],
)
def test_the_day_of_a_payment_is_still_the_next_one(aujourdhui: str, attendu: str) -> None:
    assert prochain_paiement(date.fromisoformat(aujourdhui)).isoformat() == attendu
