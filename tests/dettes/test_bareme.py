"""The scale of deductions: its published examples to the cent, and slices that add up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.dettes import bareme
from caf_pwa.dettes.bareme import Menage, Retenue
from tests.conftest import AUJOURDHUI


def _pour(revenu_pondere: str) -> Retenue:
    """A person alone whose weighted income is that."""
    seul = bareme.coefficient(False, 0, AUJOURDHUI)
    return bareme.estimer(Menage(Decimal(revenu_pondere) * seul, Decimal(), Decimal(), False, 0), AUJOURDHUI)


@pytest.mark.parametrize(
    ("revenu", "retenue"),
    [("0", "56"), ("300", "56"), ("400", "81.00"), ("600", "146.00"), ("800", "228.80"), ("1345", "541.10")],
)
def test_the_published_examples_come_out_to_the_cent(revenu: str, retenue: str) -> None:
    estimee = _pour(revenu)
    assert (estimee.revenu_pondere, estimee.montant) == (Decimal(revenu), Decimal(retenue))


def test_each_slice_is_shown_with_its_share() -> None:
    tranches = [(une.taux, une.assiette, une.montant) for une in _pour("600").tranches]
    assert tranches == [
        (Decimal(25), Decimal(150), Decimal("37.50")),
        (Decimal(35), Decimal(150), Decimal("52.50")),
    ]


def test_a_rent_above_what_comes_in_leaves_the_lump_sum() -> None:
    menage = Menage(Decimal("500.00"), Decimal(), Decimal("900.00"), True, 2)
    estimee = bareme.estimer(menage, AUJOURDHUI)
    assert (estimee.revenu_pondere, estimee.montant) == (Decimal(0), Decimal(56))


def test_a_bigger_household_is_deducted_less() -> None:
    seul, couple = (Menage(Decimal("1500.00"), Decimal(), Decimal(), couple, 2) for couple in (False, True))
    assert bareme.estimer(couple, AUJOURDHUI).montant < bareme.estimer(seul, AUJOURDHUI).montant


def test_the_scale_says_where_it_comes_from() -> None:
    assert (_pour("400").bareme.depuis.year, bool(_pour("400").bareme.source)) == (2025, True)


@given(st.decimals(0, 5000, places=2), st.decimals(0, 5000, places=2))
def test_what_is_shown_adds_up_and_never_goes_down_with_income(un: Decimal, autre: Decimal) -> None:
    moins, plus = (_pour(str(revenu)) for revenu in sorted((un, autre)))
    assert moins.montant <= plus.montant
    assert sum((part.assiette for part in plus.tranches), Decimal()) == max(Decimal(), plus.revenu_pondere - 300)
    assert all(part.montant == part.montant.quantize(Decimal("0.01")) for part in plus.tranches)
