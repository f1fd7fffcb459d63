"""Uniting, parting, losing somebody: who may say it, what becomes of the dossier, who must not read it."""

from datetime import date, timedelta

import pytest

from caf_pwa.demarches.catalogue.situation_familiale import FICHE
from caf_pwa.demarches.questions.couple import GENRES, Partenaire
from caf_pwa.dossier.effets import AjouterPersonne, ChangerFoyer, SortirPersonne
from caf_pwa.dossier.modele import Personne, Role
from tests.demarches.catalogue.fabrique import AUJOURDHUI, enfant, fautes, page, personne, repondre, situation

JOUR = "2026-11-02"
JULIE = personne("Julie", Role.CONJOINT, sexe="F")
INES = personne("Inès", sexe="F")
SARAH, NOE = enfant("Sarah", "2014-01-30"), enfant("Noé", "2018-12-05")
TOM = {"prenoms": "Tom-Éloi", "nom": "O’Brien", "naissance": "1990-02-28"}
LUI = {"nature": "salarie", "revenus": "1 234,56"}
ADRESSE = {"voie": "3 rue de l’Église", "code_postal": "69003", "commune": "Lyon", "pays": "FRANCE"}


def _evenement(genre: str, jour: str = JOUR, **autres: str) -> dict[str, str]:
    return {"genre": genre, "jour": jour, **autres}


def _depuis(nom: str) -> list[ChangerFoyer]:
    return [ChangerFoyer("situation", nom), ChangerFoyer("situation_depuis", date(2026, 11, 2))]


def _partenaire(**autres: str) -> dict[str, list[str]]:
    return fautes(repondre(FICHE, situation(), evenement=_evenement("pacs"), partenaire={**TOM, **autres}))


def test_somebody_alone_who_starts_a_couple_brings_the_other_into_the_dossier() -> None:
    passage = repondre(
        FICHE,
        situation(moi=INES),
        evenement=_evenement("vie-commune"),
        partenaire=TOM,
        activite=LUI,
        adresse={"ou": "ici"},
    )
    assert (passage.a_repondre(), passage.a_revoir()) == (None, [])
    tom = AjouterPersonne(Role.CONJOINT, "Tom-Éloi", "O’Brien", "1990-02-28")
    assert FICHE.effets(passage) == [*_depuis("Vie commune"), tom]
    assert not FICHE.confidentielle(passage)


@pytest.mark.parametrize(("genre", "nom"), [("mariage", "Mariés"), ("pacs", "Pacsés")])
def test_a_couple_of_the_dossier_that_marries_names_nobody_again(genre: str, nom: str) -> None:
    passage = repondre(FICHE, situation(conjoint=JULIE), evenement=_evenement(genre))
    assert (passage.a_repondre(), passage.a_revoir()) == (None, [])
    assert FICHE.effets(passage) == _depuis(nom)


@pytest.mark.parametrize("genre", ["vie-commune", "reprise", "celibataire"])
def test_what_the_dossier_already_contradicts_is_refused_with_the_name(genre: str) -> None:
    passage = repondre(FICHE, situation(conjoint=JULIE), evenement=_evenement(genre))
    assert "Julie" in fautes(passage)["genre"][0]


def test_the_eight_changes_are_offered_to_whoever_manages_the_dossier() -> None:
    passage = repondre(FICHE, situation())
    assert dict(page(passage, "evenement").genre.choices) == GENRES
    assert len(GENRES) == 8


def test_a_spouse_without_authorisation_may_declare_a_separation_and_only_that() -> None:
    julie = situation(moi=JULIE, gere=False)
    passage = repondre(FICHE, julie)
    assert list(dict(page(passage, "evenement").genre.choices)) == ["separation"]
    assert fautes(repondre(FICHE, julie, evenement=_evenement("mariage")))["genre"]
    passage = repondre(
        FICHE, julie, evenement=_evenement("separation"), rupture={"part": "moi"}, enfants={}, depart=ADRESSE
    )
    assert (passage.a_repondre(), passage.a_revoir()) == (None, [])
    assert FICHE.effets(passage) == [SortirPersonne("julie")]
    assert FICHE.confidentielle(passage)


