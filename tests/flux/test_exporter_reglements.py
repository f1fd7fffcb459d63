"""The way out of money: each payment is told when it has moved, to the cent, and a feed that counts it ends it."""

import hashlib
import json
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.dettes import service as dettes
from caf_pwa.dettes.reglements import service, tenue
from caf_pwa.dettes.reglements.guichet import Avis
from caf_pwa.dettes.reglements.modele import Reglement
from caf_pwa.dettes.reglements.moteur import Nouvelle
from caf_pwa.socle.identifiants import interne
from tests.conftest import AUJOURDHUI
from tests.dettes.maison import MAINTENANT, VINGT
from tests.fabriques import creance, importer
from tests.flux.test_exporter import exporter


@pytest.fixture
def paye(app: Flask, session: Session, alice: Identite) -> Reglement:
    importer(app, creance("alice"))
    dette = interne("creance", "creance")
    reglement = service.commencer(session, alice, dette, VINGT, "a" * 32, MAINTENANT)
    tenue.recevoir(session, "lyra", Avis(reglement.reference, "t1", Nouvelle.PAYE, VINGT), MAINTENANT)
    session.commit()
    return reglement


def test_a_payment_is_told_once_by_its_names_in_whole_cents(app: Flask, paye: Reglement) -> None:
    (ligne,) = exporter(app)
    empreinte = ligne.pop("empreinte_ligne")
    canonique = json.dumps(ligne, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert empreinte == hashlib.sha256(canonique.encode()).hexdigest()
    assert ligne == {
        "genre": "reglement",
        "reference": paye.reference,
        "revision": 1,
        "foyer": "alice",
        "creance": "creance",
        "montant": 2000,
        "recu": 2000,
        "credite": 2000,
        "rendu": 0,
        "a_rendre": 0,
        "commence_a": "2026-11-23T10:00:00+01:00",
        "paye_a": "2026-11-23T10:00:00+01:00",
    }
    assert exporter(app) == []
    assert len(exporter(app, "--tout")) == 1


def test_money_given_back_is_told_again(app: Flask, session: Session, paye: Reglement) -> None:
    exporter(app)
    avis = Avis(paye.reference, "r1", Nouvelle.RENDU, Decimal("5.00"))
    tenue.recevoir(session, "lyra", avis, MAINTENANT)
    session.commit()
    (ligne,) = exporter(app)
    assert (ligne["revision"], ligne["credite"], ligne["rendu"]) == (2, 1500, 500)


def test_a_payment_that_brought_no_money_is_not_told(app: Flask, session: Session, alice: Identite) -> None:
    importer(app, creance("alice"))
    service.commencer(session, alice, interne("creance", "creance"), VINGT, "a" * 32, MAINTENANT)
    session.commit()
    assert exporter(app) == []


def test_what_is_told_comes_back_counted_and_the_debt_stays_as_it_was(
    app: Flask, session: Session, alice: Identite, paye: Reglement
) -> None:
    (ligne,) = exporter(app)
    dit: list[dict[str, Any]] = [{"reference": ligne["reference"], "montant": str(Decimal(ligne["credite"]) / 100)}]
    importer(app, creance(ligne["foyer"], ligne["creance"], version=2, rembourse="20.00", reglements=dit))
    session.expire_all()
    dette = dettes.liste(session, alice.foyer_id, AUJOURDHUI)[0].creance
    assert (dette.rembourse, dette.regle, dette.reste) == (VINGT, Decimal(), Decimal("520.00"))
