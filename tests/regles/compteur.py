"""The SQL statements that a request sends."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from tests.fabriques import moteur_de


@contextmanager
def requetes(app: Flask) -> Iterator[list[str]]:
    """``with requetes(app) as envoyees``: what reached the database in between, in order."""
    envoyees: list[str] = []

    def noter(_connexion: Any, _curseur: Any, ordre: str, *_reste: Any) -> None:
        envoyees.append(" ".join(ordre.split()))

    moteur = moteur_de(app)
    event.listen(moteur, "before_cursor_execute", noter)
    try:
        yield envoyees
    finally:
        event.remove(moteur, "before_cursor_execute", noter)
