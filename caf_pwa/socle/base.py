"""The schema of the database: its history, and bringing it up to date. The only importer of flask_migrate."""

from flask import Flask
from flask_migrate import Migrate, upgrade

from caf_pwa.extensions import db

migrate = Migrate(directory="caf_pwa/migrations", render_as_batch=True)


def init_app(app: Flask) -> None:
    """``flask db …``."""
    migrate.init_app(app, db)


def preparer(app: Flask) -> None:
    """In development the schema follows the code by itself; in production the release step does it, once."""
    if not app.config["REGLAGES"].production:
        upgrade()
