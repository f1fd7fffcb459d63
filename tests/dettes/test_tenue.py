"""Keeping the account on real databases: notices in any order, the feed anew at any time, many at once."""

import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.alertes import service as alertes
from caf_pwa.comptes import traces
from caf_pwa.comptes.identite import Identite
from caf_pwa.dettes import service as dettes
from caf_pwa.dettes.reglements import tenue
from caf_pwa.dettes.reglements.guichet import Avis, AvisRefuse
from caf_pwa.dettes.reglements.moteur import EtatReglement, Nouvelle
from caf_pwa.dossier.modele import Foyer
from caf_pwa.flux.importation import Issue
from tests.conftest import AUJOURDHUI
from tests.dettes.maison import FAITS, MAINTENANT, MONTANT, VINGT, Histoire, Maison

COURSES = int(os.environ.get("CAF_COURSES", "2"))  # a long run: CAF_COURSES=500
EXEMPLES = 25


@pytest.fixture
def maison(app: Flask, alice: Identite) -> Maison:
    return Maison(app, alice)


@settings(max_examples=EXEMPLES)
@given(faits=st.lists(FAITS, max_size=10))
def test_t24_t26_on_the_databases_too_no_cent_is_made_or_lost(
    app: Flask, alice: Identite, faits: list[tuple[Any, ...]]
) -> None:
    histoire = Histoire(Maison(app, alice))
    for quoi, *avec in faits:
        getattr(histoire, quoi)(*avec)
        histoire.maison.verifier()


def test_a_payment_told_twice_and_captured_after_is_credited_once(maison: Maison) -> None:
    reglement = maison.commencer(VINGT)
    assert maison.avis(reglement, Nouvelle.PAYE, "t1")
    assert not maison.avis(reglement, Nouvelle.PAYE, "t1")
    assert maison.dette.reste == Decimal("520.00")


def test_the_person_is_told_at_once_and_whoever_manages_the_dossier_may_read_it(
    session: Session, maison: Maison
) -> None:
    avant = session.scalar(select(Foyer.version))
    maison.avis(maison.commencer(MONTANT), Nouvelle.PAYE, "t1")
    session.rollback()
    (alerte,) = alertes.recues(session, maison.alice)  # that of the debt has nothing left to ask for
    assert (alerte.titre, alerte.texte) == (
        "Remboursement reçu",
        "540,00\u00a0€ reçus. Reste à rembourser\u00a0: 0,00\u00a0€.",
    )
    (trace,) = traces.historique(session, maison.alice, AUJOURDHUI)
    assert (trace.auteur, trace.texte) == ("Vous", "Remboursement en ligne reçu\u00a0: 540,00\u00a0€")
    assert (session.scalar(select(Foyer.version)) or 0) > (avant or 0)


def test_the_alert_of_a_debt_says_what_is_left_of_it(session: Session, maison: Maison) -> None:
    reglement = maison.commencer(MONTANT)
    maison.avis(reglement, Nouvelle.PAYE, "t1")
    maison.avis(reglement, Nouvelle.RENDU, "r1", VINGT)
    dites = {alerte.titre: alerte.texte for alerte in alertes.recues(session, maison.alice)}
    assert dites["Dette notifiée"].startswith("20,00\u00a0€ à rembourser")


def test_what_is_left_and_the_last_deduction_follow_the_payment(session: Session, maison: Maison) -> None:
    maison.flux(retenue_mensuelle="45.00", etat="en_recouvrement")
    maison.avis(maison.commencer(Decimal("495.00")), Nouvelle.PAYE, "t1")
    (resume,) = dettes.resumees(session, maison.alice.foyer_id, AUJOURDHUI)
    assert resume.reste == Decimal("45.00")
    (dette,) = dettes.liste(session, maison.alice.foyer_id, AUJOURDHUI)
    fin = dette.echeances.fin
    assert fin is not None
    assert (fin.year, fin.month) == (2026, 12)
    maison.avis(maison.commencer(Decimal("45.00")), Nouvelle.PAYE, "t2")
    assert dettes.resumees(session, maison.alice.foyer_id, AUJOURDHUI) == []


def test_a_cancelled_payment_brings_nothing_whichever_is_told_first(maison: Maison) -> None:
    for ordre in ((Nouvelle.PAYE, Nouvelle.ANNULE), (Nouvelle.ANNULE, Nouvelle.PAYE)):
        reglement = maison.commencer(VINGT)
        for nouvelle in ordre:
            maison.avis(reglement, nouvelle, f"t-{reglement.id}")
        assert maison.dette.reste == MONTANT
        assert maison.reglements[-1].argent.garde == 0


def test_after_a_cancelled_transaction_another_one_of_the_order_counts(maison: Maison) -> None:
    reglement = maison.commencer(VINGT)
    maison.avis(reglement, Nouvelle.ANNULE, "t1")
    maison.avis(reglement, Nouvelle.PAYE, "t2")
    assert maison.dette.reste == Decimal("520.00")


