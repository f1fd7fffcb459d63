"""What a page asks of the database: its SQL statements, as the driver receives them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from caf_pwa.extensions import db

FRAGMENT = {"HX-Request": "true"}


@dataclass(frozen=True)
class Page:
    """A fragment, its size in bytes, and the statements it is made from."""

    chemin: str
    octets: int
    instructions: list[tuple[str, tuple[Any, ...]]]


def lire(app: Flask, client: FlaskClient, chemin: str) -> Page:
    """Open the fragment twice, so that every cache is warm, and note what the second time asked."""
    client.get(chemin, headers=FRAGMENT)
    with _noter(app) as instructions:
        reponse = client.get(chemin, headers=FRAGMENT)
    if reponse.status_code != 200:
        raise RuntimeError(f"{chemin} answered {reponse.status_code}")
    return Page(chemin, len(reponse.data), instructions)


@contextmanager
def _noter(app: Flask) -> Iterator[list[tuple[str, tuple[Any, ...]]]]:
    instructions: list[tuple[str, tuple[Any, ...]]] = []

    def noter(_connexion: Any, _curseur: Any, instruction: str, parametres: tuple[Any, ...], *_: Any) -> None:
        instructions.append((instruction, tuple(parametres)))

    with app.app_context():
        moteur = db.engine
    event.listen(moteur, "before_cursor_execute", noter)
    try:
        yield instructions
    finally:
        event.remove(moteur, "before_cursor_execute", noter)
