"""A process that acts on démarches, and whose copies are killed while they work."""

import os
from collections.abc import Callable
from itertools import count
from multiprocessing.connection import Connection
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from caf_pwa import create_app
from caf_pwa.comptes.identite import Identite
from caf_pwa.config import Reglages
from caf_pwa.demarches import brouillons, envoi, lecture, pieces, reponse
from caf_pwa.demarches.modele import Demarche
from caf_pwa.documents.lecteurs import LECTEURS
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.horloge import instant
from tests.demarches.envois import GROSSESSE

TUE = 9
CLE = "c" * 32

# Around each statement, and on each side of the commit.
_MOMENTS = (
    (Engine, "before_cursor_execute"),
    (Engine, "after_cursor_execute"),
    (Engine, "commit"),
    (Session, "after_commit"),
)


def obeir(environ: dict[str, str], ordres: Connection) -> None:
    """For each (what, who, which, when), a copy of this process does it and dies then; its end is told."""
    app = create_app(Reglages.depuis(environ))
    while (ordre := ordres.recv()) is not None:
        enfant = os.fork()
        if enfant == 0:
            os._exit(_mourir(app, *ordre))
        ordres.send(os.waitstatus_to_exitcode(os.waitpid(enfant, 0)[1]))


def _mourir(app: Flask, quoi: str, qui: Identite, lequel: str, coup: int) -> int:
    """0 when it ended before the moment numbered ``coup``, 1 when it failed."""
    moments = count(1)

    def frapper(*_: object) -> None:
        if next(moments) == coup:
            os._exit(TUE)

    for cible, moment in _MOMENTS:
        event.listen(cible, moment, frapper)
    try:
        with app.app_context():
            ACTES[quoi](app, qui, lequel)
            db.session.commit()
    except Exception:
        return 1
    finally:
        LECTEURS.fermer()
    return 0


def _enregistrer(_app: Flask, qui: Identite, page: str) -> None:
    travail = lecture.travail(db.session(), qui, "grossesse", horloge.aujourdhui())
    point = travail.passage.point(page)
    assert point is not None
    montree = list(GROSSESSE).index(page)  # what the page showed, however often it is sent
    brouillons.enregistrer(db.session(), travail, point, GROSSESSE[page], montree, instant())


def _envoyer(app: Flask, qui: Identite, slug: str) -> None:
    session = db.session()
    if session.query(Demarche).filter_by(cle=CLE).count():
        return  # what the page does first
    travail = lecture.travail(session, qui, slug, horloge.aujourdhui())
    envoi.envoyer(session, app.extensions["documents"], travail, CLE, instant())


def _envoyer_les_pieces(app: Flask, qui: Identite, _: str) -> None:
    pieces.envoyer(db.session(), app.extensions["documents"], qui, instant())


def _accepter(_app: Flask, _qui: Identite, demarche_id: str) -> None:
    session = db.session()
    reponse.accepter(session, session.get_one(Demarche, demarche_id), "Camille", 1, instant())


ACTES: dict[str, Callable[[Flask, Identite, str], Any]] = {
    "enregistrer": _enregistrer,
    "envoyer": _envoyer,
    "envoyer les pieces": _envoyer_les_pieces,
    "accepter": _accepter,
}
