"""The chart of twelve months: pure geometry that never draws outside its frame nor invents an amount."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.allocations.graphique import COULEURS, HAUTEUR, LARGEUR, PIED, tracer
from caf_pwa.allocations.service import MoisDePaiements
from caf_pwa.socle.horloge import mois_avant

NOMS = [f"Prestation {rang}" for rang in range(9)]
MONTANTS = st.integers(-50_000, 500_000).map(lambda centimes: Decimal(centimes).scaleb(-2))


@st.composite
def douze_mois(tirer: st.DrawFn) -> list[MoisDePaiements]:
    parts = tirer(st.lists(st.dictionaries(st.sampled_from(NOMS), MONTANTS, max_size=9), min_size=12, max_size=12))
    return [MoisDePaiements(mois_avant(date(2026, 11, 1), 11 - rang), part) for rang, part in enumerate(parts)]


@given(douze_mois())
def test_every_block_stays_inside_the_frame(mois: list[MoisDePaiements]) -> None:
    graphique = tracer(mois)
    if graphique is None:
        assert not any(montant > 0 for un_mois in mois for montant in un_mois.parts.values())
        return
    assert len(graphique.pieds) == 12
    for bloc in graphique.blocs:
        assert 0 <= bloc.x <= LARGEUR - graphique.largeur_colonne + 0.01
        assert bloc.y + bloc.hauteur <= HAUTEUR - PIED + 0.02
        assert bloc.y >= -0.02
        assert bloc.hauteur >= 0
        assert 1 <= bloc.serie <= COULEURS


@given(st.lists(st.integers(0, 500_000), min_size=12, max_size=12))
def test_the_height_of_a_column_is_its_share_of_the_highest_mark(centimes: list[int]) -> None:
    montants = [Decimal(part).scaleb(-2) for part in centimes]
    graphique = tracer([MoisDePaiements(date(2026, 1, 1), {"AF": montant}) for montant in montants])
    if graphique is None:
        assert not any(montants)
        return
    sommet = graphique.reperes[-1][1]
    assert max(montants) <= sommet <= 2 * max(montants)
    payes = [montant for montant in montants if montant]
    for bloc, montant in zip(graphique.blocs, payes, strict=True):
        assert abs(bloc.hauteur - float(montant / sommet) * (HAUTEUR - PIED)) <= 0.01
        assert bloc.y >= -0.01


def test_a_household_that_was_paid_nothing_has_no_chart() -> None:
    assert tracer([MoisDePaiements(date(2026, 11, 1), {})] * 12) is None
    assert tracer([]) is None


@given(MONTANTS.filter(lambda montant: montant > 0))
def test_the_marks_are_round_amounts_close_above_the_highest_column(montant: Decimal) -> None:
    graphique = tracer([MoisDePaiements(date(2026, 11, 1), {"AF": montant})])
    assert graphique is not None
    for _, repere in graphique.reperes:
        assert len(repere.normalize().as_tuple().digits) <= 2
    assert montant <= graphique.reperes[-1][1] <= 2 * montant


def test_the_largest_benefits_have_colours_of_their_own_and_the_small_ones_share_the_last() -> None:
    parts = {nom: Decimal(100 - rang) for rang, nom in enumerate(NOMS)}
    graphique = tracer([MoisDePaiements(date(2026, 11, 1), parts)])
    assert graphique is not None
    assert [graphique.series[nom] for nom in NOMS] == [1, 2, 3, 4, 5, 6, 6, 6, 6]
