"""An import in a process of its own, which is killed while it works."""

import os
import signal
from io import BytesIO
from itertools import count
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine, event

from caf_pwa import create_app
from caf_pwa.config import Reglages
from caf_pwa.extensions import horloge
from caf_pwa.flux.contexte import contexte
from caf_pwa.flux.importation import importer

# Around each statement, and just before each commit.
_MOMENTS = ("before_cursor_execute", "after_cursor_execute", "commit")


def environnement(app: Flask) -> dict[str, str]:
    """What another process needs to work on the same database and the same files, on the same day."""
    return {
        "CAF_INSTANCE": str(Path(app.instance_path)),
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "CAF_AUJOURDHUI": horloge.aujourdhui().isoformat(),
    }


def importer_jusqu_au_coup(environ: dict[str, str], flux: bytes, coup: int) -> None:
    """Import the feed and die without a word at the moment numbered ``coup``; end well when there are fewer."""
    app = create_app(Reglages.depuis(environ))
    moments = count(1)

    def frapper(*_: object) -> None:
        if next(moments) == coup:
            os.kill(os.getpid(), signal.SIGKILL)

    for moment in _MOMENTS:
        event.listen(Engine, moment, frapper)
    with app.app_context():
        for _ in importer(contexte(), BytesIO(flux)):
            pass
