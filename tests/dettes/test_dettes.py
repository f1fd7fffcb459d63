"""Debts: what is left to pay back, why, until when one may object, and nothing taken while one does."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.dettes import service
from caf_pwa.dettes.modele import Creance, EtatCreance
from caf_pwa.flux.importation import Issue
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.identifiants import interne
from tests.conftest import AUJOURDHUI
from tests.fabriques import creance, importer

JOURS = st.dates(min_value=date(2019, 1, 1), max_value=date(2100, 12, 31))


def _dette(notifiee_le: date = AUJOURDHUI, etat: EtatCreance = EtatCreance.EN_RECOUVREMENT, **valeurs: Any) -> Creance:
    montants = {"montant": Decimal("540.00"), "rembourse": Decimal("0.00"), "retenue_mensuelle": Decimal("45.00")}
    return Creance(notifiee_le=notifiee_le, etat=etat, **montants | valeurs)


def test_the_debts_still_open_come_oldest_first(app: Flask, session: Session, alice: Identite) -> None:
    importer(
        app,
        creance("alice", "recente", notifiee_le="2026-11-02"),
        creance("alice", "contestee", notifiee_le="2026-10-02", etat="contestee"),
        creance("alice", "soldee", etat="soldee", rembourse="540.00"),
        creance("alice", "annulee", etat="annulee"),
    )
    dettes = service.resumees(session, alice.foyer_id, AUJOURDHUI)
    assert [dette.etat for dette in dettes] == [EtatCreance.CONTESTEE, EtatCreance.EXIGIBLE]
    assert len(service.liste(session, alice.foyer_id, AUJOURDHUI)) == 4


def test_bob_sees_no_debt_of_alice(app: Flask, session: Session, alice: Identite, bob: Identite) -> None:
    importer(app, creance("alice"))
    assert service.liste(session, bob.foyer_id, AUJOURDHUI) == []
    with pytest.raises(Introuvable):
        service.lire(session, bob.foyer_id, interne("creance", "creance"), AUJOURDHUI)


def test_what_is_left_is_told_to_the_cent(app: Flask, session: Session, alice: Identite) -> None:
    importer(app, creance("alice", montant="540.10", rembourse="180.03"))
    (dette,) = service.resumees(session, alice.foyer_id, AUJOURDHUI)
    assert dette.reste == Decimal("360.07")


def test_a_debt_paid_back_leaves_the_list(app: Flask, session: Session, alice: Identite) -> None:
    importer(app, creance("alice"), creance("alice", version=2, etat="soldee", rembourse="540.00"))
    assert service.resumees(session, alice.foyer_id, AUJOURDHUI) == []


@pytest.mark.parametrize("etat", EtatCreance)
def test_nothing_is_recovered_while_a_debt_is_contested_or_a_remission_is_asked(etat: EtatCreance) -> None:
    gelees = {EtatCreance.CONTESTEE, EtatCreance.REMISE_DEMANDEE}
    assert etat.gelee is (etat in gelees)
    dette = service.decrire(_dette(etat=etat), [], AUJOURDHUI)
    assert bool(dette.plan) is (dette.echeances.fin is not None) is not (etat in gelees or etat.close)
    assert etat.libelle


@given(JOURS)
@example(date(2026, 12, 31))
@example(date(2027, 12, 31))
@example(date(2028, 2, 29))
def test_a_person_has_twenty_days_to_ask_for_a_correction_and_two_months_to_appeal(notifiee_le: date) -> None:
    echeances = service.decrire(_dette(notifiee_le), [], AUJOURDHUI).echeances
    assert echeances.rectification == notifiee_le + timedelta(days=20)
    mois = notifiee_le.year * 12 + notifiee_le.month - 1 + 2
    assert (echeances.recours.year, echeances.recours.month - 1) == divmod(mois, 12)
    au_jour_dit = echeances.recours.day == notifiee_le.day
    dernier_du_mois = (echeances.recours + timedelta(days=1)).day == 1
    assert au_jour_dit or (dernier_du_mois and echeances.recours.day < notifiee_le.day)


@pytest.mark.parametrize(
    ("notifiee_le", "recours"),
    [("2026-12-31", "2027-02-28"), ("2027-12-30", "2028-02-29"), ("2026-11-02", "2027-01-02")],
)
def test_two_months_from_the_end_of_december_end_with_february(notifiee_le: str, recours: str) -> None:
    dette = _dette(date.fromisoformat(notifiee_le))
    assert service.decrire(dette, [], AUJOURDHUI).echeances.recours == date.fromisoformat(recours)


@pytest.mark.parametrize(
    ("montant", "retenue", "fin"),
    [
        ("540.00", "45.00", "2027-11-01"),
        ("45.00", "45.00", "2026-12-01"),
        ("45.01", "45.00", "2027-01-01"),
        ("540.00", None, None),
        ("540.00", "0.00", None),
        ("0.00", "45.00", None),
    ],
)
def test_a_person_knows_the_month_of_the_last_deduction(montant: str, retenue: str | None, fin: str | None) -> None:
    dette = _dette(montant=Decimal(montant), retenue_mensuelle=Decimal(retenue) if retenue else None)
    assert service.decrire(dette, [], AUJOURDHUI).echeances.fin == (date.fromisoformat(fin) if fin else None)


@pytest.mark.parametrize(
    ("donnees", "champ"),
    [
        ({"rembourse": "540.01"}, "donnees.rembourse"),
        ({"mois_debut": "2026-06", "mois_fin": "2026-05"}, "donnees.mois_fin"),
        ({"montant": "-1.00"}, "donnees.montant"),
        ({"etat": "oubliee"}, "donnees.etat"),
        ({"motif": ""}, "donnees.motif"),
        ({"calcul": [{"mois": "2026-03", "verse": "700.00", "du": "160.01"}]}, "donnees.calcul"),
        ({"calcul": [{"mois": "2026-02", "verse": "700.00", "du": "160.00"}]}, "donnees.calcul"),
        ({"calcul": [{"mois": "2026-03", "verse": "270.00", "du": "0.00"}] * 2}, "donnees.calcul"),
    ],
)
def test_a_debt_that_cannot_be_is_refused_with_the_field(
    app: Flask, alice: Identite, donnees: dict[str, Any], champ: str
) -> None:
    (recue,) = importer(app, creance("alice", **donnees))
    assert recue.issue is Issue.REFUSE
    assert [motif.champ for motif in recue.motifs] == [champ]
