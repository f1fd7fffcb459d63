"""What the views of this slice share."""

from typing import cast

from flask import Blueprint, current_app

from caf_pwa.config import Reglages

bp = Blueprint("alertes", __name__)


def reglages() -> Reglages:
    return cast("Reglages", current_app.config["REGLAGES"])
