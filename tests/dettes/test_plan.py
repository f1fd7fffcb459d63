"""Paying back month by month: exact to the cent, the last month smaller, no longer than promised."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.dettes import graphique, plan
from caf_pwa.socle.horloge import mois_avant
from tests.conftest import AUJOURDHUI

PREMIER = date(2026, 12, 1)
sommes = st.decimals(Decimal("0.01"), Decimal("20000.00"), places=2)


@given(sommes, st.integers(1, 12))
def test_instalments_make_exactly_the_debt(reste: Decimal, nombre: int) -> None:
    mensualite = plan.mensualite_pour(reste, nombre)
    mois = plan.etaler(reste, mensualite, PREMIER)
    assert sum(un.montant for un in mois) == reste
    assert len(mois) == plan.duree(reste, mensualite) <= nombre
    assert {un.montant for un in mois[:-1]} <= {mensualite}
    assert 0 < mois[-1].montant <= mensualite
    assert mois[-1].reste == 0
    assert [un.mois for un in mois] == [mois_avant(PREMIER, -rang) for rang in range(len(mois))]


@given(sommes, sommes)
def test_deductions_make_exactly_what_is_left_however_long(reste: Decimal, retenue: Decimal) -> None:
    mois = plan.etaler(reste, retenue, PREMIER)
    assert sum((un.montant for un in mois), mois[-1].reste) == reste
    assert (mois[-1].reste == 0) is (plan.duree(reste, retenue) <= plan.MOIS_MONTRES)


@given(sommes, st.integers(1, 12))
def test_the_curve_goes_down_from_the_whole_to_nothing(reste: Decimal, nombre: int) -> None:
    courbe = graphique.tracer(reste, plan.etaler(reste, plan.mensualite_pour(reste, nombre), PREMIER))
    assert courbe is not None
    hauteurs = [y for _, y in courbe.points]
    assert hauteurs == sorted(hauteurs)
    assert (hauteurs[0], hauteurs[-1]) == (0, graphique.HAUTEUR - graphique.PIED)


def test_there_is_no_curve_of_nothing() -> None:
    assert graphique.tracer(Decimal("10.00"), []) is None


@pytest.mark.parametrize(("nombre", "mensualite"), [(1, "360.00"), (7, "51.43"), (12, "30.00")])
def test_seven_months_of_360_euros_are_51_euros_and_43_cents(nombre: int, mensualite: str) -> None:
    assert plan.mensualite_pour(Decimal("360.00"), nombre) == Decimal(mensualite)
    assert plan.etaler(Decimal("360.00"), Decimal("51.43"), AUJOURDHUI)[-1].montant == Decimal("51.42")
