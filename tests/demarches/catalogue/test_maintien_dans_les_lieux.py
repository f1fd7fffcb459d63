"""The summer question of students: open for a while, three answers, and an address for who leaves for good."""

from datetime import date

import pytest

from caf_pwa.demarches.catalogue.maintien_dans_les_lieux import FICHE
from caf_pwa.demarches.moteur import Passage
from caf_pwa.demarches.situation import Attendue, Situation
from caf_pwa.dossier.effets import ChangerFoyer
from caf_pwa.dossier.modele import Role
from tests.demarches.catalogue.fabrique import des_registres, fautes, notes, personne, repondre, situation

LEO = personne("Léo", sexe="M", naissance="2004-02-29", activite="Étudiant")
ATTENDUE = Attendue("attendue", "juillet et août", date(2026, 11, 14), date(2026, 12, 9))
DEPART: dict[str, str | list[str]] = {"depart": "2026-06-30"}
ADRESSE: dict[str, str | list[str]] = {
    "voie": "4 rue de l’Échelle",
    "code_postal": "33000",
    "commune": "Bordeaux",
    "pays": "FRANCE",
}


def leo(aujourdhui: date = date(2026, 6, 15), **donnees: object) -> Situation:
    defauts = {"moi": LEO, "droits": {"ALS"}, "adresse": {"destinataire": "M. LÉO D’ARC", "voie": "1 rue Basse"}}
    return situation(aujourdhui=aujourdhui, **{**defauts, **donnees})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("aujourdhui", "ouverte"),
    [
        (date(2026, 5, 31), False),
        (date(2026, 6, 1), True),
        (date(2026, 7, 31), True),
        (date(2026, 8, 1), False),
        (date(2028, 2, 29), False),
    ],
)
def test_the_question_is_asked_from_june_to_july(aujourdhui: date, ouverte: bool) -> None:
    assert (FICHE.fermee(leo(aujourdhui)) is None) is ouverte


@pytest.mark.parametrize("droit", ["APL", "ALF", "ALS"])
@pytest.mark.parametrize("activite", ["Étudiant", "étudiante"])
def test_it_is_for_students_with_a_housing_benefit(droit: str, activite: str) -> None:
    assert FICHE.fermee(leo(moi=personne("Léa", activite=activite), droits={droit})) is None


def test_it_is_for_a_couple_where_the_spouse_studies() -> None:
    assert (
        FICHE.fermee(leo(moi=personne("Karim"), conjoint=personne("Léa", Role.CONJOINT, activite="Étudiante"))) is None
    )


def test_it_is_closed_to_others_with_what_to_do_instead() -> None:
    assert "pour les étudiants" in (FICHE.fermee(leo(moi=personne("Karim", activite="Salarié"))) or "")
    assert "pour les étudiants" in (FICHE.fermee(leo(moi=personne("Karim"))) or "")
    assert "aide au logement" in (FICHE.fermee(leo(droits={"RSA"})) or "")
    assert "responsable" in (FICHE.fermee(leo(gere=False)) or "")
    assert "1er juin" in (FICHE.fermee(leo(date(2026, 11, 24))) or "")


def test_a_question_that_the_caf_asks_has_its_own_dates() -> None:
    hiver = leo(date(2026, 11, 24), attendue=ATTENDUE, droits=())
    assert FICHE.fermee(hiver) is None
    passage = repondre(FICHE, hiver)
    assert "9 décembre 2026" in passage.formulaire(passage.points[0])["reponse"].description


def test_a_person_is_told_what_silence_does() -> None:
    passage = repondre(FICHE, leo())
    aide = passage.formulaire(passage.points[0])["reponse"].description
    assert "31 juillet 2026" in aide
    assert "s’arrête à partir de juillet" in aide


@pytest.mark.parametrize("reponse", ["garde", "revient"])
def test_who_comes_back_says_nothing_more(reponse: str) -> None:
    passage = repondre(FICHE, leo(), ete={"reponse": reponse})
    assert passage.a_repondre() is None
    assert not fautes(passage)
    assert des_registres(FICHE.effets(passage)) == []
    assert [libelle for libelle, _ in notes(FICHE.effets(passage))] == ["Logement, été 2026"]


def test_who_leaves_for_good_gives_a_date_and_an_address() -> None:
    passage = repondre(FICHE, leo(), ete={"reponse": "quitte"})
    assert [point.cle for point in passage.points] == ["ete", "depart", "adresse"]
    assert "s’arrête" in passage.points[1].etape.pourquoi
    passage = repondre(
        FICHE, leo(), ete={"reponse": "quitte"}, depart=DEPART, adresse={**ADRESSE, "complement": "chez Mme D’Arc"}
    )
    assert passage.a_repondre() is None
    assert not fautes(passage)
    assert des_registres(FICHE.effets(passage)) == [
        ChangerFoyer(
            "adresse",
            {
                "destinataire": "M. LÉO D’ARC",
                "complement": "chez Mme D’Arc",
                "voie": "4 rue de l’Échelle",
                "code_postal_ville": "33000 BORDEAUX",
                "pays": "FRANCE",
            },
        )
    ]


def test_france_is_proposed_and_an_address_cannot_be_left_out() -> None:
    passage = repondre(FICHE, leo(), ete={"reponse": "quitte"}, depart=DEPART)
    assert passage.formulaire(passage.points[2])["pays"].data == "FRANCE"
    passage = repondre(FICHE, leo(), ete={"reponse": "quitte"}, depart=DEPART, adresse={"pays": "FRANCE"})
    assert fautes(passage).keys() == {"voie", "code_postal", "commune"}


def test_who_changes_their_mind_and_stays_moves_nowhere() -> None:
    depart = repondre(FICHE, leo(), ete={"reponse": "quitte"}, depart=DEPART, adresse=ADRESSE)
    passage = Passage(FICHE, leo(), {**depart.reponses, "ete": {"reponse": ["garde"]}})
    assert not fautes(passage)
    assert des_registres(FICHE.effets(passage)) == []


def test_who_does_not_manage_the_dossier_does_not_move_it() -> None:
    seul = leo(attendue=ATTENDUE, gere=False)
    passage = repondre(FICHE, seul, ete={"reponse": "quitte"}, depart={"depart": "2026-12-01"}, adresse=ADRESSE)
    assert passage.a_repondre() is None
    assert des_registres(FICHE.effets(passage)) == []


@pytest.mark.parametrize(
    ("jour", "juste"), [("2025-12-31", False), ("2026-01-01", True), ("2026-12-31", True), ("2027-01-01", False)]
)
def test_one_leaves_in_the_year_of_that_summer(jour: str, juste: bool) -> None:
    passage = repondre(FICHE, leo(), ete={"reponse": "quitte"}, depart={"depart": jour})
    assert ("depart" not in fautes(passage)) is juste


def test_each_summer_has_one_answer() -> None:
    assert (FICHE.periode(leo()).cle, FICHE.periode(leo()).texte) == ("2026", "l’été 2026")
    assert FICHE.periode(leo(date(2027, 1, 2), attendue=ATTENDUE)).cle == "2026"
