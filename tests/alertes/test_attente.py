"""The queue: many workers never send the same twice; one that dies at any moment loses nothing."""

import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from caf_pwa.alertes import attente
from caf_pwa.alertes.canal import Issue
from caf_pwa.alertes.modele import EtatLivraison
from caf_pwa.alertes.repartition import repartir
from caf_pwa.comptes.identite import Identite
from outils.instance import RACINE
from tests.alertes.conftest import JOUR, Rue
from tests.fabriques import compte, foyer, importer, moteur_de

FOYERS, ALERTES, OUVRIERS = 6, 20, 4


def _processus(app: Flask, rue: Rue, moment: str) -> "subprocess.Popen[str]":
    reglages = app.config["REGLAGES"]
    environ = os.environ | {
        "CAF_INSTANCE": str(reglages.instance),
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "CAF_AUJOURDHUI": "2026-11-23",
        "PUSH_HOTES": rue.poste.origine,
    }
    ordre = [sys.executable, "-m", "tests.alertes.ouvrier", moment, rue.maintenant.isoformat()]
    return subprocess.Popen(ordre, cwd=RACINE, env=environ, stdout=subprocess.PIPE, text=True)


def test_four_workers_send_each_alert_once(app: Flask, rue: Rue) -> None:
    noms = [f"f{rang}" for rang in range(FOYERS)]
    importer(app, *(fait for nom in noms for fait in (foyer(nom), compte(nom))))
    telephones = {nom: rue.abonner(nom) for nom in noms}
    for nom in noms:
        for rang in range(ALERTES):
            rue.publier(nom, objet=f"{nom}-{rang}")
    workers = [rue.worker() for _ in range(OUVRIERS)]

    def vider(rang: int) -> None:
        while workers[rang].tour(rue.maintenant, JOUR):
            pass

    with ThreadPoolExecutor(OUVRIERS) as fils:
        list(fils.map(vider, range(OUVRIERS)))
    rue.distribuer()  # what one of them had in hand while the others looked
    for worker in workers:
        worker.fermer()
    sujets = Counter(recu.dit["sujet"] for un in telephones.values() for recu in un.recus)
    assert len(sujets) == FOYERS * ALERTES
    assert set(sujets.values()) == {1}


@pytest.mark.parametrize(("moment", "fois"), [("avant", 1), ("apres", 2)])
def test_a_worker_killed_before_or_after_it_sends_loses_nothing(
    app: Flask, alice: Identite, rue: Rue, moment: str, fois: int
) -> None:
    """Killed after, it is sent again: the same subject takes the place of the first on the phone."""
    telephone = rue.abonner("alice")
    rue.publier("alice")
    with _processus(app, rue, moment) as processus:
        assert processus.stdout is not None
        assert processus.stdout.readline() == f"{moment}\n"
        processus.kill()
    rue.distribuer()
    assert len(telephone.recus) == fois - 1  # its lease holds: nobody else takes it yet
    rue.distribuer(attente.BAIL)
    assert len(telephone.recus) == fois
    assert len({recu.dit["sujet"] for recu in telephone.recus}) == 1
    assert [une.etat for une in rue.livraisons()] == [EtatLivraison.PARTIE]


def test_a_worker_that_lost_its_lease_concludes_nothing(app: Flask, alice: Identite, rue: Rue) -> None:
    rue.abonner("alice")
    rue.publier("alice")
    with Session(moteur_de(app), expire_on_commit=False) as session:
        repartir(session, rue.maintenant, JOUR)
        (lente,) = attente.reclamer(session, rue.maintenant)
        session.commit()
        session.expunge_all()
        (prompte,) = attente.reclamer(session, rue.maintenant + attente.BAIL)
        session.commit()
        attente.conclure(session, lente, Issue.partie(), rue.maintenant)
        session.commit()
        assert [une.etat for une in rue.livraisons()] == [EtatLivraison.A_PARTIR]
        attente.conclure(session, prompte, Issue.partie(), rue.maintenant)
        session.commit()
    assert [une.etat for une in rue.livraisons()] == [EtatLivraison.PARTIE]


def test_what_is_over_for_a_month_is_thrown_away(app: Flask, alice: Identite, rue: Rue) -> None:
    rue.abonner("alice")
    rue.publier("alice")
    rue.distribuer()
    for jours, restent in ((29, 1), (31, 0)):
        with Session(moteur_de(app)) as session:
            attente.purger(session, rue.maintenant + timedelta(days=jours))
            session.commit()
        assert len(rue.livraisons()) == restent
