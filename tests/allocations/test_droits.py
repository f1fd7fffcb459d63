"""Rights: what is open first, and never a suspension without its reason."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from caf_pwa.allocations import prestations, service
from caf_pwa.allocations.modele import EtatDroit
from caf_pwa.comptes.identite import Identite
from caf_pwa.flux.importation import Issue
from tests.fabriques import droit, importer, retrait


def test_open_rights_come_first_then_suspended_then_ended(app: Flask, session: Session, alice: Identite) -> None:
    importer(
        app,
        droit("alice", "clos", prestation="PAJE-AB", etat="clos", motif="Adam a eu 3 ans.", depuis="2020-01-01"),
        droit("alice", "suspendu", prestation="ASF", etat="suspendu", motif="Il manque un acte.", depuis="2021-01-01"),
        droit("alice", "recent", prestation="RSA", depuis="2026-01-01"),
        droit("alice", "ancien", depuis="2022-01-01"),
    )
    lus = service.droits(session, alice.foyer_id)
    assert [lu.prestation for lu in lus] == ["AF", "RSA", "ASF", "PAJE-AB"]
    assert [lu.etat for lu in lus][2:] == [EtatDroit.SUSPENDU, EtatDroit.CLOS]


def test_bob_sees_no_right_of_alice(app: Flask, session: Session, alice: Identite, bob: Identite) -> None:
    importer(app, droit("alice"))
    assert service.droits(session, bob.foyer_id) == []


def test_a_right_says_why_it_changed_and_from_which_amount(app: Flask, session: Session, alice: Identite) -> None:
    changement = {"le": "2026-09-01", "motif": "Vos ressources ont augmenté.", "montant_avant": "742.10"}
    importer(app, droit("alice", prestation="RSA", montant="703.20", changement=changement))
    (lu,) = service.droits(session, alice.foyer_id)
    assert (lu.montant, lu.montant_avant) == (Decimal("703.20"), Decimal("742.10"))
    assert (lu.change_le, lu.motif) == (date(2026, 9, 1), "Vos ressources ont augmenté.")


def test_the_steps_of_a_calculation_are_given_back_to_the_cent(app: Flask, session: Session, alice: Identite) -> None:
    calcul = [
        {"libelle": "Montant pour deux enfants", "montant": "153.01"},
        {"libelle": "Moins la CRDS (0,5 %)", "montant": "-0.76"},
        {"libelle": "Rien d’autre à retirer", "montant": "0.00"},
        {"libelle": "Arrondi au centime"},
    ]
    importer(app, droit("alice", calcul=calcul))
    (lu,) = service.droits(session, alice.foyer_id)
    assert [montant for _, montant in lu.etapes] == [Decimal("153.01"), Decimal("-0.76"), Decimal("0.00"), None]


@pytest.mark.parametrize(
    ("donnees", "champ"),
    [
        ({"etat": "suspendu"}, "donnees.motif"),
        ({"etat": "clos"}, "donnees.motif"),
        ({"etat": "ouverte"}, "donnees.etat"),
        ({"prestation": "ZZZ"}, "donnees.prestation"),
        ({"prestation": "af"}, "donnees.prestation"),
        ({"montant": "-1.00"}, "donnees.montant"),
        ({"montant": "1.005"}, "donnees.montant"),
        ({"depuis": "2026-02-29"}, "donnees.depuis"),
    ],
)
def test_a_right_that_says_too_little_or_nonsense_is_refused_with_the_field(
    app: Flask, alice: Identite, donnees: dict[str, Any], champ: str
) -> None:
    (recue,) = importer(app, droit("alice", **donnees))
    assert recue.issue is Issue.REFUSE
    assert [motif.champ for motif in recue.motifs] == [champ]


def test_a_benefit_of_a_kind_nobody_knows_is_shown_under_the_name_it_came_with(
    app: Flask, session: Session, alice: Identite
) -> None:
    importer(app, droit("alice", prestation="ZZZ", libelle="Aide exceptionnelle de fin d’année"))
    (lu,) = service.droits(session, alice.foyer_id)
    assert prestations.nom(lu.prestation, lu.libelle) == "Aide exceptionnelle de fin d’année"
    assert prestations.aide(lu.prestation) is None


@pytest.mark.parametrize("code", prestations.PRESTATIONS)
def test_every_known_benefit_has_a_name_and_a_sentence_that_explains_it(code: str) -> None:
    assert prestations.nom(code) != code
    assert (prestations.aide(code) or "").endswith(".")


def test_a_right_sent_by_mistake_leaves_the_dossier(app: Flask, session: Session, alice: Identite) -> None:
    importer(app, droit("alice"), retrait("droit", "droit", 2), droit("alice"))
    assert service.droits(session, alice.foyer_id) == []
