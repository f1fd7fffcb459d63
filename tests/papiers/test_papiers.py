"""The papers: the months asked for, within 24 months, and the exact sum of what was paid."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.papiers import service
from caf_pwa.papiers.service import Periode, PeriodeInvalide
from tests.conftest import AUJOURDHUI
from tests.fabriques import importer, ligne, paiement

JOURS = st.dates(min_value=date(2020, 1, 1), max_value=date(2080, 12, 31))


@given(JOURS)
@example(date(2028, 2, 29))
@example(date(2026, 12, 31))
@example(date(2027, 1, 1))
def test_without_a_word_a_paper_covers_the_last_three_months(aujourdhui: date) -> None:
    periode = service.periode(None, None, aujourdhui)
    assert periode.au == aujourdhui.replace(day=1)
    assert (periode.au.year - periode.du.year) * 12 + periode.au.month - periode.du.month == 2
    assert periode.fin > aujourdhui


@given(JOURS, st.data())
def test_every_month_offered_is_taken_alone_and_as_either_end(aujourdhui: date, data: st.DataObject) -> None:
    proposes = service.mois_proposes(aujourdhui)
    rang = data.draw(st.integers(0, len(proposes) - 1))
    au = proposes[rang]
    du = data.draw(st.sampled_from(proposes[rang:]))
    assert service.periode(f"{du:%Y-%m}", f"{au:%Y-%m}", aujourdhui) == Periode(du, au)
    assert service.periode(None, f"{au:%Y-%m}", aujourdhui).au == au
    assert service.periode(f"{au:%Y-%m}", None, aujourdhui).du == au


@pytest.mark.parametrize(
    ("du", "au", "raison"),
    [
        ("2026-11", "2026-10", "Le premier mois vient après le dernier"),
        ("2024-10", "2026-10", "dans les 24 derniers mois"),
        ("2026-10", "2026-12", "dans les 24 derniers mois"),
        ("2026-13", "2026-11", "Ce mois n’existe pas"),
        ("novembre", "2026-11", "Ce mois n’existe pas"),
        ("2026-11-01", "2026-11", "Ce mois n’existe pas"),
        ("2026-1", "2026-11", "Ce mois n’existe pas"),
        ("2026-11' OR '1'='1", "2026-11", "Ce mois n’existe pas"),
        ("٢٠٢٦-١١", "2026-11", "Ce mois n’existe pas"),
    ],
)
def test_a_wrong_period_is_told_in_a_sentence(du: str, au: str, raison: str) -> None:
    with pytest.raises(PeriodeInvalide, match=raison):
        service.periode(du, au, AUJOURDHUI)


@given(st.text(max_size=20), st.text(max_size=20))
def test_whatever_is_asked_gives_a_period_or_a_sentence(du: str, au: str) -> None:
    try:
        periode = service.periode(du, au, AUJOURDHUI)
    except PeriodeInvalide:
        return
    assert date(2024, 11, 1) <= periode.du <= periode.au <= AUJOURDHUI


def test_a_statement_holds_the_payments_of_its_months_and_no_other(
    app: Flask, session: Session, alice: Identite, bob: Identite
) -> None:
    jours = ("2026-08-31", "2026-09-01", "2026-10-05", "2026-10-31", "2026-11-01")
    importer(app, *(paiement("alice", jour, [ligne("100.10")], date=jour) for jour in jours))
    importer(app, paiement("bob", "de-bob", date="2026-10-05"))
    periode = service.periode("2026-09", "2026-10", AUJOURDHUI)
    mouvements = service.mouvements(session, alice.foyer_id, periode)
    assert [str(mouvement.date) for mouvement in mouvements] == ["2026-09-01", "2026-10-05", "2026-10-31"]
    assert service.total(mouvements) == Decimal("300.30")


def test_a_statement_of_months_without_payment_sums_to_nothing(session: Session, alice: Identite) -> None:
    mouvements = service.mouvements(session, alice.foyer_id, service.periode(None, None, AUJOURDHUI))
    assert mouvements == []
    assert service.total(mouvements) == Decimal()
