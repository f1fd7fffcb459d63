"""A birth, one child or several, and the soberness owed to those who lost one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.demarches.catalogue.naissance import FICHE
from caf_pwa.dossier.effets import AjouterPersonne
from caf_pwa.dossier.modele import Role
from tests.demarches.catalogue.fabrique import AUJOURDHUI, enfant, fautes, page, personne, repondre, situation

ZOE = {"prenoms": "Zoé, Anne-Lise", "nom": "N’Guyễn-Ÿ", "naissance": "2026-11-20", "sexe": "F", "lieu": "L’Haÿ"}
NAISSANCE = {"quoi": "naissance"}
PERTE = {"quoi": "perte"}
JULIE = personne("Julie", Role.CONJOINT)


def _un(**autres: str) -> dict[str, list[str]]:
    passage = repondre(FICHE, situation(), annonce=NAISSANCE, nombre={"enfants": "1"}, enfant=[{**ZOE, **autres}])
    return fautes(passage)


def test_a_child_enters_the_dossier_as_the_registrar_wrote_them() -> None:
    passage = repondre(
        FICHE,
        situation(conjoint=JULIE),
        annonce=NAISSANCE,
        nombre={"enfants": "1"},
        enfant=[ZOE],
        parents={"moi": "pere", "autre": "julie"},
    )
    assert (passage.a_repondre(), passage.a_revoir()) == (None, [])
    assert FICHE.effets(passage) == [
        AjouterPersonne(Role.ENFANT, "Zoé, Anne-Lise", "N’Guyễn-Ÿ", "2026-11-20", "F", "L’Haÿ")
    ]


def test_the_record_of_birth_is_required() -> None:
    (piece,) = repondre(FICHE, situation(), annonce=NAISSANCE).pieces
    assert (piece.titre, piece.exigee) == ("Acte de naissance ou livret de famille", True)


@pytest.mark.parametrize(("jour", "juste"), [(0, True), (1, False), (-1096, True), (-1097, False)])
def test_a_birth_is_neither_to_come_nor_years_ago(jour: int, juste: bool) -> None:
    assert bool(_un(naissance=(AUJOURDHUI + timedelta(days=jour)).isoformat())) is not juste


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_any_day_is_taken_or_refused_by_the_same_bounds(jour: date) -> None:
    permis = AUJOURDHUI - timedelta(days=1096) <= jour <= AUJOURDHUI
    assert bool(_un(naissance=jour.strftime("%d/%m/%Y"))) is not permis


def test_a_child_may_be_born_on_29_february_of_a_leap_year_only() -> None:
    le_premier_mars = situation(aujourdhui=date(2028, 3, 1))
    for jour, juste in (("29/02/2028", True), ("29/02/2027", False)):
        tour = {**ZOE, "naissance": jour}
        passage = repondre(FICHE, le_premier_mars, annonce=NAISSANCE, nombre={"enfants": "1"}, enfant=[tour])
        assert bool(fautes(passage)) is not juste


def test_twins_are_asked_one_after_the_other_the_second_with_the_day_of_the_first() -> None:
    passage = repondre(FICHE, situation(), annonce=NAISSANCE, nombre={"enfants": "2"}, enfant=[ZOE])
    suivant = passage.a_repondre()
    assert suivant is not None
    assert suivant.titre.endswith("2e enfant")
    propose = passage.formulaire(suivant)
    assert propose.reponses() == {"nom": [ZOE["nom"]], "naissance": ["2026-11-20"], "lieu": ["L’Haÿ"]}


def test_twins_born_on_both_sides_of_midnight_keep_each_their_day() -> None:
    tours = [ZOE, {**ZOE, "prenoms": "Tom", "naissance": "2026-11-21", "sexe": "M"}]
    passage = repondre(FICHE, situation(), annonce=NAISSANCE, nombre={"enfants": "2"}, enfant=tours)
    assert not fautes(passage)
    assert [effet.naissance for effet in FICHE.effets(passage) if isinstance(effet, AjouterPersonne)] == [
        "2026-11-20",
        "2026-11-21",
    ]


def test_the_same_child_is_not_written_twice() -> None:
    passage = repondre(
        FICHE,
        situation(),
        annonce=NAISSANCE,
        nombre={"enfants": "2"},
        enfant=[ZOE, {**ZOE, "prenoms": "zoé,  anne-lise"}],
    )
    assert "Un autre enfant a déjà ces prénoms" in fautes(passage)["prenoms"][0]


def test_a_child_of_the_dossier_is_not_born_again() -> None:
    connu = situation(enfants=[enfant("Zoé, Anne-Lise", "2026-11-20")])
    passage = repondre(FICHE, connu, annonce=NAISSANCE, nombre={"enfants": "1"}, enfant=[ZOE])
    assert "déjà dans votre dossier" in fautes(passage)["prenoms"][0]


@pytest.mark.parametrize("nombre", ["0", "7", "deux", "-1", "1,5"])
def test_one_to_six_children_are_born_at_once(nombre: str) -> None:
    passage = repondre(FICHE, situation(), annonce=NAISSANCE, nombre={"enfants": nombre})
    assert "entre 1 et 6" in fautes(passage)["enfants"][0]


def test_a_name_has_letters() -> None:
    assert "lettres" in _un(nom="42")["nom"][0]


def test_another_parent_who_is_not_in_the_dossier_is_asked_for_and_may_stay_unnamed() -> None:
    passage = repondre(
        FICHE,
        situation(),
        annonce=NAISSANCE,
        nombre={"enfants": "1"},
        enfant=[ZOE],
        parents={"moi": "mere", "autre": "hors"},
        parent={"ensemble": "non"},
    )
    assert (passage.a_repondre(), passage.a_revoir()) == (None, [])


def test_a_loss_asks_for_a_date_and_nothing_more() -> None:
    passage = repondre(FICHE, situation(), annonce=PERTE, perte={"jour": "2026-11-02"})
    assert [point.etape.nom for point in passage.points] == ["annonce", "perte"]
    assert (passage.a_repondre(), passage.a_revoir()) == (None, [])
    assert (passage.pieces, FICHE.effets(passage)) == ([], [])


def test_words_about_a_loss_say_whom_to_call_and_promise_no_birth() -> None:
    assert "3230" in page(repondre(FICHE, situation(), annonce=PERTE), "perte").jour.description
    assert "naissance" not in FICHE.change + FICHE.suite


def test_a_loss_is_read_by_the_caf_alone() -> None:
    assert FICHE.confidentielle(repondre(FICHE, situation(), annonce=PERTE))
    assert not FICHE.confidentielle(repondre(FICHE, situation(), annonce=NAISSANCE))
    assert FICHE.confidentielle(repondre(FICHE, situation(moi=JULIE, gere=False), annonce=NAISSANCE))


def test_a_spouse_without_authorisation_is_told_nobody_s_name() -> None:
    passage = repondre(
        FICHE, situation(moi=JULIE, gere=False), annonce=NAISSANCE, nombre={"enfants": "1"}, enfant=[ZOE]
    )
    choix = dict(page(passage, "parents").autre.choices)
    assert choix["dossier"] == "La personne avec qui je partage mon dossier"


def test_a_child_of_a_dossier_is_sent_to_the_caf_for_a_dossier_of_their_own() -> None:
    raison = FICHE.fermee(situation(moi=enfant("Hugo", "2008-01-01"), gere=False))
    assert raison
    assert "3230" in raison
    assert FICHE.fermee(situation(moi=JULIE, gere=False)) is None