def test_what_a_spouse_without_authorisation_begins_is_theirs_from_the_first_page() -> None:
    assert FICHE.confidentielle(repondre(FICHE, situation(moi=JULIE, gere=False)))


def test_an_old_parent_of_the_dossier_is_not_a_child_of_the_separation() -> None:
    jeanne = personne("Jeanne", Role.AUTRE, naissance="1940-01-01")
    passage = repondre(
        FICHE, situation(enfants=[jeanne]), evenement=_evenement("separation"), rupture={"part": "autre"}
    )
    assert (passage.a_repondre(), passage.a_revoir()) == (None, [])


def test_a_spouse_without_authorisation_is_not_told_the_date_of_the_household() -> None:
    julie = situation(moi=JULIE, gere=False, situation="Mariés", situation_depuis=date(2026, 11, 20))
    assert not fautes(repondre(FICHE, julie, evenement=_evenement("separation")))


@pytest.mark.parametrize(
    ("moi", "genre", "nom"),
    [
        (INES, "separation", "Séparée"),
        (personne("Paul", sexe="M"), "divorce", "Divorcé"),
        (INES, "divorce", "Divorcée"),
    ],
)
def test_the_responsible_person_who_parts_lets_the_other_leave_the_dossier(moi: Personne, genre: str, nom: str) -> None:
    passage = repondre(
        FICHE,
        situation(moi=moi, conjoint=JULIE, enfants=[SARAH, NOE]),
        evenement=_evenement(genre),
        rupture={"part": "autre"},
        residence=[{"chez": "moi"}, {"chez": "alternee"}],
        pension={"etat": "plus-tard"},
    )
    assert (passage.a_repondre(), passage.a_revoir()) == (None, [])
    assert FICHE.effets(passage) == [*_depuis(nom), SortirPersonne("julie")]
    assert FICHE.confidentielle(passage)


def test_a_spouse_who_manages_the_dossier_and_parts_leaves_it_themselves() -> None:
    """The dossier stays that of its responsible person, who says for themselves what became of them."""
    couple = situation(moi=JULIE, conjoint=personne("Karim"))
    passage = repondre(FICHE, couple, evenement=_evenement("divorce"), rupture={"part": "autre"})
    assert FICHE.effets(passage) == [SortirPersonne("julie")]


def test_each_child_of_a_separation_has_their_own_page() -> None:
    famille = situation(conjoint=JULIE, enfants=[SARAH, NOE])
    passage = repondre(FICHE, famille, evenement=_evenement("separation"), rupture={"part": "autre"})
    assert [point.repetition.titre for point in passage.points if point.repetition] == ["Sarah", "Noé"]


def test_the_address_of_whoever_leaves_is_asked_hidden_and_not_written() -> None:
    passage = repondre(
        FICHE, situation(conjoint=JULIE), evenement=_evenement("separation"), rupture={"part": "moi"}, depart=ADRESSE
    )
    assert (passage.a_repondre(), passage.a_revoir()) == (None, [])
    assert "cachée à l’autre personne" in page(passage, "depart").voie.description
    assert all(effet.champ != "adresse" for effet in FICHE.effets(passage) if isinstance(effet, ChangerFoyer))


def test_parting_under_one_roof_must_be_shown() -> None:
    debut = repondre(FICHE, situation(), evenement=_evenement("separation"), rupture={"part": "toit"})
    assert [piece.exigee for piece in debut.pieces] == [True]
    assert not repondre(FICHE, situation(), evenement=_evenement("separation"), rupture={"part": "autre"}).pieces


def test_whoever_parts_reads_the_number_for_violence_and_that_nobody_is_told() -> None:
    passage = repondre(FICHE, situation(), evenement=_evenement("separation"))
    mots = page(passage, "rupture").part.description
    assert "3919" in mots
    assert "n’est pas prévenue" in mots


def test_four_months_without_maintenance_are_said() -> None:
    passage = repondre(FICHE, situation(enfants=[SARAH]), evenement=_evenement("separation"), rupture={"part": "autre"})
    assert "4 mois" in page(passage, "pension").etat.description


