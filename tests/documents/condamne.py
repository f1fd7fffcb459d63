"""A process that takes or sends a document, and is killed while it works."""

import os
import signal
from collections.abc import Callable
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from caf_pwa import create_app
from caf_pwa.config import Reglages
from caf_pwa.documents import service
from caf_pwa.documents.lecteurs import LECTEURS, Lecteurs
from caf_pwa.documents.modele import Document
from caf_pwa.extensions import db
from caf_pwa.socle.horloge import instant
from tests.documents import fichiers

# Around each statement, and just before each commit.
_MOMENTS = ("before_cursor_execute", "after_cursor_execute", "commit")


def agir_jusqu_au_coup(environ: dict[str, str], document_id: str, quoi: str, coup: int) -> None:
    """Add a page, or send; die without a word at the moment numbered ``coup``, or end well when there are fewer."""
    app = create_app(Reglages.depuis(environ))
    moments = count(1)

    def frapper(*_: object) -> None:
        if next(moments) == coup:
            os.kill(os.getpid(), signal.SIGKILL)

    for moment in _MOMENTS:
        event.listen(Engine, moment, frapper)
    for chose, nom in ((os, "fsync"), (os, "close"), (Path, "replace"), (Path, "open"), (Lecteurs, "demander")):
        setattr(chose, nom, _guetter(getattr(chose, nom), frapper))
    with app.app_context():
        _agir(app.extensions["documents"], document_id, quoi)
    LECTEURS.fermer()


def _agir(atelier: service.Atelier, document_id: str, quoi: str) -> None:
    session = db.session()
    document = session.get_one(Document, document_id)
    if quoi == "ajouter":
        service.ajouter(session, atelier, document, BytesIO(fichiers.pdf()), instant())
    else:
        service.figer(session, atelier, document, instant())
    session.commit()


def _guetter(fonction: Callable[..., Any], frapper: Callable[[], None]) -> Callable[..., Any]:
    """The same, with a moment before and a moment after."""

    def guettee(*arguments: Any, **options: Any) -> Any:
        frapper()
        rendu = fonction(*arguments, **options)
        frapper()
        return rendu

    return guettee
