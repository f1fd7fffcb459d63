"""A debt of Alice, and what she asks about it."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.dettes import demandes, service
from caf_pwa.dettes.modele import DemandeDeCreance, GenreDeDemande
from caf_pwa.dettes.service import Dette
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.identifiants import interne
from tests.conftest import AUJOURDHUI
from tests.fabriques import creance, importer

CREANCE = interne("creance", "creance")

Demander = Callable[..., DemandeDeCreance]
LireLaDette = Callable[[], Dette]


@pytest.fixture
def dette(app: Flask, session: Session, alice: Identite) -> LireLaDette:
    """``dette()``: 540 euros of RSA, 45 of which are deducted each month, as it is now."""
    importer(app, creance("alice", etat="en_recouvrement", retenue_mensuelle="45.00"))

    def lire() -> Dette:
        session.expire_all()
        return service.lire(session, alice.foyer_id, CREANCE, AUJOURDHUI)

    return lire


@pytest.fixture
def demander(session: Session, alice: Identite, dette: LireLaDette) -> Demander:
    """``demander(GenreDeDemande.RECOURS)``: Alice asks."""

    def poser(genre: GenreDeDemande, cle: str = "0" * 32) -> DemandeDeCreance:
        mensualite = Decimal("60.00") if genre is GenreDeDemande.ECHEANCIER else None
        saisie = demandes.Saisie(genre, {"Pourquoi": "Ce n’est pas moi."}, mensualite)
        une = demandes.deposer(session, alice, CREANCE, saisie, cle, (AUJOURDHUI, instant()))
        session.commit()
        return une

    return poser