def test_a_widow_is_asked_one_name_already_written_and_spared_the_rest() -> None:
    veuve = situation(moi=INES, conjoint=personne("Tom", Role.CONJOINT))
    passage = repondre(FICHE, veuve, evenement=_evenement("veuvage"))
    assert [point.etape.nom for point in passage.points] == ["evenement", "deces"]
    deces = page(passage, "deces")
    assert deces.prenoms.data == "Tom"
    assert "condoléances" in deces.mot.description
    assert FICHE.effets(passage) == [*_depuis("Veuve"), SortirPersonne("tom")]
    assert not any(piece.exigee for piece in passage.pieces)


def test_the_death_of_the_responsible_person_is_left_to_the_caf() -> None:
    passage = repondre(FICHE, situation(moi=JULIE, conjoint=personne("Karim")), evenement=_evenement("veuvage"))
    assert FICHE.effets(passage) == []


@pytest.mark.parametrize(("jours", "juste"), [(0, True), (1, False)])
def test_a_change_is_told_once_it_has_happened(jours: int, juste: bool) -> None:
    jour = (AUJOURDHUI + timedelta(days=jours)).isoformat()
    assert bool(fautes(repondre(FICHE, situation(), evenement=_evenement("mariage", jour)))) is not juste


def test_nobody_marries_before_they_are_born() -> None:
    assert fautes(repondre(FICHE, situation(), evenement=_evenement("mariage", "1988-03-13")))["jour"]


def test_a_date_before_that_of_the_dossier_is_asked_again_and_may_be_confirmed() -> None:
    pacses = situation(situation="Pacsés", situation_depuis=date(2026, 11, 3))
    assert "3 novembre 2026" in fautes(repondre(FICHE, pacses, evenement=_evenement("mariage")))["confirmation"][0]
    assert not fautes(repondre(FICHE, pacses, evenement=_evenement("mariage", confirmation="oui")))
    assert not fautes(repondre(FICHE, pacses, evenement=_evenement("mariage", "2026-11-03")))


@pytest.mark.parametrize(
    "nir", ["1850578006084", "1 85 05 78 006 084 91", "253072A073004", "253072b07300470", "7851299351123"]
)
def test_the_number_of_the_other_is_taken_with_or_without_its_key(nir: str) -> None:
    assert not _partenaire(nir=nir)


@pytest.mark.parametrize("nir", ["185057800608490", "185057800608", "9850578006084", "PRV1234567", "abc"])
def test_a_wrong_number_of_the_other_is_refused(nir: str) -> None:
    assert _partenaire(nir=nir)["nir"]


def test_the_number_of_the_other_is_masked_when_it_is_said_back() -> None:
    passage = repondre(FICHE, situation(), evenement=_evenement("pacs"), partenaire={**TOM, "nir": "185057800608491"})
    partenaire = passage.lu(Partenaire)
    assert partenaire is not None
    assert partenaire.nir.data == "1850578006084"
    assert dict(partenaire.lignes())["Son numéro de sécurité sociale"] == "1 85 •• •• ••• •84"


@pytest.mark.parametrize(
    ("numero", "juste"), [("1", True), ("1234567", True), ("1234567 x", True), ("12345678", False), ("X", False)]
)
def test_a_numero_allocataire_has_seven_digits_at_most(numero: str, juste: bool) -> None:
    assert bool(_partenaire(allocataire=numero)) is not juste


def test_somebody_of_the_dossier_does_not_join_it_again() -> None:
    hugo = situation(enfants=[enfant("Hugo", "1990-02-28")])
    passage = repondre(FICHE, hugo, evenement=_evenement("pacs"), partenaire={**TOM, "prenoms": "HUGO"})
    assert "déjà dans votre dossier" in fautes(passage)["prenoms"][0]


def test_a_child_who_starts_a_couple_needs_a_dossier_of_their_own() -> None:
    assert "3230" in (FICHE.fermee(situation(moi=SARAH, gere=False)) or "")
    assert FICHE.fermee(situation(moi=JULIE, gere=False)) is None
