"""One clock for the trade, in Paris; sessions and brakes keep to the real one."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.socle.horloge import PARIS, Horloge, instant, mois_avant

JOURS = st.dates(min_value=date(1970, 1, 1), max_value=date(2150, 12, 31))


@given(JOURS)
def test_a_moved_clock_shows_the_day_it_was_moved_to(depart: date) -> None:
    horloge = Horloge()
    avant = datetime.now(PARIS).date()
    horloge.regler(depart)
    montre = horloge.aujourdhui()
    passes = (datetime.now(PARIS).date() - avant).days  # midnight may strike while the test runs
    assert timedelta() <= montre - depart <= timedelta(days=passes)
    assert horloge.maintenant().tzinfo is PARIS


def test_a_clock_put_right_again_shows_the_real_moment() -> None:
    horloge = Horloge()
    horloge.regler(date(2030, 1, 1))
    horloge.regler(None)
    avant = datetime.now(PARIS)
    assert avant <= horloge.maintenant() <= datetime.now(PARIS)


def test_sessions_never_follow_a_moved_clock() -> None:
    avant = datetime.now(UTC)
    assert avant <= instant() <= datetime.now(UTC)


@given(JOURS, st.integers(min_value=-240, max_value=240))
def test_counting_months_back_and_forth_comes_home(jour: date, nombre: int) -> None:
    premier = jour.replace(day=1)
    assert mois_avant(mois_avant(jour, nombre), -nombre) == premier
    assert mois_avant(jour, 0) == premier


def test_the_month_before_january_is_december() -> None:
    assert mois_avant(date(2026, 1, 31), 1) == date(2025, 12, 1)
    assert mois_avant(date(2026, 12, 31), -1) == date(2027, 1, 1)
    assert mois_avant(date(2028, 2, 29), 24) == date(2026, 2, 1)
