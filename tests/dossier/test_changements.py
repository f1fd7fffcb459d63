"""Accepted answers change the dossier: each value once, told as it was and as it is, and nothing of another dossier."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.dossier import service
from caf_pwa.dossier.changements import Cause, appliquer, changement, contester, recents
from caf_pwa.dossier.chantier import ResponsableSort
from caf_pwa.dossier.effets import (
    AjouterPersonne,
    ChangerFoyer,
    ChangerPersonne,
    DeclarerRessource,
    Effet,
    SortirPersonne,
)
from caf_pwa.dossier.modele import Changement, Foyer, Personne, Ressource, Role
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.horloge import PARIS
from caf_pwa.socle.identifiants import interne
from tests.conftest import AUJOURDHUI
from tests.fabriques import autorisation, compte, foyer, identite_de, importer, personne, ressources

MATIN = datetime(2026, 11, 23, 9, 5, tzinfo=PARIS)
CAUSE = Cause("d" * 32, "Changement de coordonnées", "Karim", interne("personne", "karim"))
IBAN = "FR7600000000000000000004477"
ADRESSE = {"voie": "27 cours de la Liberté", "code_postal_ville": "69003 LYON"}
MEMBRES = (personne("karim"), personne("julie", "conjoint"), personne("hugo", "enfant"))
JULIE, HUGO = interne("personne", "julie"), interne("personne", "hugo")


@pytest.fixture
def karim(app: Flask) -> Identite:
    importer(app, foyer("karim", *MEMBRES, situation={"nature": "Mariés"}), compte("karim"), compte("julie"))
    return identite_de(app, "karim")


def _appliquer(session: Session, qui: Identite, *effets: Effet, cause: Cause = CAUSE) -> list[tuple[Any, ...]]:
    """(rubric, before, after) of each change."""
    faits = appliquer(session, qui.foyer_id, effets, cause, MATIN)
    return [(fait.rubrique, fait.avant, fait.apres) for fait in faits]


def _version(session: Session, qui: Identite) -> int:
    return session.execute(select(Foyer.version).where(Foyer.id == qui.foyer_id)).scalar_one()


def test_a_value_changes_and_both_are_told_as_people_read_them(session: Session, karim: Identite) -> None:
    avant = _version(session, karim)
    faits = _appliquer(
        session,
        karim,
        ChangerFoyer("situation", "Divorcés"),
        ChangerFoyer("situation_depuis", date(2026, 11, 1)),
        ChangerFoyer("adresse", ADRESSE | {"complement": "  "}),
        ChangerFoyer("compte_bancaire", IBAN),
        ChangerPersonne(JULIE, "telephone", " 06 00 00 00 13 "),
        ChangerPersonne(JULIE, "activite_depuis", date(2026, 9, 2)),
    )
    assert faits == [
        ("Situation familiale", "Mariés", "Divorcés"),
        ("Situation familiale depuis", None, "1er novembre 2026"),
        ("Adresse", None, "27 cours de la Liberté, 69003 LYON"),
        ("Compte bancaire", None, "FR76 •••• 4477"),
        ("Téléphone", None, "06 00 00 00 13"),
        ("Situation professionnelle depuis", None, "2 septembre 2026"),
    ]
    assert _version(session, karim) == avant + 1
    lu = service.foyer(session, karim.foyer_id)
    assert (lu.situation, lu.adresse, lu.compte_bancaire) == ("Divorcés", ADRESSE, "FR76 •••• 4477")
    assert service.personne(session, karim.foyer_id, JULIE).telephone == "06 00 00 00 13"


def test_a_whole_bank_account_is_kept_nowhere(session: Session, karim: Identite) -> None:
    _appliquer(session, karim, ChangerFoyer("compte_bancaire", IBAN))
    (fait,) = session.scalars(select(Changement))
    assert IBAN not in repr([vars(fait), vars(session.get_one(Foyer, karim.foyer_id))])
    assert _appliquer(session, karim, ChangerFoyer("compte_bancaire", IBAN)) == []


def test_what_was_so_already_is_not_told_and_moves_no_version(session: Session, karim: Identite) -> None:
    avant = _version(session, karim)
    assert _appliquer(session, karim, ChangerFoyer("situation", "Mariés"), ChangerFoyer("adresse", {})) == []
    assert _version(session, karim) == avant


def test_a_change_says_why_by_whom_and_when(session: Session, karim: Identite) -> None:
    (fait,) = appliquer(session, karim.foyer_id, [ChangerPersonne(JULIE, "nom_usage", "BENALI")], CAUSE, MATIN)
    assert (fait.personne_id, fait.cause_id, fait.cause_titre, fait.auteur, fait.a, fait.conteste_le) == (
        JULIE,
        CAUSE.demarche_id,
        CAUSE.titre,
        "Karim",
        MATIN,
        None,
    )


def test_a_person_joins_the_household_after_the_others(session: Session, karim: Identite) -> None:
    bebe = AjouterPersonne(Role.ENFANT, "Nour", "BENALI", "2026-11-20", "F", "Lyon (69)")
    assert _appliquer(session, karim, bebe) == [("Personne du dossier", None, "Nour BENALI")]
    session.expire_all()
    assert [une.appellation for une in service.foyer(session, karim.foyer_id).personnes][-1] == "Nour"


def test_a_person_leaves_once(session: Session, karim: Identite) -> None:
    attendu = [("Personne du dossier", "Julie MOREAU", None)]
    assert _appliquer(session, karim, SortirPersonne(JULIE), SortirPersonne(JULIE)) == attendu
    assert session.get_one(Personne, JULIE).sortie


def test_the_responsible_person_leaves_no_dossier(session: Session, karim: Identite) -> None:
    with pytest.raises(ResponsableSort):
        _appliquer(session, karim, ChangerFoyer("situation", "Séparés"), SortirPersonne(karim.personne_id))
    assert session.get_one(Foyer, karim.foyer_id).situation == "Mariés"


def test_a_figure_declared_replaces_the_one_declared_before_and_no_other(
    app: Flask, session: Session, karim: Identite
) -> None:
    lignes = [
        {"libelle": "Salaires", "montant": "9000.00", "origine": "impots"},
        {"libelle": "Salaires", "montant": "100.00", "origine": "vous", "mois": 9},
    ]
    importer(app, ressources("karim", "julie", 2026, lignes=lignes))

    def declarer(montant: str, mois: int | None = 10) -> list[tuple[Any, ...]]:
        return _appliquer(session, karim, DeclarerRessource(JULIE, 2026, mois, "Salaires", Decimal(montant)))

    def euros(texte: str) -> str:
        return texte.replace(" €", "\xa0€")

    assert declarer("600.50") == [("Salaires, octobre 2026", None, euros("600,50 €"))]
    assert declarer("600.50") == []
    assert declarer("700.00") == [("Salaires, octobre 2026", euros("600,50 €"), euros("700,00 €"))]
    assert declarer("120.00", 9) == [("Salaires, septembre 2026", euros("100,00 €"), euros("120,00 €"))]
    assert declarer("0.00", None) == [("Salaires, année 2026", None, euros("0,00 €"))]
    figures = session.execute(select(Ressource.mois, Ressource.montant, Ressource.origine)).all()
    assert sorted(map(repr, figures)) == sorted(
        map(
            repr,
            [
                (None, Decimal("9000.00"), "impots"),
                (9, Decimal("120.00"), "vous"),
                (10, Decimal("700.00"), "vous"),
                (None, Decimal("0.00"), "vous"),
            ],
        )
    )


@pytest.mark.parametrize(
    "effet",
    [
        ChangerPersonne(interne("personne", "bob"), "telephone", "x"),
        SortirPersonne(interne("personne", "bob")),
        DeclarerRessource("0" * 32, 2026, 1, "Salaires", Decimal(1)),
    ],
)
def test_an_effect_on_somebody_of_another_household_changes_nothing(
    session: Session, karim: Identite, bob: Identite, effet: Effet
) -> None:
    avant = _version(session, karim)
    with pytest.raises(Introuvable):
        _appliquer(session, karim, ChangerFoyer("situation", "Séparés"), effet)
    session.commit()
    session.expire_all()
    assert session.get_one(Foyer, karim.foyer_id).situation == "Mariés"
    assert session.get_one(Personne, bob.personne_id).telephone is None
    assert _version(session, karim) == avant
    assert session.scalars(select(Changement)).all() == []


def test_an_unknown_household_is_changed_by_nothing(session: Session) -> None:
    with pytest.raises(Introuvable):
        appliquer(session, "0" * 32, [ChangerFoyer("situation", "Mariés")], CAUSE, MATIN)


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [("version", "9"), ("numero_allocataire", "1"), ("situation_depuis", "2026-01-01"), ("adresse", "ici")],
)
def test_an_effect_that_makes_no_sense_cannot_even_be_written(champ: Any, valeur: Any) -> None:
    with pytest.raises(ValueError, match=champ):
        ChangerFoyer(champ, valeur)


def test_other_effects_that_make_no_sense_are_refused_too() -> None:
    with pytest.raises(ValueError, match="ADRESSE"):
        ChangerFoyer("adresse", {"rue": "x"})
    with pytest.raises(ValueError, match="responsible"):
        AjouterPersonne(Role.RESPONSABLE, "Nour", "BENALI", "2026-11-20")
    with pytest.raises(ValueError, match=r".*"):
        AjouterPersonne(Role.ENFANT, "Nour", "BENALI", "hier")


def test_a_later_record_of_the_feed_still_replaces_the_value(app: Flask, session: Session, karim: Identite) -> None:
    _appliquer(session, karim, ChangerFoyer("situation", "Divorcés"))
    session.commit()
    importer(app, foyer("karim", *MEMBRES, situation={"nature": "Pacsés"}, version=2))
    session.expire_all()
    assert session.get_one(Foyer, karim.foyer_id).situation == "Pacsés"


TEXTES = st.sampled_from(["", "A", "B", " B "])
EFFETS = st.one_of(
    st.builds(ChangerFoyer, st.sampled_from(["situation", "titulaire_du_compte"]), st.none() | TEXTES),
    st.builds(ChangerFoyer, st.just("situation_depuis"), st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 3))),
    st.builds(ChangerFoyer, st.just("adresse"), st.dictionaries(st.sampled_from(["voie", "pays"]), TEXTES)),
    st.builds(
        ChangerPersonne,
        st.sampled_from([JULIE, HUGO]),
        st.sampled_from(["employeur", "telephone", "nom_usage"]),
        st.none() | TEXTES,
    ),
    st.builds(
        DeclarerRessource,
        st.just(JULIE),
        st.just(2026),
        st.sampled_from([None, 1]),
        st.just("Salaires"),
        st.decimals(0, 3, places=2),
    ),
    st.builds(SortirPersonne, st.just(HUGO)),
)
CHAMPS = {"Situation familiale": "situation", "Titulaire du compte": "titulaire_du_compte"}
CHAMPS_DE_PERSONNE = {"Employeur": "employeur", "Téléphone": "telephone"}


@settings(max_examples=40)
@given(st.lists(st.lists(EFFETS, max_size=6), max_size=4))
def test_whatever_is_applied_the_changes_chain_and_the_dossier_is_what_the_last_one_says(
    session: Session, karim: Identite, demandes: list[list[Effet]]
) -> None:
    _remettre_a_neuf(session, karim)
    faits = [fait for effets in demandes for fait in appliquer(session, karim.foyer_id, effets, CAUSE, MATIN)]
    session.commit()
    session.expire_all()
    dernier: dict[tuple[str | None, str], str | None] = {}
    for fait in faits:
        assert fait.avant != fait.apres
        cle = (fait.personne_id, fait.rubrique)
        assert fait.avant == dernier.get(cle, fait.avant)
        dernier[cle] = fait.apres
    dossier = session.get_one(Foyer, karim.foyer_id)
    for (personne_id, rubrique), apres in dernier.items():
        if rubrique in CHAMPS:
            assert getattr(dossier, CHAMPS[rubrique]) == apres
        if rubrique in CHAMPS_DE_PERSONNE:
            assert getattr(session.get_one(Personne, personne_id), CHAMPS_DE_PERSONNE[rubrique]) == apres
        if rubrique == "Adresse":
            assert ", ".join((dossier.adresse or {}).values()) == (apres or "")
    assert session.get_one(Personne, HUGO).sortie is ((HUGO, "Personne du dossier") in dernier)
    assert session.scalar(select(func.count()).select_from(Changement)) == len(faits)


def _remettre_a_neuf(session: Session, karim: Identite) -> None:
    session.rollback()
    for table in (Changement, Ressource):
        session.execute(delete(table))
    session.execute(
        update(Foyer)
        .where(Foyer.id == karim.foyer_id)
        .values(situation="Mariés", situation_depuis=None, adresse=None, titulaire_du_compte=None)
    )
    session.execute(update(Personne).values(sortie=False, employeur=None, telephone=None, nom_usage=None))
    session.commit()
    session.expire_all()


def _rubriques(session: Session, qui: Identite) -> list[str]:
    return [lu.changement.rubrique for lu in recents(session, qui, AUJOURDHUI)]


def test_the_last_changes_are_shown_newest_first_twenty_at_most_of_twelve_months(
    session: Session, karim: Identite
) -> None:
    for rang in range(25):
        effet = ChangerFoyer("titulaire_du_compte", f"T{rang}")
        appliquer(session, karim.foyer_id, [effet], CAUSE, MATIN - timedelta(days=rang))
    appliquer(session, karim.foyer_id, [ChangerFoyer("situation", "Veuf")], CAUSE, MATIN - timedelta(days=400))
    montres = recents(session, karim, AUJOURDHUI)
    assert [lu.changement.apres for lu in montres] == [f"T{rang}" for rang in range(20)]
    session.execute(delete(Changement).where(Changement.apres.startswith("T")))
    assert recents(session, karim, AUJOURDHUI) == []


def test_whoever_manages_the_dossier_reads_the_household_s_but_no_one_s_work_or_telephone(
    app: Flask, session: Session, karim: Identite
) -> None:
    cause = Cause("e" * 32, "Ma démarche", "Julie", JULIE)
    effets: list[Effet] = [
        ChangerFoyer("adresse", ADRESSE),
        ChangerPersonne(JULIE, "telephone", "06 00 00 00 13"),
        ChangerPersonne(JULIE, "nom_usage", "BENALI"),
        ChangerPersonne(HUGO, "nom_usage", "BENALI"),
    ]
    appliquer(session, karim.foyer_id, effets, cause, MATIN)
    session.commit()
    assert _rubriques(session, karim) == ["Adresse", "Nom d’usage", "Nom d’usage"]
    assert [lu.prenom for lu in recents(session, karim, AUJOURDHUI)] == [None, "Julie", "Hugo"]
    assert _rubriques(session, identite_de(app, "julie")) == ["Adresse", "Téléphone", "Nom d’usage", "Nom d’usage"]


def test_somebody_without_authorisation_reads_what_names_them(app: Flask, session: Session, karim: Identite) -> None:
    effets: list[Effet] = [ChangerFoyer("adresse", ADRESSE), ChangerPersonne(JULIE, "nom_usage", "BENALI")]
    appliquer(session, karim.foyer_id, effets, CAUSE, MATIN)
    session.commit()
    assert _rubriques(session, identite_de(app, "julie")) == ["Nom d’usage"]


def test_a_confidential_change_is_for_who_asked_for_it_whomever_it_is_about(
    app: Flask, session: Session, karim: Identite
) -> None:
    importer(app, autorisation("karim", "julie"))
    cause = Cause("e" * 32, "Ma démarche", "Julie", JULIE, confidentielle=True)
    effets: list[Effet] = [ChangerFoyer("situation", "Séparés"), ChangerPersonne(karim.personne_id, "nom_usage", "X")]
    (fait, _) = appliquer(session, karim.foyer_id, effets, cause, MATIN)
    session.commit()
    assert _rubriques(session, identite_de(app, "julie")) == ["Situation familiale", "Nom d’usage"]
    assert _rubriques(session, karim) == []
    with pytest.raises(Introuvable):
        changement(session, karim, fait.id)


def test_what_changes_for_one_who_has_left_is_theirs_alone(app: Flask, session: Session, karim: Identite) -> None:
    julie = identite_de(app, "julie")
    cause = Cause("e" * 32, "Ma démarche", "Julie", JULIE)
    effets: list[Effet] = [SortirPersonne(JULIE), ChangerPersonne(JULIE, "nom_usage", "MOREAU-DIT-LE-BEL")]
    appliquer(session, karim.foyer_id, effets, cause, MATIN)
    session.commit()
    assert _rubriques(session, karim) == ["Personne du dossier"]
    assert _rubriques(session, julie) == ["Personne du dossier", "Nom d’usage"]


def test_a_stranger_reads_no_change(session: Session, karim: Identite, bob: Identite) -> None:
    (fait,) = appliquer(session, karim.foyer_id, [ChangerFoyer("adresse", ADRESSE)], CAUSE, MATIN)
    assert recents(session, bob, AUJOURDHUI) == []
    with pytest.raises(Introuvable):
        changement(session, bob, fait.id)


def test_a_change_is_contested_once(session: Session, karim: Identite) -> None:
    (fait,) = appliquer(session, karim.foyer_id, [ChangerFoyer("adresse", ADRESSE)], CAUSE, MATIN)
    avant = _version(session, karim)
    assert contester(session, fait, MATIN)
    assert not contester(session, fait, MATIN + timedelta(days=1))
    assert changement(session, karim, fait.id).conteste_le == AUJOURDHUI
    assert _version(session, karim) == avant + 1
