"""What a paper is asked for: months within 24 months, or a sentence."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from caf_pwa.papiers.demandes import (
    SUR_UN_MOIS,
    SUR_UNE_PERIODE,
    DemandeInvalide,
    cle,
    depuis_cle,
    en_texte,
    mois_proposes,
    periode_de,
)
from tests.conftest import AUJOURDHUI

JOURS = st.dates(min_value=date(2020, 1, 1), max_value=date(2080, 12, 31))
INVALIDES = [
    ("2026-13", "Ce mois n’existe pas"),
    ("novembre", "Ce mois n’existe pas"),
    ("2026-11-01", "Ce mois n’existe pas"),
    ("2026-1", "Ce mois n’existe pas"),
    ("2026-11' OR '1'='1", "Ce mois n’existe pas"),
    ("٢٠٢٦-١١", "Ce mois n’existe pas"),
    ("2026W01", "Ce mois n’existe pas"),
    ("2026-12", "dans les 24 derniers mois"),
    ("2024-10", "dans les 24 derniers mois"),
]


@given(JOURS)
@example(date(2028, 2, 29))
@example(date(2026, 12, 31))
@example(date(2027, 1, 1))
def test_without_a_word_a_paper_covers_the_last_three_months(aujourdhui: date) -> None:
    periode = periode_de(SUR_UNE_PERIODE.lire({}, aujourdhui))
    assert periode.au == aujourdhui.replace(day=1)
    assert (periode.au.year - periode.du.year) * 12 + periode.au.month - periode.du.month == 2
    assert periode.fin > aujourdhui


@given(JOURS, st.data())
def test_every_month_offered_is_taken_alone_and_as_either_end(aujourdhui: date, data: st.DataObject) -> None:
    proposes = [en_texte(mois) for mois in mois_proposes(aujourdhui)]
    rang = data.draw(st.integers(0, len(proposes) - 1))
    au, du = proposes[rang], data.draw(st.sampled_from(proposes[rang:]))
    assert SUR_UNE_PERIODE.lire({"du": du, "au": au}, aujourdhui) == {"du": du, "au": au}
    assert SUR_UNE_PERIODE.lire({"mois": au}, aujourdhui) == {"du": au, "au": au}
    assert SUR_UN_MOIS.lire({"mois": au}, aujourdhui) == {"mois": au}


def test_a_period_that_ends_before_it_begins_is_told() -> None:
    with pytest.raises(DemandeInvalide, match="Le premier mois vient après le dernier"):
        SUR_UNE_PERIODE.lire({"du": "2026-11", "au": "2026-10"}, AUJOURDHUI)


@pytest.mark.parametrize(("mois", "raison"), INVALIDES)
def test_a_month_that_makes_no_sense_is_told_in_a_sentence(mois: str, raison: str) -> None:
    for choix, demandee in ((SUR_UNE_PERIODE, {"du": mois, "au": mois}), (SUR_UN_MOIS, {"mois": mois})):
        with pytest.raises(DemandeInvalide, match=raison):
            choix.lire(demandee, AUJOURDHUI)


@given(st.dictionaries(st.sampled_from(["du", "au", "mois"]), st.text(max_size=20)))
def test_whatever_is_asked_gives_months_or_a_sentence(demandee: dict[str, str]) -> None:
    try:
        periode = periode_de(SUR_UNE_PERIODE.lire(demandee, AUJOURDHUI))
    except DemandeInvalide:
        return
    assert date(2024, 11, 1) <= periode.du <= periode.au <= AUJOURDHUI


def test_a_demande_is_kept_in_one_form() -> None:
    assert cle({"du": "2026-01", "au": "2026-02"}) == cle({"au": "2026-02", "du": "2026-01"})
    assert depuis_cle(cle({"demarche": "a" * 32})) == {"demarche": "a" * 32}
    assert depuis_cle(cle({})) == {}
