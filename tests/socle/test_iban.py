"""An account number, judged by its keys: one wrong character never passes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.socle.formats import masquer_iban
from caf_pwa.socle.iban import SEPA, IbanRefuse, lire_iban

AUJOURDHUI = date(2026, 11, 24)
JUSTES = ("FR7630006000011234567890189", "FR1420041010050500013M02606", "DE89370400440532013000")


@given(iban=st.sampled_from(JUSTES), rang=st.integers(2, 21), chiffre=st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_found(iban: str, rang: int, chiffre: str) -> None:
    faux = iban[:rang] + chiffre + iban[rang + 1 :]
    if faux != iban:
        with pytest.raises(IbanRefuse):
            lire_iban(faux, AUJOURDHUI)


@given(iban=st.sampled_from(JUSTES), rang=st.integers(4, 20))
def test_two_neighbours_swapped_are_always_found(iban: str, rang: int) -> None:
    faux = iban[:rang] + iban[rang + 1] + iban[rang] + iban[rang + 2 :]
    if faux != iban:
        with pytest.raises(IbanRefuse):
            lire_iban(faux, AUJOURDHUI)


@given(st.text(max_size=60))
def test_nothing_that_is_typed_breaks_the_reading(texte: str) -> None:
    assert _lu(texte) is None or _lu(texte) in SEPA


def _lu(texte: str) -> str | None:
    """The country of the account, None when it is refused."""
    try:
        return lire_iban(texte, AUJOURDHUI).iban[:2]
    except IbanRefuse:
        return None


def test_a_country_counts_from_the_day_it_joined() -> None:
    serbe = "RS35260005601001611379"
    assert lire_iban(serbe, date(2026, 5, 1)).iban == serbe
    with pytest.raises(IbanRefuse, match="SEPA"):
        lire_iban(serbe, date(2026, 4, 30))


def test_a_masked_account_stays_masked_alike() -> None:
    assert masquer_iban(masquer_iban(JUSTES[0])) == "FR76 •••• 0189"
