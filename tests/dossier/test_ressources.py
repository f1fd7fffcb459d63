"""Resources: by year and by person, each figure with its origin, and each person for those who may know."""

from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.dossier import service
from caf_pwa.flux.importation import Issue
from caf_pwa.socle.identifiants import interne
from tests.fabriques import compte, foyer, identite_de, importer, personne, ressources

KARIM, JULIE = personne("karim"), personne("julie", "conjoint")
MENSUELLES = [
    {"libelle": "Montant net social", "montant": "598.12", "origine": "employeur", "mois": 8},
    {"libelle": "Montant net social", "montant": "640.75", "origine": "employeur", "mois": 9},
]


@pytest.fixture
def karim(app: Flask) -> Identite:
    importer(
        app,
        foyer("karim", KARIM, JULIE),
        compte("karim"),
        compte("julie"),
        ressources("karim", "karim", 2023),
        ressources("karim", "karim", 2024),
        ressources("karim", "julie", 2024),
        ressources("karim", "karim", 2026, lignes=MENSUELLES),
    )
    return identite_de(app, "karim")


def test_resources_come_newest_year_first_and_person_by_person(session: Session, karim: Identite) -> None:
    annees = service.ressources(session, karim.foyer_id)
    vu = [(annee.annee, [de.nom for de in annee.personnes]) for annee in annees]
    assert vu == [(2026, ["Karim MOREAU"]), (2024, ["Karim MOREAU", "Julie MOREAU"]), (2023, ["Karim MOREAU"])]


def test_the_figures_of_the_year_and_those_of_a_month_are_told_apart(session: Session, karim: Identite) -> None:
    annees = {annee.annee: annee.personnes[0] for annee in service.ressources(session, karim.foyer_id)}
    assert annees[2024].total_annuel == Decimal("7446.00")
    assert annees[2024].mensuelles == []
    assert [(ligne.mois, ligne.montant) for ligne in annees[2026].mensuelles] == [
        (9, Decimal("640.75")),
        (8, Decimal("598.12")),
    ]


def test_julie_without_authorisation_sees_her_own_resources_alone(
    app: Flask, session: Session, karim: Identite
) -> None:
    julie = identite_de(app, "julie")
    annees = service.ressources(session, julie.foyer_id, julie.personne_id)
    assert [(annee.annee, [de.nom for de in annee.personnes]) for annee in annees] == [(2024, ["Julie MOREAU"])]


def test_a_person_who_left_still_sees_their_own_resources(app: Flask, session: Session, karim: Identite) -> None:
    importer(app, foyer("karim", KARIM, version=2))
    julie = identite_de(app, "julie")
    assert [annee.annee for annee in service.ressources(session, julie.foyer_id, julie.personne_id)] == [2024]


def test_bob_sees_no_resources_of_another_household(session: Session, karim: Identite, bob: Identite) -> None:
    assert service.ressources(session, bob.foyer_id) == []
    assert service.ressources(session, bob.foyer_id, karim.personne_id) == []


def test_the_resources_of_a_person_who_left_are_no_longer_the_household_s(
    app: Flask, session: Session, karim: Identite
) -> None:
    def noms() -> set[str]:
        return {de.nom for annee in service.ressources(session, karim.foyer_id) for de in annee.personnes}

    importer(app, foyer("karim", KARIM, version=2))
    assert noms() == {"Karim MOREAU"}
    importer(app, foyer("julie", personne("julie")))  # she is now in a household of her own
    assert noms() == {"Karim MOREAU"}


def test_a_corrected_statement_replaces_every_line_of_the_former_one(
    app: Flask, session: Session, karim: Identite
) -> None:
    importer(app, ressources("karim", "karim", 2026, lignes=MENSUELLES[:1], version=2))
    (annee,) = [annee for annee in service.ressources(session, karim.foyer_id) if annee.annee == 2026]
    assert [ligne.mois for ligne in annee.personnes[0].mensuelles] == [8]


def test_resources_of_a_person_of_another_household_are_refused(app: Flask, karim: Identite, bob: Identite) -> None:
    (recue,) = importer(app, ressources("bob", "karim", 2022))
    assert recue.issue is Issue.REFUSE
    assert (recue.motifs[0].champ, recue.motifs[0].raison) == (
        "donnees.personne",
        "cette personne n’est pas de ce foyer",
    )


def test_a_person_s_resources_may_be_negative(app: Flask, session: Session, karim: Identite) -> None:
    deficit = [{"libelle": "Revenus fonciers", "montant": "-320.40", "origine": "impots"}]
    importer(app, ressources("karim", "julie", 2022, lignes=deficit))
    (annee,) = [annee for annee in service.ressources(session, karim.foyer_id) if annee.annee == 2022]
    assert annee.personnes[0].total_annuel == Decimal("-320.40")


def test_unknown_people_have_no_resources(session: Session) -> None:
    assert service.ressources(session, interne("foyer", "personne")) == []
