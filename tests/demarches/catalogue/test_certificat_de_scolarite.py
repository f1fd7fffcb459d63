"""The back-to-school declaration: which children it is about, on their very birthdays, and what they do."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.demarches.catalogue.certificat_de_scolarite import FICHE, concernes
from caf_pwa.demarches.situation import Attendue, Situation
from caf_pwa.dossier.effets import ChangerPersonne
from tests.demarches.catalogue.fabrique import des_registres, enfant, fautes, repondre, situation

LINA = enfant("Lina", "2010-03-09", sexe="F")
ECOLE: dict[str, str | list[str]] = {"etablissement": "Lycée Montaigne", "niveau": "première", "salaire": "0"}
HONNEUR: dict[str, str | list[str]] = {"honneur": ["oui"]}


def famille(*enfants: object, aujourdhui: date = date(2026, 11, 24), **donnees: object) -> Situation:
    return situation(aujourdhui=aujourdhui, enfants=enfants or [LINA], **donnees)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("naissance", "concerne"),
    [
        ("2008-09-15", False),  # 18 on 15 September 2026
        ("2008-09-16", True),
        ("2010-12-31", True),  # 16 on 31 December 2026
        ("2011-01-01", False),
        ("2008-02-29", False),
        ("2010-00-00", True),  # no day leaves a doubt on 31 December
        ("2008-00-00", True),  # may be under 18
        ("0000-00-00", True),
    ],
)
def test_the_child_is_sixteen_this_year_and_not_eighteen_on_15_september(naissance: str, concerne: bool) -> None:
    assert bool(concernes(famille(enfant("Hugo", naissance)))) is concerne


@pytest.mark.parametrize(
    ("aujourdhui", "cle"),
    [
        (date(2026, 7, 14), "2025"),
        (date(2026, 7, 15), "2026"),
        (date(2026, 12, 31), "2026"),
        (date(2027, 7, 14), "2026"),
    ],
)
def test_the_school_year_opens_in_the_middle_of_july(aujourdhui: date, cle: str) -> None:
    assert FICHE.periode(famille(aujourdhui=aujourdhui)).cle == cle


def test_a_declaration_asked_for_early_in_july_is_about_the_school_year_to_come() -> None:
    attendue = Attendue("attendue", "", date(2026, 7, 1), date(2026, 8, 31))
    assert FICHE.periode(famille(aujourdhui=date(2026, 7, 2), attendue=attendue)).cle == "2026"


def test_the_period_is_said_in_words() -> None:
    assert FICHE.periode(famille()).texte == "l’année scolaire 2026-2027"


def test_it_is_closed_without_such_a_child_and_to_who_does_not_manage_the_dossier() -> None:
    assert FICHE.fermee(famille()) is None
    assert "automatique" in (FICHE.fermee(famille(enfant("Adam", "2020-10-22"))) or "")
    assert "responsable" in (FICHE.fermee(famille(gere=False)) or "")


def test_a_child_at_school_is_declared_on_honour_without_a_document() -> None:
    passage = repondre(
        FICHE,
        famille(),
        scolarite={"nature": "scolarise", "depuis": "2026-09-01"},
        ecole={**ECOLE},
        honneur=HONNEUR,
    )
    assert passage.a_repondre() is None
    assert not fautes(passage)
    [piece] = passage.pieces
    assert (piece.titre, piece.exigee) == ("Certificat de scolarité – Lina", False)
    assert des_registres(FICHE.effets(passage)) == [
        ChangerPersonne("lina", "activite", "Scolarisée"),
        ChangerPersonne("lina", "activite_depuis", date(2026, 9, 1)),
    ]


def test_nothing_is_sent_without_the_word_of_honour() -> None:
    passage = repondre(FICHE, famille(), scolarite={"nature": "aucun"}, honneur={})
    assert fautes(passage).keys() == {"honneur"}


def test_a_child_who_does_neither_is_not_asked_for_a_school() -> None:
    passage = repondre(FICHE, famille(), scolarite={"nature": "aucun"}, honneur=HONNEUR)
    assert passage.a_repondre() is None
    assert passage.pieces == []
    assert des_registres(FICHE.effets(passage)) == [ChangerPersonne("lina", "activite", "Sans activité")]


def test_each_child_has_its_own_pages() -> None:
    noe = enfant("Noé", "2009-05-01", sexe="M")
    passage = repondre(
        FICHE,
        famille(LINA, noe, enfant("Adam", "2020-10-22")),
        scolarite=[{"nature": "aucun"}, {"nature": "apprenti"}],
        ecole=[{**ECOLE, "salaire": "780"}],
        honneur=HONNEUR,
    )
    assert [point.titre for point in passage.points] == [
        "L’année scolaire : Lina",
        "L’année scolaire : Noé",
        "L’école et le salaire : Noé",
        "Votre déclaration",
    ]
    assert [piece.titre for piece in passage.pieces] == ["Contrat d’apprentissage – Noé"]
    assert ChangerPersonne("noé", "activite", "Apprenti") in FICHE.effets(passage)


@pytest.mark.parametrize(
    ("aujourdhui", "salaire", "juste"),
    [
        (date(2026, 6, 1), "1144,21", True),
        (date(2026, 11, 24), "1 144,21", True),
        (date(2026, 11, 24), "1 144,22", False),
        (date(2026, 5, 31), "1117,26", True),
        (date(2026, 5, 31), "1117,27", False),
    ],
)
def test_a_pay_above_the_limit_is_asked_about_and_may_be_confirmed(aujourdhui: date, salaire: str, juste: bool) -> None:
    depart = famille(enfant("Lina", "2009-12-09"), aujourdhui=aujourdhui)
    dit: dict[str, str | list[str]] = {**ECOLE, "salaire": salaire}
    passage = repondre(FICHE, depart, scolarite={"nature": "apprenti"}, ecole=dit)
    assert ("confirmation" not in fautes(passage)) is juste
    passage = repondre(FICHE, depart, scolarite={"nature": "apprenti"}, ecole={**dit, "confirmation": "oui"})
    assert not fautes(passage)


@pytest.mark.parametrize(("jour", "juste"), [("2009-12-31", False), ("2010-01-01", True), ("2028-02-29", False)])
def test_a_change_comes_after_the_birth_and_before_the_end_of_the_year(jour: str, juste: bool) -> None:
    passage = repondre(FICHE, famille(), scolarite={"nature": "scolarise", "depuis": jour})
    assert ("depuis" not in fautes(passage)) is juste


@given(naissance=st.dates(date(1990, 1, 1), date(2026, 11, 24)))
def test_who_is_concerned_was_born_in_one_range_without_a_gap(naissance: date) -> None:
    attendu = date(2008, 9, 16) <= naissance <= date(2010, 12, 31)
    assert bool(concernes(famille(enfant("Zoé", naissance.isoformat())))) is attendu
