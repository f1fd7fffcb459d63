"""What the views of this slice share."""

from flask import Blueprint, current_app

from caf_pwa.comptes.codes import Codes

bp = Blueprint("demarches", __name__, url_prefix="/demarches")


def codes() -> Codes:
    """What codes are sent with, in the running application."""
    return Codes(current_app.extensions["messagerie"], current_app.config["SECRET_KEY"])
