"""Two months side by side: whatever was paid, the differences of the lines are the difference of the totals."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.comparaison.postes import Famille, LigneLue, Poste, RetenueLue, Versements, postes

OCTOBRE, NOVEMBRE = date(2026, 10, 5), date(2026, 11, 5)
DU = date(2026, 9, 1)

montants = st.decimals(min_value=-5000, max_value=5000, places=2)
lignes = st.builds(
    LigneLue,
    prestation=st.sampled_from(["AF", "RSA", "APL", "XYZ"]),
    libelle=st.none() | st.just("Aide d’ici"),
    mois=st.sampled_from([DU, date(2026, 8, 1)]),
    rappel=st.booleans(),
    montant=montants,
    tiers=st.none() | st.sampled_from(["Logis du Port", "AF"]),
)
retenues = st.builds(RetenueLue, st.sampled_from(["Dette", "AF"]), montants, st.none())
versements = st.builds(
    Versements,
    jour=st.sampled_from([OCTOBRE, NOVEMBRE]),
    lignes=st.lists(lignes, max_size=6).map(tuple),
    retenues=st.lists(retenues, max_size=3).map(tuple),
)


@given(versements, versements)
def test_the_differences_of_the_lines_add_up_to_that_of_what_was_received(avant: Versements, apres: Versements) -> None:
    trouves = postes(avant, apres)
    assert sum((poste.avant for poste in trouves), Decimal()) == avant.recu
    assert sum((poste.apres for poste in trouves), Decimal()) == apres.recu
    assert sum((poste.ecart for poste in trouves), Decimal()) == apres.recu - avant.recu
    assert len({(poste.famille, poste.cle) for poste in trouves}) == len(trouves)


def ligne(prestation: str, montant: str, rappel: bool = False, tiers: str | None = None) -> LigneLue:
    return LigneLue(prestation, None, DU, rappel, Decimal(montant), tiers)


def test_lines_come_by_kind_benefits_first_and_deductions_last() -> None:
    avant = Versements(OCTOBRE, (ligne("RSA", "700"),), (RetenueLue("Dette", Decimal(45), None),))
    apres = Versements(
        NOVEMBRE,
        (ligne("APL", "388", tiers="Logis du Port"), ligne("AF", "42", rappel=True), ligne("RSA", "650")),
        (RetenueLue("Dette", Decimal(45), None),),
    )
    assert postes(avant, apres) == [
        Poste(Famille.ALLOCATION, "RSA", "Revenu de solidarité active", Decimal(700), Decimal(650)),
        Poste(Famille.ALLOCATION, "APL", "Aide personnalisée au logement", Decimal(0), Decimal(388)),
        Poste(Famille.RAPPEL, "AF", "Allocations familiales", Decimal(0), Decimal(42)),
        Poste(Famille.TIERS, "Logis du Port", "Logis du Port", Decimal(0), Decimal(-388)),
        Poste(Famille.RETENUE, "Dette", "Dette", Decimal(-45), Decimal(-45)),
    ]


def test_a_month_without_payment_counts_for_nothing() -> None:
    vide = Versements(date(2026, 10, 1))
    assert (vide.recu, vide.du) == (Decimal(0), date(2026, 9, 1))
    assert [poste.ecart for poste in postes(vide, Versements(NOVEMBRE, (ligne("AF", "152.25"),)))] == [
        Decimal("152.25")
    ]
