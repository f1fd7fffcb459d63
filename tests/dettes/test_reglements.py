"""Beginning a payment, one at a time for each debt; giving it up; its receipt."""

import secrets
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.dettes import service as dettes
from caf_pwa.dettes.reglements import service, tenue
from caf_pwa.dettes.reglements.guichet import Avis
from caf_pwa.dettes.reglements.modele import Reglement
from caf_pwa.dettes.reglements.moteur import EtatReglement, Nouvelle
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.horloge import PARIS
from caf_pwa.socle.identifiants import interne
from tests.conftest import AUJOURDHUI
from tests.fabriques import creance, importer

MAINTENANT = datetime(2026, 11, 23, 10, 0, tzinfo=PARIS)
DETTE = interne("creance", "creance")
VINGT = Decimal("20.00")


def _commencer(
    session: Session, qui: Identite, montant: str = "20.00", cle: str = "", quand: datetime = MAINTENANT
) -> Reglement:
    return service.commencer(session, qui, DETTE, Decimal(montant), cle or secrets.token_hex(16), quand)


def _payer(session: Session, reglement: Reglement, quand: datetime = MAINTENANT) -> None:
    avis = Avis(reglement.reference, reglement.id, Nouvelle.PAYE, reglement.montant)
    assert tenue.recevoir(session, "lyra", avis, quand)


@pytest.fixture
def dette(app: Flask, alice: Identite) -> None:
    importer(app, creance("alice"))


pytestmark = pytest.mark.usefixtures("dette")


def test_a_payment_has_a_reference_that_names_nobody_and_serves_once(session: Session, alice: Identite) -> None:
    premier = _commencer(session, alice)
    jour, lettres = premier.reference.split("-")
    assert jour == "261123"
    assert len(lettres) == 6
    assert lettres[0].isalpha()
    service.abandonner(session, alice.foyer_id, premier.id, MAINTENANT)
    assert _commencer(session, alice).reference != premier.reference


def test_t24_the_same_key_is_the_same_payment_even_once_it_is_paid(session: Session, alice: Identite) -> None:
    premier = _commencer(session, alice, cle="a" * 32)
    _payer(session, premier)
    assert _commencer(session, alice, cle="a" * 32) is premier


def test_t24_two_tabs_that_pay_the_same_amount_end_in_one_payment(session: Session, alice: Identite) -> None:
    assert _commencer(session, alice) is _commencer(session, alice)


def test_another_amount_waits_until_the_first_payment_is_given_up(session: Session, alice: Identite) -> None:
    premier = _commencer(session, alice)
    with pytest.raises(service.DejaCommence) as refus:
        _commencer(session, alice, "30.00")
    assert refus.value.reglement is premier
    service.abandonner(session, alice.foyer_id, premier.id, MAINTENANT)
    assert _commencer(session, alice, "30.00").montant == Decimal("30.00")


def test_a_payment_left_alone_expires_and_counts_all_the_same_when_its_money_comes(
    session: Session, alice: Identite
) -> None:
    premier, plus_tard = _commencer(session, alice), MAINTENANT + timedelta(minutes=30)
    assert premier.etat_a(plus_tard - timedelta(seconds=1)) is EtatReglement.COMMENCE
    assert premier.etat_a(plus_tard) is EtatReglement.EXPIRE
    second = _commencer(session, alice, "540.00", quand=plus_tard)
    session.refresh(premier)
    assert premier.etat is EtatReglement.EXPIRE
    _payer(session, second, plus_tard)
    _payer(session, premier, plus_tard)
    assert (premier.etat, premier.argent.a_rendre) == (EtatReglement.PAYE, VINGT)
    assert dettes.resumees(session, alice.foyer_id, AUJOURDHUI) == []


@pytest.mark.parametrize("montant", ["0.00", "-1.00", "540.01", "1E9"])
def test_t25_what_is_not_owed_cannot_be_paid(session: Session, alice: Identite, montant: str) -> None:
    with pytest.raises(service.MontantRefuse):
        _commencer(session, alice, montant)


@pytest.mark.parametrize("etat", ["soldee", "annulee"])
def test_t25_a_closed_debt_is_not_paid(app: Flask, session: Session, alice: Identite, etat: str) -> None:
    importer(app, creance("alice", version=2, etat=etat))
    with pytest.raises(service.MontantRefuse):
        _commencer(session, alice, "1.00")


def test_t25_bob_neither_pays_nor_reads_nor_gives_up_for_alice(
    session: Session, alice: Identite, bob: Identite
) -> None:
    reglement = _commencer(session, alice)
    with pytest.raises(Introuvable):
        _commencer(session, bob)
    with pytest.raises(Introuvable):
        service.abandonner(session, bob.foyer_id, reglement.id, MAINTENANT)
    _payer(session, reglement)
    with pytest.raises(Introuvable):
        service.recu(session, bob.foyer_id, reglement.id)
    assert service.payes(session, bob.foyer_id) == []


@pytest.mark.parametrize("cle", ["", "z" * 32, "a" * 31, "a" * 33])
def test_a_key_of_another_form_is_refused(session: Session, alice: Identite, cle: str) -> None:
    with pytest.raises(Introuvable):
        service.commencer(session, alice, DETTE, VINGT, cle, MAINTENANT)


def test_a_receipt_says_what_was_paid_when_and_what_was_left_then(session: Session, alice: Identite) -> None:
    premier = _commencer(session, alice)
    with pytest.raises(Introuvable):
        service.recu(session, alice.foyer_id, premier.id)
    _payer(session, premier)
    _payer(session, _commencer(session, alice, "100.00"))
    recu = service.recu(session, alice.foyer_id, premier.id)
    assert (recu.numero, recu.reference) == (premier.reference, "INK 001 2026")
    assert (recu.montant, recu.reste_apres, recu.paye_le) == (VINGT, Decimal("520.00"), MAINTENANT)
    assert len(service.payes(session, alice.foyer_id)) == 2


def test_giving_up_a_payment_that_was_made_changes_nothing(session: Session, alice: Identite) -> None:
    reglement = _commencer(session, alice)
    _payer(session, reglement)
    assert service.abandonner(session, alice.foyer_id, reglement.id, MAINTENANT).etat is EtatReglement.PAYE
