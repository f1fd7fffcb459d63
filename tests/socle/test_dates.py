"""Civil dates with unknown parts: what is unknown stays unknown, and nobody is given an age by guess."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from caf_pwa.socle.dates import DatePartielle

JOURS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@st.composite
def dates_partielles(tirer: st.DrawFn) -> DatePartielle:
    """A real day, with any of its parts forgotten."""
    jour = tirer(JOURS)
    annee, mois, numero = (tirer(st.sampled_from([part, 0])) for part in (jour.year, jour.month, jour.day))
    return DatePartielle(annee, mois, numero)


@given(dates_partielles())
def test_a_birth_date_is_written_back_as_the_register_gave_it(naissance: DatePartielle) -> None:
    assert DatePartielle.lire(str(naissance)) == naissance


@given(JOURS)
def test_a_known_day_of_birth_is_that_day(jour: date) -> None:
    assert DatePartielle.lire(jour.isoformat()).exacte() == jour


@given(dates_partielles())
def test_no_day_is_made_up_for_a_person_whose_birth_date_is_partly_unknown(naissance: DatePartielle) -> None:
    connue = bool(naissance.annee and naissance.mois and naissance.jour)
    assert (naissance.exacte() is not None) is connue


@given(JOURS, JOURS)
@example(date(2008, 2, 29), date(2026, 2, 28))
@example(date(2008, 2, 29), date(2026, 3, 1))
@example(date(2008, 2, 29), date(2028, 2, 29))
def test_a_person_grows_older_on_their_birthday_and_on_no_other_day(naissance: date, jour: date) -> None:
    assume(jour > naissance)
    partielle = DatePartielle(naissance.year, naissance.month, naissance.day)
    age, hier = partielle.age_le(jour), partielle.age_le(jour - timedelta(days=1))
    assert age is not None
    assert hier is not None
    ne_le_29_fevrier_fete_le_1er_mars = (naissance.month, naissance.day) == (2, 29) and (
        (jour.month, jour.day) == (3, 1) and (jour - timedelta(days=1)).day == 28
    )
    anniversaire = (jour.month, jour.day) == (naissance.month, naissance.day) or ne_le_29_fevrier_fete_le_1er_mars
    assert age - hier == anniversaire


@given(dates_partielles(), JOURS)
def test_an_age_is_told_only_when_every_possible_birthday_gives_the_same(naissance: DatePartielle, jour: date) -> None:
    if not naissance.annee:
        assert naissance.age_le(jour) is None
        return
    possibles = [
        DatePartielle(naissance.annee, mois, numero)
        for mois in ([naissance.mois] if naissance.mois else [1, 12])
        for numero in ([naissance.jour] if naissance.jour else [1, 28 if mois == 2 else 30])
        if _existe(naissance.annee, mois, numero)
    ]
    ages = {possible.age_le(jour) for possible in possibles}
    age = naissance.age_le(jour)
    assert age is None or ages == {age}


def _existe(annee: int, mois: int, jour: int) -> bool:
    try:
        DatePartielle(annee, mois, jour)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    ("naissance", "jour", "age"),
    [
        ("2010-11-23", "2026-11-22", 15),
        ("2010-11-23", "2026-11-23", 16),
        ("2010-00-00", "2026-11-23", None),
        ("2010-11-00", "2026-11-23", None),
        ("2010-11-00", "2026-12-01", 16),
        ("2010-12-00", "2026-11-30", 15),
        ("2010-00-00", "2026-12-31", 16),
        ("0000-05-12", "2026-11-23", None),
        ("0000-00-00", "2026-11-23", None),
    ],
)
def test_the_age_of_a_child_decides_nothing_while_it_is_in_doubt(naissance: str, jour: str, age: int | None) -> None:
    assert DatePartielle.lire(naissance).age_le(date.fromisoformat(jour)) == age


@pytest.mark.parametrize("texte", ["2020-00-00", "1981-11-00", "0000-02-29", "2024-02-29", "1985-00-17", "0000-00-00"])
def test_what_a_register_leaves_unknown_is_taken(texte: str) -> None:
    assert str(DatePartielle.lire(texte)) == texte


@pytest.mark.parametrize(
    ("texte", "raison"),
    [
        ("2023-02-29", "le jour 29 n’existe pas dans ce mois"),
        ("1900-02-29", "le jour 29 n’existe pas dans ce mois"),
        ("2026-04-31", "le jour 31 n’existe pas dans ce mois"),
        ("0000-02-30", "le jour 30 n’existe pas dans ce mois"),
        ("2026-13-01", "le mois 13 n’existe pas"),
        ("2026-00-32", "le jour 32 n’existe pas dans ce mois"),
        ("12/07/1991", "une date s’écrit AAAA-MM-JJ"),
        ("91-07-12", "une date s’écrit AAAA-MM-JJ"),
        ("٢٠٢٦-٠١-٠١", "une date s’écrit AAAA-MM-JJ"),
        ("2026-1-1", "une date s’écrit AAAA-MM-JJ"),
        ("", "une date s’écrit AAAA-MM-JJ"),
    ],
)
def test_a_date_that_does_not_exist_is_refused_in_french(texte: str, raison: str) -> None:
    with pytest.raises(ValueError, match=raison):
        DatePartielle.lire(texte)