def test_money_given_back_is_owed_again(maison: Maison) -> None:
    reglement = maison.commencer(VINGT)
    maison.avis(reglement, Nouvelle.RENDU, "r1", Decimal("5.00"))  # told before its payment
    maison.avis(reglement, Nouvelle.PAYE, "t1")
    assert maison.dette.reste == Decimal("525.00")


def test_a_payment_counted_by_the_caf_is_not_taken_off_twice(maison: Maison) -> None:
    reglement = maison.commencer(VINGT)
    maison.avis(reglement, Nouvelle.PAYE, "t1")
    maison.flux("45.00")
    assert maison.dette.reste == Decimal("475.00")
    maison.flux("65.00", reglements=[{"reference": reglement.reference, "montant": "20.00"}])
    assert maison.dette.reste == Decimal("475.00")
    maison.flux("110.00")  # the list left out: as was told before
    assert maison.dette.reste == Decimal("430.00")
    maison.avis(reglement, Nouvelle.RENDU, "r1")
    assert maison.dette.reste == Decimal("450.00")


def test_what_the_caf_takes_meanwhile_beyond_the_debt_is_to_be_given_back(session: Session, maison: Maison) -> None:
    maison.avis(maison.commencer(VINGT), Nouvelle.PAYE, "t1")
    maison.flux("530.00")
    assert maison.dette.reste == 0
    assert [(un.montant, un.numero_allocataire) for un in tenue.a_rendre(session, None)] == [(Decimal("10.00"), None)]
    assert "Vous avez payé trop" in [alerte.titre for alerte in alertes.recues(session, maison.alice)]
    maison.flux("500.00")  # what was promised back stays so
    assert maison.reglements[0].argent.a_rendre == Decimal("10.00")
    maison.verifier()


@pytest.mark.parametrize(
    "dits",
    [
        [{"reference": "261123-INCONNU", "montant": "20.00"}],
        [{"reference": "261123-AAAAAA", "montant": "45.01"}],
    ],
)
def test_a_feed_that_counts_a_payment_that_is_not_there_is_refused(maison: Maison, dits: list[dict[str, str]]) -> None:
    assert maison.flux("45.00", reglements=dits) is Issue.REFUSE


@pytest.mark.parametrize(
    ("nouvelle", "montant"),
    [(Nouvelle.PAYE, "19.99"), (Nouvelle.PAYE, "2000.00"), (Nouvelle.RENDU, "20.01"), (Nouvelle.ANNULE, "1.00")],
)
def test_t26_a_notice_of_another_amount_credits_nothing(maison: Maison, nouvelle: Nouvelle, montant: str) -> None:
    reglement = maison.commencer(VINGT)
    with pytest.raises(AvisRefuse, match="montant"):
        maison.avis(reglement, nouvelle, "t1", Decimal(montant))
    assert maison.dette.reste == MONTANT


def test_t26_a_notice_of_an_unknown_order_credits_nothing(maison: Maison) -> None:
    with pytest.raises(AvisRefuse, match="commande"):
        maison.faire(lambda s: tenue.recevoir(s, "lyra", Avis("inconnue", "t", Nouvelle.PAYE, VINGT), MAINTENANT))


def test_t26_a_transaction_told_again_for_another_order_credits_nothing(maison: Maison) -> None:
    premier = maison.commencer(VINGT)
    maison.avis(premier, Nouvelle.PAYE, "t1")
    second = maison.commencer(VINGT)
    assert not maison.avis(second, Nouvelle.PAYE, "t1")
    assert maison.reglements[1].etat is EtatReglement.COMMENCE
    assert maison.dette.reste == Decimal("520.00")


def test_t24_twenty_at_once_that_begin_pay_and_tell_make_one_payment(maison: Maison) -> None:
    with ThreadPoolExecutor(20) as ensemble:
        for course in range(1, COURSES + 1):
            cle = secrets.token_hex(16)
            # Half are the same tap again, half another tab.
            cles = [cle if rang % 2 else secrets.token_hex(16) for rang in range(20)]
            commences = list(ensemble.map(lambda une: maison.commencer(Decimal("1.00"), une), cles))
            assert len({un.id for un in commences}) == 1
            (premier, *_) = commences
            dits = list(ensemble.map(lambda _, p=premier: maison.avis(p, Nouvelle.PAYE, p.id), range(20)))
            assert dits.count(True) == 1
            assert maison.commencer(Decimal("1.00"), cle).id == premier.id  # the answer was lost, it is sent again
            assert maison.dette.regle == course
    maison.verifier()


def test_t24_payments_and_feeds_at_once_lose_nothing(maison: Maison) -> None:
    reglement = maison.commencer(VINGT)
    with ThreadPoolExecutor(8) as ensemble:
        dits = [ensemble.submit(maison.avis, reglement, Nouvelle.PAYE, f"t{rang}") for rang in range(4)]
        dits += [ensemble.submit(maison.avis, reglement, Nouvelle.RENDU, f"r{rang}", VINGT) for rang in range(2)]
        maison.flux("45.00")
        assert all(un.result() for un in dits)
    (paye,) = maison.reglements
    assert (paye.recu, paye.rendu) == (Decimal("80.00"), Decimal("40.00"))
    maison.verifier()
