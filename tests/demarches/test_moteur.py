"""The path of a person through a démarche: what is asked next, what is missing, what is said back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.demarches.moteur import Passage
from caf_pwa.demarches.recapitulatif import difference, manquantes, recapituler
from caf_pwa.dossier.effets import ChangerPersonne
from caf_pwa.dossier.modele import Personne, Role
from tests.demarches.catalogue.fabrique import situation
from tests.demarches.questionnaire import FICHE, Depart, Revenus

INES = Personne(id="i", role=Role.RESPONSABLE, prenoms="Inès", nom_naissance="MOREAU", naissance="1991-07-12")
LINA = Personne(id="l", role=Role.ENFANT, prenoms="Lina", nom_naissance="MOREAU", naissance="2017-03-09")
SITUATION = situation(moi=INES, enfants=[LINA])
NON = {"depart": {"change": ["non"]}}
OUI = {"depart": {"change": ["oui"], "qui": ["i", "l"]}}


def passer(reponses: dict[str, Any]) -> Passage:
    return Passage(FICHE, SITUATION, reponses)


def titres(passage: Passage) -> list[str]:
    return [point.titre for point in passage.points]


def test_a_person_with_nothing_to_tell_sees_one_page() -> None:
    assert titres(passer({})) == titres(passer(NON)) == ["Départ"]
    assert passer(NON).a_repondre() is None


def test_an_answer_opens_the_pages_it_leads_to_once_for_each_person() -> None:
    assert titres(passer(OUI)) == ["Départ", "Revenus : Inès", "Revenus : Lina", "Métier"]


def test_a_page_is_shown_once_every_page_before_it_is_answered() -> None:
    passage = passer(OUI)
    assert [passage.accessible(point) for point in passage.points] == [True, True, False, False]
    complet = passer(OUI | {point.cle: {"salaire": ["1"]} for point in passage.points[1:3]})
    assert all(complet.accessible(point) for point in complet.points)


def test_the_name_of_a_turn_tells_nothing_and_stays_the_same() -> None:
    premier, second = (point.cle for point in passer(OUI).points[1:3])
    assert premier != second
    assert [point.cle for point in passer(OUI).points[1:3]] == [premier, second]
    assert not {"Inès", "Lina"} & set(premier.split("-") + second.split("-"))


def test_answers_of_a_way_that_was_left_are_not_sent() -> None:
    assert passer(NON | {"metier": {"metier": ["Boulangère"]}}).utiles() == NON


def test_each_turn_is_read_with_its_person() -> None:
    points = passer(OUI).points[1:3]
    passage = passer(OUI | {point.cle: {"salaire": [f"{rang}00"]} for rang, point in enumerate(points, 1)})
    lus = [(tour.personne.prenoms, un.salaire.montant) for tour, un in passage.lus(Revenus) if tour and tour.personne]
    assert [(nom, str(montant)) for nom, montant in lus] == [("Inès", "100.00"), ("Lina", "200.00")]


def test_an_answer_that_no_longer_holds_is_to_be_seen_again() -> None:
    sans_lina = Passage(FICHE, situation(moi=INES), OUI)
    assert sans_lina.a_revoir()[0].cle == "depart"


def test_a_required_document_is_missing_until_it_is_there() -> None:
    assert [piece.nom for piece in passer(OUI).pieces] == ["preuve"]
    assert manquantes(passer(OUI), []) == []  # it may be left out


def test_what_is_checked_says_each_question_with_its_answer_in_words() -> None:
    assert recapituler(passer(OUI)) == [
        {
            "cle": "depart",
            "titre": "Départ",
            "lignes": [["Quelque chose a changé\xa0?", "Oui"], ["Pour qui\xa0?", "Inès, Lina"]],
        }
    ]


def test_a_correction_shows_only_what_it_changes() -> None:
    avant, apres = recapituler(passer(OUI)), recapituler(passer(NON))
    assert difference(avant, avant) == []
    assert difference(avant, apres) == [
        ("Quelque chose a changé\xa0?", "Oui", "Non"),
        ("Pour qui\xa0?", "Inès, Lina", ""),
    ]


def test_acceptance_does_what_the_answers_say() -> None:
    passage = passer({"depart": {"change": ["oui"]}, "metier": {"metier": ["Boulangère"]}})
    assert list(FICHE.effets(passage)) == [ChangerPersonne("i", "activite", "Boulangère")]
    assert list(FICHE.effets(passer(NON))) == []


def test_a_form_is_found_by_its_kind() -> None:
    depart = passer(NON).lu(Depart)
    assert depart is not None
    assert depart.change.data == "non"
    assert passer({}).lu(Depart) is None


@given(
    st.dictionaries(
        st.sampled_from(["depart", "metier", "revenus", "revenus-00000000", "autre"]),
        st.dictionaries(st.sampled_from(["change", "qui", "salaire", "x"]), st.lists(st.text(), max_size=2)),
    )
)
def test_whatever_was_kept_a_path_can_be_drawn(reponses: dict[str, Any]) -> None:
    passage = passer(reponses)
    assert passage.points[0].cle == "depart"
    assert {point.cle for point in passage.a_revoir()} >= {
        point.cle for point in passage.points if point.cle not in reponses
    }
    recapituler(passage)


@pytest.mark.parametrize("rang", [0, 1, 2, 3])
def test_going_back_leads_where_one_came_from(rang: int) -> None:
    passage = passer(OUI)
    suivant = passage.suivant(passage.points[rang])
    assert suivant is None or passage.precedent(suivant) is passage.points[rang]
