"""The receipt of what was paid back online: on paper too, checked by anybody, and it follows what was given back."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.dettes.reglements.modele import Reglement
from caf_pwa.dettes.reglements.moteur import Nouvelle
from tests.dettes.maison import VINGT, Maison
from tests.fabriques import connecter
from tests.lecteur import lire
from tests.papiers.feuille import texte
from tests.papiers.guichet import demander, dernier, verifier

RECU = "recu-de-remboursement"


@pytest.fixture
def maison(app: Flask, alice: Identite) -> Maison:
    return Maison(app, alice)


@pytest.fixture
def paye(maison: Maison) -> Reglement:
    """Alice has paid 20 euros."""
    reglement = maison.commencer(VINGT)
    maison.avis(reglement, Nouvelle.PAYE, "t1")
    return reglement


def test_who_paid_has_a_receipt_that_anybody_can_check(
    app: Flask, client: FlaskClient, alice: Identite, paye: Reglement, session: Session
) -> None:
    connecter(client, alice)
    assert f'href="/attestations/{RECU}?reglement={paye.id}"' in client.get(f"/dettes/reglements/{paye.id}").text
    page = lire(client, f"/attestations/{RECU}?reglement={paye.id}")
    feuille = texte(demander(client, RECU, reglement=paye.id))
    for dit in (paye.reference, "20,00 €", "520,00 €"):
        assert dit in page.replace("\u202f", " ").replace("\xa0", " ")
        assert dit in feuille.replace("\u202f", " ").replace("\xa0", " ")
    statut, vue = verifier(app.test_client(), dernier(session).code)
    assert statut == 200
    assert paye.reference in vue
    assert "Alice" not in vue


def test_what_was_given_back_is_told_by_the_check(
    app: Flask, client: FlaskClient, alice: Identite, maison: Maison, paye: Reglement, session: Session
) -> None:
    demander(connecter(client, alice), RECU, reglement=paye.id)
    code = dernier(session).code
    maison.avis(paye, Nouvelle.RENDU, "t2")
    assert "corrigé" in verifier(app.test_client(), code)[1]


def test_t32_a_payment_that_was_not_made_or_is_anothers_has_no_receipt(
    app: Flask, alice: Identite, bob: Identite, maison: Maison, paye: Reglement
) -> None:
    commence = maison.commencer(VINGT)
    for qui, reglement in ((alice, commence), (bob, paye)):
        client = connecter(app.test_client(), qui)
        assert client.get(f"/documents/{RECU}.pdf", query_string={"reglement": reglement.id}).status_code == 404
