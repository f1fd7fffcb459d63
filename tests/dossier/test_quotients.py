"""The quotient familial: 24 months of it, and absent with its reason where it cannot be computed. Never 0."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.dossier import service
from caf_pwa.dossier.modele import QuotientFamilial
from caf_pwa.flux.importation import Issue
from caf_pwa.socle.horloge import mois_avant
from tests.conftest import AUJOURDHUI
from tests.fabriques import importer, quotient

RAISON = "Vos ressources d’il y a deux ans ne nous sont pas connues."


def _lire(session: Session, identite: Identite, jour: date = AUJOURDHUI) -> list[QuotientFamilial]:
    return service.quotients(session, identite.foyer_id, jour)


def test_a_quotient_that_cannot_be_computed_is_absent_and_says_why(
    app: Flask, session: Session, alice: Identite
) -> None:
    importer(app, quotient("alice", valeur=None, motif=RAISON))
    (lu,) = _lire(session, alice)
    assert lu.valeur is None
    assert lu.motif == RAISON


def test_a_quotient_of_zero_is_a_quotient(app: Flask, session: Session, alice: Identite) -> None:
    importer(app, quotient("alice", valeur=0))
    assert _lire(session, alice)[0].valeur == 0


@pytest.mark.parametrize(
    "donnees",
    [{"valeur": None}, {"valeur": -1}, {"valeur": "0"}, {"valeur": 12.5}, {"mois": "2026-13"}, {"mois": "11/2026"}],
)
def test_a_quotient_that_says_nothing_sure_is_refused(app: Flask, alice: Identite, donnees: dict[str, Any]) -> None:
    (recue,) = importer(app, quotient("alice", **donnees))
    assert recue.issue is Issue.REFUSE


def test_what_a_quotient_was_computed_from_is_kept_to_the_cent(app: Flask, session: Session, alice: Identite) -> None:
    base = {"ressources": "2300.00", "prestations": "332.25", "parts": "3.5"}
    importer(app, quotient("alice", calcule_en="2026-10", fournisseur="CNAF", base=base))
    (lu,) = _lire(session, alice)
    assert (lu.ressources, lu.prestations, lu.parts) == (Decimal("2300.00"), Decimal("332.25"), Decimal("3.5"))
    assert (lu.mois, lu.calcule_en) == (date(2026, 11, 1), date(2026, 10, 1))


def test_twenty_four_months_are_shown_newest_first(app: Flask, session: Session, alice: Identite) -> None:
    mois = [mois_avant(AUJOURDHUI, rang) for rang in range(30)]
    importer(app, *(quotient("alice", f"{un_mois:%Y-%m}", valeur=un_mois.year) for un_mois in mois))
    assert [lu.mois for lu in _lire(session, alice)] == mois[:24]


def test_a_household_known_from_elsewhere_keeps_its_last_quotient(
    app: Flask, session: Session, alice: Identite
) -> None:
    importer(app, quotient("alice", "2021-06"), quotient("alice", "2021-05"))
    assert [lu.mois for lu in _lire(session, alice)] == [date(2021, 6, 1)]


def test_bob_sees_no_quotient_of_alice(app: Flask, session: Session, alice: Identite, bob: Identite) -> None:
    importer(app, quotient("alice"))
    assert _lire(session, bob) == []
