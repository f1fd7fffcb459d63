"""Children who come, go, grow up: on the very birthday, and with what the dossier keeps of it."""

from datetime import date, timedelta

import pytest

from caf_pwa.demarches.catalogue.enfants_et_personnes_a_charge import ARRIVEES, CHANGEMENTS, FICHE
from caf_pwa.demarches.questions.enfance import ce_que_l_age_change
from caf_pwa.dossier.effets import AjouterPersonne, ChangerPersonne, SortirPersonne
from caf_pwa.dossier.modele import Role
from tests.demarches.catalogue.fabrique import (
    AUJOURDHUI,
    des_registres,
    enfant,
    fautes,
    page,
    personne,
    repondre,
    situation,
)

HUGO = enfant("Hugo", "2010-03-04", sexe="M")
ZOE = {"prenoms": "Zoé", "nom": "N’Guyễn", "naissance": "2020-02-29", "sexe": "F", "arrivee": "2026-11-01"}
FAMILLE = situation(enfants=[HUGO])
QUI = {"qui": "hugo", "jour": "2026-11-02"}


def _anniversaire(ans: int) -> date:
    return AUJOURDHUI.replace(year=AUJOURDHUI.year - ans)


def _arrivee(genre: str, **autres: str) -> dict[str, list[str]]:
    return fautes(repondre(FICHE, FAMILLE, evenement={"genre": genre}, arrivee={**ZOE, **autres}))


@pytest.mark.parametrize(
    ("genre", "role", "exigees"),
    [
        ("adoption", Role.ENFANT, [True]),
        ("conjoint", Role.ENFANT, []),
        ("confie", Role.ENFANT, [True]),
        ("retour", Role.ENFANT, []),
        ("personne", Role.AUTRE, []),
    ],
)
def test_whoever_arrives_enters_the_dossier(genre: str, role: Role, exigees: list[bool]) -> None:
    passage = repondre(FICHE, FAMILLE, evenement={"genre": genre}, arrivee=ZOE)
    assert (passage.a_repondre(), passage.a_revoir()) == (None, [])
    assert des_registres(FICHE.effets(passage)) == [AjouterPersonne(role, "Zoé", "N’Guyễn", "2020-02-29", "F")]
    assert [piece.exigee for piece in passage.pieces] == exigees


def test_a_birth_is_declared_in_its_own_place() -> None:
    passage = repondre(FICHE, FAMILLE, evenement={"genre": "naissance"})
    assert "Déclarer une naissance" in fautes(passage)["genre"][0]


@pytest.mark.parametrize(("genre", "limite"), [("adoption", 20), ("conjoint", 25), ("confie", 25), ("retour", 25)])
def test_a_child_is_one_until_the_eve_of_that_birthday(genre: str, limite: int) -> None:
    jour_meme = _anniversaire(limite)
    assert _arrivee(genre, naissance=jour_meme.isoformat())["naissance"]
    assert not _arrivee(genre, naissance=(jour_meme + timedelta(days=1)).isoformat())


def test_another_dependant_has_any_age() -> None:
    assert not _arrivee("personne", naissance="1931-05-06")


def test_nobody_arrives_before_they_are_born_nor_tomorrow() -> None:
    assert not _arrivee("retour", arrivee="2020-02-29")
    assert "avant la naissance" in _arrivee("retour", arrivee="2020-02-28")["arrivee"][0]
    assert "trop loin" in _arrivee("retour", arrivee=(AUJOURDHUI + timedelta(days=1)).isoformat())["arrivee"][0]


def test_a_child_of_the_dossier_does_not_arrive_again() -> None:
    assert "déjà dans votre dossier" in _arrivee("retour", prenoms="hugo", naissance="2010-03-04")["prenoms"][0]


@pytest.mark.parametrize(("ecart", "demande"), [(0, True), (1, False)])
def test_from_sixteen_on_one_says_what_they_do(ecart: int, demande: bool) -> None:
    naissance = (_anniversaire(16) + timedelta(days=ecart)).isoformat()
    passage = repondre(FICHE, FAMILLE, evenement={"genre": "retour"}, arrivee={**ZOE, "naissance": naissance})
    assert ("occupation" in [point.etape.nom for point in passage.points]) is demande


def test_a_pupil_may_add_their_certificate() -> None:
    passage = repondre(
        FICHE,
        FAMILLE,
        evenement={"genre": "retour"},
        arrivee={**ZOE, "naissance": "2009-05-06"},
        occupation={"nature": "etudes", "salaire": "0"},
    )
    assert [(piece.nom, piece.exigee) for piece in passage.pieces] == [("scolarite", False)]


