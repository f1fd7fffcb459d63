"""What leaves once the transaction is kept: a message says nothing that did not happen, and nobody waits for it.

Whether there was anything to send cannot be told from how long an answer takes.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

from sqlalchemy import event
from sqlalchemy.orm import Session

from caf_pwa.socle.messagerie import NonParti

_journal = logging.getLogger(__name__)
_pool = ThreadPoolExecutor(2, "expedition")
_en_cours: set[Future[None]] = set()
_CLE = "a_expedier"

Envoi = Callable[[], None]


def expedier(session: Session, envoi: Envoi) -> None:
    """Do this once the session has committed, and never if it does not. One that raises NonParti is given up."""
    session.info.setdefault(_CLE, []).append(envoi)


def lancer(envoi: Envoi) -> None:
    """Do this now, beside the request."""
    depart = _pool.submit(_envoyer, envoi)
    _en_cours.add(depart)
    depart.add_done_callback(_en_cours.discard)


def attendre() -> None:
    """Until what is leaving has left."""
    wait(list(_en_cours))


@event.listens_for(Session, "after_commit")
def _partir(session: Session) -> None:
    if session.in_nested_transaction():
        return
    for envoi in session.info.pop(_CLE, ()):
        lancer(envoi)


@event.listens_for(Session, "after_rollback")
def _oublier(session: Session) -> None:
    session.info.pop(_CLE, None)


def _envoyer(envoi: Envoi) -> None:
    try:
        envoi()
    except NonParti:
        _journal.warning("A message could not leave.")
    except Exception:  # a thread tells nobody: at least say that it failed, without what it held
        _journal.error("A message could not be made.")
