"""A document sent without being asked for: by anybody, as often as they like, for those they may see."""

import pytest

from caf_pwa.demarches.catalogue.document import FICHE, NATURES
from caf_pwa.dossier.modele import Role
from tests.demarches.catalogue.fabrique import enfant, fautes, page, personne, repondre, situation

JULIE = personne("Julie", Role.CONJOINT)


@pytest.mark.parametrize("nature", NATURES)
def test_any_of_the_documents_of_a_life_is_sent_and_changes_nothing(nature: str) -> None:
    passage = repondre(FICHE, situation(), nature={"nature": nature}, details={"qui": "karim", "mot": "L’été à Haÿ"})
    assert (passage.a_repondre(), passage.a_revoir()) == (None, [])
    assert FICHE.effets(passage) == ()


def test_the_document_itself_is_required() -> None:
    (piece,) = repondre(FICHE, situation()).pieces
    assert (piece.titre, piece.exigee) == ("Votre document", True)


def test_it_may_be_done_again_at_once() -> None:
    assert FICHE.repetable
    assert FICHE.bouton == "Envoyer ma demande"


def test_whoever_manages_the_dossier_sends_for_anybody_or_for_all() -> None:
    famille = situation(conjoint=JULIE, enfants=[enfant("Noé", "2018-12-05")])
    passage = repondre(FICHE, famille)
    assert list(dict(page(passage, "details").qui.choices)) == ["karim", "julie", "noé", "foyer"]
    assert not FICHE.confidentielle(passage)


def test_somebody_alone_is_not_asked_about_a_household() -> None:
    assert list(dict(page(repondre(FICHE, situation()), "details").qui.choices)) == ["karim"]


def test_whoever_does_not_manage_the_dossier_sends_for_themselves_alone() -> None:
    julie = situation(moi=JULIE, gere=False)
    passage = repondre(FICHE, julie, nature={"nature": "salaire"}, details={"qui": "karim"})
    assert fautes(passage)["qui"]
    assert FICHE.confidentielle(passage)


def test_a_kind_that_is_not_on_the_list_is_refused() -> None:
    assert fautes(repondre(FICHE, situation(), nature={"nature": "../../etc"}))["nature"]


@pytest.mark.parametrize(("longueur", "juste"), [(0, True), (1000, True), (1001, False)])
def test_a_word_may_be_left_out_and_has_an_end(longueur: int, juste: bool) -> None:
    mot = {"qui": "karim", "mot": "é" * longueur}
    assert bool(fautes(repondre(FICHE, situation(), nature={"nature": "autre"}, details=mot))) is not juste