@pytest.mark.parametrize(
    ("motif", "sort"), [("seul", True), ("parent", True), ("confie", True), ("autre", True), ("loge", False)]
)
def test_whoever_leaves_goes_out_of_the_dossier_unless_they_only_study_elsewhere(motif: str, sort: bool) -> None:
    passage = repondre(FICHE, FAMILLE, evenement={"genre": "depart"}, connu=QUI, depart={"motif": motif})
    assert (passage.a_repondre(), passage.a_revoir()) == (None, [])
    assert des_registres(FICHE.effets(passage)) == ([SortirPersonne("hugo")] if sort else [])


def test_one_is_told_that_a_dossier_of_one_s_own_leaves_that_of_the_parents() -> None:
    passage = repondre(FICHE, FAMILLE, evenement={"genre": "depart"}, connu=QUI)
    assert "son propre dossier" in page(passage, "depart").motif.description


def test_whoever_starts_to_work_changes_activity() -> None:
    passage = repondre(
        FICHE,
        FAMILLE,
        evenement={"genre": "fin-etudes"},
        connu=QUI,
        occupation={"nature": "travail", "salaire": "1 144,22"},
    )
    assert (passage.a_repondre(), passage.a_revoir()) == (None, [])
    assert des_registres(FICHE.effets(passage)) == [
        ChangerPersonne("hugo", "activite", "Salarié"),
        ChangerPersonne("hugo", "activite_depuis", date(2026, 11, 2)),
    ]


def test_the_pay_above_which_a_child_no_longer_counts_is_said() -> None:
    passage = repondre(FICHE, FAMILLE, evenement={"genre": "fin-etudes"}, connu=QUI)
    occupation = page(passage, "occupation")
    assert "1 144,21" in occupation.salaire.description.replace("\u202f", " ")
    assert "À 16 ans" in occupation.nature.description


def test_a_shared_residence_asks_how_to_share_and_for_how_long() -> None:
    passage = repondre(FICHE, FAMILLE, evenement={"genre": "alternee"}, connu=QUI)
    assert "12 mois" in page(passage, "alternance").partage.description
    dit = {"partage": "partage", "parent": "Inès O’Brien"}
    passage = repondre(FICHE, FAMILLE, evenement={"genre": "alternee"}, connu=QUI, alternance=dit)
    assert (passage.a_repondre(), passage.a_revoir()) == (None, [])
    assert des_registres(FICHE.effets(passage)) == []
    assert [piece.exigee for piece in passage.pieces] == [False]


def test_a_death_asks_for_a_name_and_a_day_and_requires_no_paper() -> None:
    passage = repondre(FICHE, FAMILLE, evenement={"genre": "deces"}, connu=QUI, deces={})
    assert (passage.a_repondre(), passage.a_revoir()) == (None, [])
    assert "condoléances" in page(passage, "deces").mot.description
    assert des_registres(FICHE.effets(passage)) == [SortirPersonne("hugo")]
    assert not any(piece.exigee for piece in passage.pieces)


@pytest.mark.parametrize(("jour", "juste"), [("2010-03-04", True), ("2010-03-03", False), ("2026-11-25", False)])
def test_nothing_changes_for_a_child_before_they_are_born_nor_tomorrow(jour: str, juste: bool) -> None:
    passage = repondre(FICHE, FAMILLE, evenement={"genre": "depart"}, connu={**QUI, "jour": jour})
    assert bool(fautes(passage)) is not juste


def test_without_a_child_in_the_dossier_one_only_arrives() -> None:
    assert dict(page(repondre(FICHE, situation()), "evenement").genre.choices) == ARRIVEES
    assert dict(page(repondre(FICHE, FAMILLE), "evenement").genre.choices) == ARRIVEES | CHANGEMENTS


@pytest.mark.parametrize(
    ("ans", "compte", "plus"),
    [
        (2, "jeune enfant", "ne compte plus"),
        (3, "allocations familiales", "jeune enfant"),
        (5, "commence à 6 ans", "ne compte plus"),
        (6, "allocations familiales", "commence à"),
        (19, "allocations familiales", "jeune enfant"),
        (20, "complément familial", "allocations familiales"),
        (21, "le RSA, jusqu’à 25 ans", "complément familial"),
        (24, "le RSA", "complément familial"),
        (25, "ne compte plus", "RSA"),
    ],
)
def test_what_each_birthday_changes_is_said(ans: int, compte: str, plus: str) -> None:
    phrase = ce_que_l_age_change(ans, AUJOURDHUI)
    assert compte in phrase
    assert plus not in phrase


def test_whoever_does_not_manage_the_dossier_is_sent_to_the_one_who_does() -> None:
    assert "3230" in (FICHE.fermee(situation(moi=personne("Julie", Role.CONJOINT), gere=False)) or "")
    assert FICHE.fermee(FAMILLE) is None
