"""``flask alertes``: the worker that sends alerts. As many as one likes, on as many machines."""

import logging
import signal
import threading
import time

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from caf_pwa.alertes import attente
from caf_pwa.alertes.canal import Aucune, Voie
from caf_pwa.alertes.cle import cle_vapid
from caf_pwa.alertes.distribution import Distribution
from caf_pwa.alertes.messages import Courriel, Sms
from caf_pwa.alertes.modele import Canal
from caf_pwa.alertes.push import Push
from caf_pwa.alertes.reseau import Liaisons
from caf_pwa.config import Reglages
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.base import preparer
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.messagerie import Messagerie

REPOS = 2.0  # seconds between two looks at an empty queue
_HEURE = 3600.0  # seconds between two reminders, and between two sweeps

_journal = logging.getLogger(__name__)

alertes = AppGroup("alertes", help="What leaves to tell people.")


@alertes.command("distribuer")
@click.option("--une-fois", is_flag=True, help="Send what waits now, then stop.")
def distribuer_commande(une_fois: bool) -> None:
    """Send alerts to phones and by mail, for ever. Stops by itself, between two, when it is told to."""
    preparer(current_app)
    les_voies = voies(current_app.config["REGLAGES"], current_app.extensions["messagerie"])
    distribution = Distribution(db.engine, les_voies)
    try:
        (_une_fois if une_fois else _sans_fin)(distribution)
    finally:
        distribution.fermer()


@alertes.command("rappeler")
def rappeler_commande() -> None:
    """Publish the reminders that are due, each once; the worker does it every hour. At night it does nothing."""
    preparer(current_app)
    click.echo(f"{_rappeler()} rappels publiés.")


def _une_fois(distribution: Distribution) -> None:
    faits = 0
    while un_tour := distribution.tour(instant(), horloge.aujourdhui()):
        faits += un_tour
    click.echo(f"{faits} faits.")


def voies(reglages: Reglages, messagerie: Messagerie) -> dict[Canal, Voie]:
    """The ways that there are here. Text messages have no way out of production yet."""
    push = reglages.push
    essais = frozenset(hote for hote in push.hotes if "//" in hote)
    return {
        Canal.PUSH: Push(cle_vapid(push), push.sujet, push.hotes, Liaisons(essais)),
        Canal.COURRIEL: Courriel(messagerie, reglages.adresse, reglages.secret_key),
        Canal.SMS: Sms(messagerie) if reglages.courriels_en_fichiers else Aucune(),
    }


def _sans_fin(distribution: Distribution) -> None:
    arret = threading.Event()
    for ordre in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ordre, lambda *_: arret.set())
    prochaine = 0.0
    while not arret.is_set():
        if time.monotonic() >= prochaine:
            _chaque_heure(distribution)
            prochaine = time.monotonic() + _HEURE
        if not _tour(distribution):
            arret.wait(REPOS)


def _tour(distribution: Distribution) -> int:
    """A base that is away for a while stops nobody: what was claimed comes back."""
    try:
        return distribution.tour(instant(), horloge.aujourdhui())
    except SQLAlchemyError as panne:
        _journal.warning("The queue could not be read: %s.", type(panne).__name__)
        return 0


def _chaque_heure(distribution: Distribution) -> None:
    try:
        _rappeler()
        with Session(distribution.moteur) as session:
            attente.purger(session, instant())
            session.commit()
    except SQLAlchemyError as panne:
        _journal.warning("The hour's work is left to the next: %s.", type(panne).__name__)


def _rappeler() -> int:
    """How many reminders rang. Nothing is left open until the next hour."""
    nombre = 0
    with Session(db.engine) as session:
        for publies in current_app.extensions["rappels"](session, horloge.maintenant()):
            session.commit()
            nombre += publies
    return nombre
