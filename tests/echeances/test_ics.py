"""The calendar as a file, read back by a library that did not write it."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from caf_pwa.echeances import ics
from caf_pwa.echeances.service import Date

AUJOURDHUI = date(2026, 11, 23)
TITRES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=200)
DATES = st.builds(
    Date,
    jour=st.dates(min_value=date(2026, 1, 1), max_value=date(2099, 12, 31)),
    genre=st.sampled_from(["Paiement", "Dernier jour", "Ouverture"]),
    titre=TITRES,
    lien=st.just("/accueil"),
    cle=st.text("abc", min_size=1, max_size=8),
)


def _lus(dates: list[Date], detaille: bool) -> list[tuple[date, str]]:
    calendrier = Calendar.from_ical(ics.ecrire(dates, AUJOURDHUI, detaille))
    return [(un.decoded("DTSTART"), str(un["SUMMARY"])) for un in calendrier.walk("VEVENT")]


@given(st.lists(DATES, max_size=5))
def test_another_library_reads_back_every_day_and_every_title(dates: list[Date]) -> None:
    attendus = [une.titre if une.genre == "Paiement" else f"{une.genre}\xa0: {une.titre}" for une in dates]
    assert _lus(dates, detaille=True) == [(une.jour, titre) for une, titre in zip(dates, attendus, strict=True)]


@given(st.lists(DATES, min_size=1, max_size=5))
def test_no_line_is_longer_than_75_octets_and_each_ends_as_the_standard_says(dates: list[Date]) -> None:
    lignes = ics.ecrire(dates, AUJOURDHUI, True).split(b"\r\n")
    assert lignes.pop() == b""
    assert all(len(ligne) <= 75 and b"\n" not in ligne for ligne in lignes)


@given(DATES)
def test_a_discreet_title_says_nothing_of_what_or_from_whom(une: Date) -> None:
    assert _lus([une], detaille=False) == [(une.jour, une.genre)]
    assert b"Caf" not in ics.ecrire([une], AUJOURDHUI, False).replace(
        "Caf – Mon Compte//Calendrier".encode(), b""
    ).replace(b"@caf-mon-compte", b"")


def test_a_title_with_a_line_of_its_own_adds_nothing_to_the_calendar() -> None:
    """T: what a feed wrote into a title is a title, not an event."""
    pirate = Date(AUJOURDHUI, "Dernier jour", "Bail\r\nEND:VEVENT\r\nBEGIN:VALARM", "/", "bail")
    assert _lus([pirate], detaille=True) == [(AUJOURDHUI, "Dernier jour\xa0: Bail\nEND:VEVENT\nBEGIN:VALARM")]


def test_the_same_thing_keeps_its_name_so_that_an_agenda_moves_it_rather_than_doubling_it() -> None:
    avant, apres = (
        ics.ecrire([Date(jour, "Dernier jour", "Bail", "/", "piece 1")], jour, False)
        for jour in (date(2026, 12, 1), date(2026, 12, 9))
    )
    uids = [next(ligne for ligne in octets.split(b"\r\n") if ligne.startswith(b"UID:")) for octets in (avant, apres)]
    assert uids[0] == uids[1]
