"""A student's scholarship: one answer a school year, and no question more when there is none."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.demarches.catalogue.bourse import FICHE, Niveau
from caf_pwa.demarches.situation import Attendue, Situation
from caf_pwa.dossier.modele import Role
from tests.demarches.catalogue.fabrique import fautes, notes, personne, repondre, situation

LEO = personne("Léo", activite="Étudiant")
OUI: dict[str, str | list[str]] = {"annee": "2026", "bourse": "oui"}


def leo(aujourdhui: date = date(2026, 11, 24), **donnees: object) -> Situation:
    return situation(aujourdhui=aujourdhui, **{"moi": LEO, **donnees})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("aujourdhui", "cle"),
    [(date(2026, 5, 31), "2025"), (date(2026, 6, 1), "2026"), (date(2027, 1, 1), "2026"), (date(2028, 2, 29), "2027")],
)
def test_the_school_year_is_the_one_that_comes_from_june_on(aujourdhui: date, cle: str) -> None:
    assert FICHE.periode(leo(aujourdhui)).cle == cle


def test_the_period_is_said_in_words() -> None:
    assert FICHE.periode(leo()).texte == "l’année scolaire 2026-2027"


def test_the_current_year_is_proposed_and_the_one_before_may_be_chosen() -> None:
    passage = repondre(FICHE, leo())
    formulaire = passage.formulaire(passage.points[0])
    assert formulaire["annee"].data == "2026"
    assert not fautes(repondre(FICHE, leo(), bourse={"annee": "2025", "bourse": "non"}))
    assert fautes(repondre(FICHE, leo(), bourse={"annee": "2024", "bourse": "non"})).keys() == {"annee"}


def test_a_person_is_told_what_a_scholarship_changes() -> None:
    passage = repondre(FICHE, leo())
    aide = passage.formulaire(passage.points[0])["bourse"].description
    assert "1\u202f700\u00a0€" in aide
    assert "1\u202f200\u00a0€" in aide


def test_without_a_scholarship_nothing_more_is_asked() -> None:
    passage = repondre(FICHE, leo(), bourse={"annee": "2026", "bourse": "non"})
    assert passage.a_repondre() is None
    assert passage.pieces == []
    assert notes(FICHE.effets(passage)) == [("Bourse 2026-2027", "Pas de bourse")]


@pytest.mark.parametrize("niveau", ["0bis", "1", "7", "recherche"])
def test_a_scholarship_has_a_level_and_an_amount_if_one_knows_it(niveau: str) -> None:
    passage = repondre(FICHE, leo(), bourse=OUI, niveau={"niveau": niveau})
    assert not fautes(passage)
    assert passage.a_repondre() is None
    [piece] = passage.pieces
    assert (piece.titre, piece.exigee) == ("Notification de bourse – Léo", False)


def test_a_level_that_does_not_exist_is_refused() -> None:
    assert fautes(repondre(FICHE, leo(), bourse=OUI, niveau={"niveau": "8"})).keys() == {"niveau"}


def test_each_of_two_students_answers_for_themselves() -> None:
    lea = personne("Léa", Role.CONJOINT, activite="étudiante")
    passage = repondre(FICHE, leo(conjoint=lea), bourse=[{"annee": "2026", "bourse": "non"}, OUI])
    assert [point.titre for point in passage.points] == ["La bourse : Léo", "La bourse : Léa", "L’échelon : Léa"]
    assert [piece.titre for piece in passage.pieces] == ["Notification de bourse – Léa"]


def test_who_does_not_manage_the_dossier_answers_for_themselves_alone() -> None:
    passage = repondre(FICHE, leo(conjoint=personne("Léa", Role.CONJOINT, activite="Étudiante"), gere=False))
    assert [point.titre for point in passage.points] == ["La bourse : Léo"]


def test_it_is_closed_to_who_is_known_to_do_something_else() -> None:
    assert "étudiant" in (FICHE.fermee(leo(moi=personne("Karim", activite="Salarié"))) or "")
    assert FICHE.fermee(leo(moi=personne("Karim"))) is None, "nobody knows what Karim does"
    attendue = Attendue("attendue", "", date(2026, 6, 1), date(2026, 7, 20))
    assert FICHE.fermee(leo(moi=personne("Karim", activite="Salarié"), attendue=attendue)) is None


@given(montant=st.decimals("0", "999999.99", places=2))
def test_any_amount_is_read_to_the_cent(montant: Decimal) -> None:
    passage = repondre(FICHE, leo(), bourse=OUI, niveau={"niveau": "3", "montant": str(montant).replace(".", ",")})
    assert not fautes(passage)
    lu = passage.lu(Niveau)
    assert lu is not None
    assert lu.montant.montant == montant
