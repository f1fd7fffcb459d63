"""Runs the migrations on the application's own engine. Each run is one transaction, on SQLite too."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator

from caf_pwa.extensions import db


def rendre(sorte: str, objet: Any, autogeneration: AutogenContext) -> str | Literal[False]:
    """Migrations are history: they name plain SQL types, not ours, which may change."""
    if sorte == "type" and isinstance(objet, TypeDecorator):
        autogeneration.imports.add("import sqlalchemy as sa")
        return f"sa.{objet.impl!r}"
    return False


with db.engine.connect() as connexion:
    if connexion.dialect.name == "sqlite":
        connexion.exec_driver_sql("BEGIN IMMEDIATE")
    context.configure(
        connection=connexion,
        target_metadata=db.metadata,
        render_item=rendre,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connexion.commit()
