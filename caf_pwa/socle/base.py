"""The schema of the database, brought up to date."""

from flask import Flask
from flask_migrate import upgrade


def preparer(app: Flask) -> None:
    """In development the schema follows the code by itself; in production the release step does it, once."""
    if not app.config["REGLAGES"].production:
        upgrade()
