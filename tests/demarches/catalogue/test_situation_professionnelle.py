"""A change of activity: whose, which, since when, and what the dossier says of it afterwards."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caf_pwa.demarches.catalogue.situation_professionnelle import FICHE
from caf_pwa.demarches.moteur import Passage
from caf_pwa.demarches.questions.activites import ACTIVITES, debut_possible, nommer
from caf_pwa.demarches.situation import Situation
from caf_pwa.dossier.effets import ChangerPersonne
from caf_pwa.dossier.modele import Role
from tests.demarches.catalogue.fabrique import AUJOURDHUI, enfant, fautes, personne, repondre, situation

AYSE = personne("Ayşe", sexe="F", naissance="1990-05-01")
KARIM = personne("Karim", Role.CONJOINT, sexe="M")
EMPLOI: dict[str, str | list[str]] = {"employeur": "L’Atelier d’Öztürk", "contrat": "cdi", "temps": "plein"}
PAREIL: dict[str, str | list[str]] = {"change": "pareil"}


def seule(**donnees: object) -> Situation:
    return situation(**{"moi": AYSE, **donnees})  # type: ignore[arg-type]


def devenir(nature: str, depuis: str = "2026-11-02", **etapes: dict[str, str | list[str]]) -> Passage:
    return repondre(FICHE, seule(), activite={"nature": nature, "depuis": depuis}, **etapes, revenus=PAREIL)


def activite(passage: Passage) -> object:
    return next(e.valeur for e in FICHE.effets(passage) if isinstance(e, ChangerPersonne) and e.champ == "activite")


def test_a_new_job_is_written_with_its_employer() -> None:
    passage = devenir("salarie", emploi=EMPLOI)
    assert passage.a_repondre() is None
    assert not fautes(passage)
    assert FICHE.effets(passage) == [
        ChangerPersonne("ayşe", "activite", "Salariée"),
        ChangerPersonne("ayşe", "activite_depuis", date(2026, 11, 2)),
        ChangerPersonne("ayşe", "employeur", "L’Atelier d’Öztürk"),
    ]


def test_part_time_and_unemployment_have_their_own_words() -> None:
    assert activite(devenir("salarie", emploi={**EMPLOI, "temps": "partiel"})) == "Salariée à temps partiel"
    assert activite(devenir("sans-emploi", chomage={"indemnise": "oui"})) == "Sans emploi, indemnisée"
    assert activite(devenir("sans-emploi", chomage={"indemnise": "non"})) == "Sans emploi, non indemnisée"


def test_who_stops_working_has_no_employer_any_more() -> None:
    for nature in ("sans-emploi", "etudiant", "retraite", "sans", "independant"):
        assert ChangerPersonne("ayşe", "employeur", None) in FICHE.effets(devenir(nature))


@pytest.mark.parametrize("nature", ["maladie", "maternite", "parental", "aidant"])
def test_who_is_on_leave_keeps_their_employer(nature: str) -> None:
    passage = devenir(nature, conge={})
    assert not fautes(passage)
    assert not [e for e in FICHE.effets(passage) if isinstance(e, ChangerPersonne) and e.champ == "employeur"]


@pytest.mark.parametrize(
    ("nature", "page"),
    [
        ("salarie", "emploi"),
        ("saisonnier", "emploi"),
        ("apprenti", "emploi"),
        ("independant", "independant"),
        ("sans-emploi", "chomage"),
        ("parental", "conge"),
    ],
)
def test_each_activity_asks_what_it_needs_and_no_more(nature: str, page: str) -> None:
    assert [point.cle for point in devenir(nature).points] == ["activite", page, "revenus"]


@pytest.mark.parametrize("nature", ["etudiant", "stagiaire", "retraite", "sans"])
def test_the_others_ask_nothing_of_an_employer(nature: str) -> None:
    assert [point.cle for point in devenir(nature).points] == ["activite", "revenus"]


@pytest.mark.parametrize("contrat", ["cdd", "interim"])
def test_a_contract_that_ends_has_its_last_day(contrat: str) -> None:
    assert fautes(devenir("salarie", emploi={**EMPLOI, "contrat": contrat})).keys() == {"fin"}
    assert not fautes(devenir("salarie", emploi={**EMPLOI, "contrat": contrat, "fin": "2026-11-02"}))
    assert fautes(devenir("salarie", emploi={**EMPLOI, "contrat": contrat, "fin": "2026-11-01"})).keys() == {"fin"}


def test_a_permanent_contract_has_no_last_day() -> None:
    assert fautes(devenir("salarie", emploi={**EMPLOI, "fin": "2027-01-31"})).keys() == {"fin"}


def test_a_seasonal_worker_is_told_to_declare_each_season() -> None:
    passage = devenir("saisonnier", emploi={**EMPLOI, "contrat": "autre"})
    assert fautes(passage).keys() == {"fin"}
    assert "chaque fin de saison" in passage.formulaire(passage.points[1])["fin"].description


def test_a_person_without_work_is_told_what_becomes_of_their_income() -> None:
    passage = devenir("sans-emploi")
    assert "30\u00a0%" in passage.formulaire(passage.points[1])["indemnise"].description


def test_the_last_contract_ended_before_unemployment_began() -> None:
    assert not fautes(devenir("sans-emploi", chomage={"indemnise": "oui", "fin": "2026-11-02"}))
    assert fautes(devenir("sans-emploi", chomage={"indemnise": "oui", "fin": "2026-11-03"})).keys() == {"fin"}


@pytest.mark.parametrize(
    ("jour", "juste"),
    [
        ("2004-04-30", False),  # the day before she is fourteen
        ("2004-05-01", True),
        ("1990-04-30", False),
        ("2027-02-24", True),  # 92 days ahead
        ("2027-02-25", False),
        ("2026-02-29", False),
    ],
)
def test_a_change_begins_at_fourteen_and_not_later_than_in_three_months(jour: str, juste: bool) -> None:
    assert ("depuis" not in fautes(devenir("sans", jour))) is juste


@pytest.mark.parametrize(
    ("naissance", "premier"),
    [
        ("2004-02-29", date(2018, 3, 1)),
        ("2002-00-00", date(2016, 1, 1)),
        ("2002-11-00", date(2016, 11, 1)),
        ("0000-00-00", None),
    ],
)
def test_a_birth_date_partly_unknown_leaves_the_benefit_of_the_doubt(naissance: str, premier: date | None) -> None:
    assert debut_possible(personne("Léo", naissance=naissance), AUJOURDHUI) == premier


def test_who_manages_the_dossier_says_which_adult_changes() -> None:
    depart = seule(conjoint=KARIM, enfants=[enfant("Lina", "2008-01-01")])
    passage = repondre(
        FICHE, depart, qui={"qui": "karim"}, activite={"nature": "retraite", "depuis": "2026-11-01"}, revenus=PAREIL
    )
    assert not fautes(passage)
    assert activite(passage) == "Retraité"
    assert {e.personne_id for e in FICHE.effets(passage) if isinstance(e, ChangerPersonne)} == {"karim"}


def test_a_child_or_a_stranger_cannot_be_named_by_hand() -> None:
    depart = seule(conjoint=KARIM, enfants=[enfant("Lina", "2008-01-01")])
    for qui in ("lina", "bob"):
        passage = repondre(FICHE, depart, qui={"qui": qui}, activite={"nature": "sans", "depuis": "2026-11-01"})
        assert fautes(passage).keys() == {"qui"}
        assert {e.personne_id for e in FICHE.effets(passage) if isinstance(e, ChangerPersonne)} == {"ayşe"}


def test_a_spouse_without_authorisation_speaks_for_themselves() -> None:
    depart = situation(moi=KARIM, conjoint=AYSE, gere=False)
    passage = repondre(FICHE, depart, activite={"nature": "etudiant", "depuis": "2026-09-01"}, revenus=PAREIL)
    assert FICHE.fermee(depart) is None
    assert passage.a_repondre() is None
    assert ChangerPersonne("karim", "activite", "Étudiant") in FICHE.effets(passage)


def test_a_child_with_an_account_speaks_for_themselves() -> None:
    hugo = enfant("Hugo", "2009-02-28", sexe="M")
    depart = situation(moi=hugo, gere=False)
    passage = repondre(
        FICHE,
        depart,
        activite={"nature": "apprenti", "depuis": "2026-09-01"},
        emploi={**EMPLOI, "contrat": "apprentissage"},
        revenus=PAREIL,
    )
    assert not fautes(passage)
    assert activite(passage) == "Apprenti"


def test_every_activity_has_words_in_the_dossier_and_documents_are_never_required() -> None:
    for nature, _ in ACTIVITES:
        assert nommer(nature, AYSE)
        assert not any(piece.exigee for piece in devenir(nature).pieces)
    assert devenir("sans-emploi").pieces[0].titre == "Notification de France Travail"


@given(st.dates(date(2004, 5, 1), date(2027, 2, 24)))
def test_the_dossier_says_the_very_day_that_was_given(depuis: date) -> None:
    passage = devenir("retraite", depuis.strftime("%d/%m/%Y"))
    assert not fautes(passage)
    assert ChangerPersonne("ayşe", "activite_depuis", depuis) in FICHE.effets(passage)
