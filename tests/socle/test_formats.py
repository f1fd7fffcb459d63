"""Amounts and dates are written as French writes them, down to the spaces that must not break."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.socle import formats

FINE = "\u202f"  # narrow no-break space
INSECABLE = "\u00a0"


@pytest.mark.parametrize(
    ("montant", "texte"),
    [
        ("0", f"0,00{INSECABLE}€"),
        ("152.25", f"152,25{INSECABLE}€"),
        ("1041.59", f"1{FINE}041,59{INSECABLE}€"),
        ("1234567.8", f"1{FINE}234{FINE}567,80{INSECABLE}€"),
        ("-45", f"−45,00{INSECABLE}€"),
        ("-0.01", f"−0,01{INSECABLE}€"),
    ],
)
def test_an_amount_keeps_its_cents_and_its_unbreakable_spaces(montant: str, texte: str) -> None:
    assert formats.euros(Decimal(montant)) == texte


@given(st.decimals(min_value=-10_000_000, max_value=10_000_000, places=2))
def test_a_person_reads_exactly_the_amount_to_the_cent(montant: Decimal) -> None:
    lu = formats.euros(montant).replace(FINE, "").replace(f"{INSECABLE}€", "").replace(",", ".").replace("−", "-")
    assert Decimal(lu) == montant
    assert " " not in formats.euros(montant)


def test_a_large_number_is_written_in_groups_of_three() -> None:
    assert formats.nombre(2550) == f"2{FINE}550"
    assert formats.nombre(Decimal("2.5")) == "2,5"
    assert formats.nombre(-3) == "−3"
    assert formats.euros_ronds(Decimal(1500)) == f"1{FINE}500{INSECABLE}€"


@pytest.mark.parametrize(
    ("jour", "textes"),
    [
        ("2026-12-01", ("1er décembre 2026", "1er décembre", "mardi 1er décembre 2026", "décembre 2026", "déc.")),
        ("2026-12-04", ("4 décembre 2026", "4 décembre", "vendredi 4 décembre 2026", "décembre 2026", "déc.")),
        ("2026-08-11", ("11 août 2026", "11 août", "mardi 11 août 2026", "août 2026", "août")),
        ("2028-02-29", ("29 février 2028", "29 février", "mardi 29 février 2028", "février 2028", "févr.")),
        ("2026-05-31", ("31 mai 2026", "31 mai", "dimanche 31 mai 2026", "mai 2026", "mai")),
    ],
)
def test_a_day_is_written_as_it_is_said(jour: str, textes: tuple[str, ...]) -> None:
    filtres = (formats.jour, formats.jour_court, formats.jour_semaine, formats.mois, formats.mois_abrege)
    assert tuple(filtre(date.fromisoformat(jour)) for filtre in filtres) == textes


def test_a_moment_is_written_with_its_hour_in_paris_in_winter_and_in_summer() -> None:
    assert formats.moment(datetime(2026, 11, 23, 13, 5, tzinfo=UTC)) == "23 novembre à 14 h 05"
    assert formats.moment(datetime(2026, 7, 31, 22, 0, tzinfo=UTC)) == "1er août à 0 h 00"


@pytest.mark.parametrize(
    ("naissance", "texte"),
    [
        ("1991-07-12", "12 juillet 1991"),
        ("1991-07-01", "1er juillet 1991"),
        ("2020-00-00", "2020 (jour et mois inconnus)"),
        ("1981-11-00", "novembre 1981 (jour inconnu)"),
        ("1981-00-17", "17 1981 (mois inconnu)"),
        ("0000-02-29", "29 février (année inconnue)"),
        ("0000-02-00", "février (jour et année inconnus)"),
        ("0000-00-00", "date inconnue"),
    ],
)
def test_what_is_unknown_of_a_birth_date_is_said(naissance: str, texte: str) -> None:
    assert formats.date_partielle(naissance) == texte


@pytest.mark.parametrize(
    ("jour", "texte"),
    [
        ("2026-11-23", "aujourd’hui"),
        ("2026-11-24", "demain"),
        ("2026-11-22", "depuis hier"),
        ("2026-12-05", "dans 12 jours"),
        ("2026-11-20", "depuis 3 jours"),
        ("2027-11-23", "dans 365 jours"),
    ],
)
def test_a_countdown_is_told_in_words(jour: str, texte: str) -> None:
    assert formats.dans(date.fromisoformat(jour), date(2026, 11, 23)) == texte


def test_a_number_on_screen_shows_neither_birthplace_nor_order() -> None:
    assert formats.masquer_identifiant("2910733063011") == "2 91 •• •• ••• •11"
    assert formats.masquer_identifiant("PRV0000019") == "PRV••••19"


def test_a_bank_account_on_screen_shows_its_ends_alone() -> None:
    assert formats.masquer_iban("fr76 3000 6000 0112 3456 7890 189") == "FR76 •••• 0189"
    assert formats.masquer_iban("FR76 •••• 1181") == "FR76 •••• 1181"
