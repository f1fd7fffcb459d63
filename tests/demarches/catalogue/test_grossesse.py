"""A pregnancy: its dates at their edges, what is proposed, and who reads it."""

from datetime import timedelta

import pytest

from caf_pwa.demarches.catalogue.grossesse import FICHE
from caf_pwa.dossier.modele import Role
from tests.demarches.catalogue.fabrique import AUJOURDHUI, fautes, notes, page, personne, repondre, situation

INES = personne("Inès", sexe="F")
DATES = {"debut": "05/09/2026", "examen": "2026-11-02", "enfants": "1"}
PRATICIEN = {"nature": "sage-femme", "nom": "Mme D’Été-O’Brien"}


def _grossesse(**autres: str) -> dict[str, list[str]]:
    return fautes(repondre(FICHE, situation(moi=INES), grossesse={**DATES, **autres}))


def _il_y_a(jours: int) -> str:
    return (AUJOURDHUI - timedelta(days=jours)).isoformat()


def test_a_pregnancy_is_declared_in_two_pages_and_no_document_is_required() -> None:
    passage = repondre(FICHE, situation(moi=INES), grossesse=DATES, praticien=PRATICIEN)
    assert (passage.a_repondre(), passage.a_revoir()) == (None, [])
    assert not any(piece.exigee for piece in passage.pieces)
    assert notes(FICHE.effets(passage)) == [("Grossesse", "Début le 5 septembre 2026, 1 enfant attendu")]


@pytest.mark.parametrize(("jours", "juste"), [(0, True), (-1, False), (301, True), (302, False)])
def test_a_pregnancy_has_begun_and_ends_one_day(jours: int, juste: bool) -> None:
    assert bool(_grossesse(debut=_il_y_a(jours), examen=_il_y_a(0))) is not juste


def test_the_examination_may_be_today_and_not_tomorrow() -> None:
    assert not _grossesse(examen=_il_y_a(0))
    assert "trop loin" in _grossesse(examen=_il_y_a(-1))["examen"][0]


def test_the_examination_does_not_come_before_the_beginning() -> None:
    assert not _grossesse(debut="2026-09-05", examen="2026-09-05")
    assert "avant le début" in _grossesse(debut="2026-09-05", examen="2026-09-04")["examen"][0]


def test_nobody_is_pregnant_before_they_are_born() -> None:
    enfant = situation(moi=personne("Zoé", naissance="2026-09-05"))
    assert "avant votre naissance" in fautes(repondre(FICHE, enfant, grossesse=DATES))["debut"][0]


def test_a_date_of_birth_partly_unknown_refuses_nothing() -> None:
    ines = situation(moi=personne("Inès", naissance="1991-00-00"))
    assert not fautes(repondre(FICHE, ines, grossesse=DATES))


@pytest.mark.parametrize("date", ["29/02/2026", "2026-13-01", "hier", "05/03/26"])
def test_a_day_that_does_not_exist_is_refused(date: str) -> None:
    assert "n’existe pas" in _grossesse(debut=date)["debut"][0]


@pytest.mark.parametrize(("nombre", "juste"), [("1", True), ("6", True), ("0", False), ("7", False), ("½", False)])
def test_one_to_six_children_are_expected(nombre: str, juste: bool) -> None:
    assert bool(_grossesse(enfants=nombre)) is not juste


def test_one_child_is_proposed() -> None:
    assert page(repondre(FICHE, situation(moi=INES)), "grossesse").enfants.data == "1"


def test_a_pregnancy_declared_by_a_spouse_without_authorisation_is_hers_to_tell() -> None:
    julie = situation(moi=personne("Julie", Role.CONJOINT), gere=False)
    assert FICHE.confidentielle(repondre(FICHE, julie, grossesse=DATES))
    assert not FICHE.confidentielle(repondre(FICHE, situation(moi=INES), grossesse=DATES))
