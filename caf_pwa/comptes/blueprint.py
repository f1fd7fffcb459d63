"""What the views of this slice share: the blueprint, the settings, the cookies of what a browser has begun."""

from datetime import timedelta
from typing import cast

from flask import Blueprint, Response, current_app, request

from caf_pwa.comptes.codes import Codes
from caf_pwa.config import Reglages
from caf_pwa.socle.gardes import nom_du_cookie

bp = Blueprint("comptes", __name__)


def reglages() -> Reglages:
    return cast("Reglages", current_app.config["REGLAGES"])


def codes() -> Codes:
    """What codes are sent with, in the running application."""
    return Codes(current_app.extensions["messagerie"], current_app.config["SECRET_KEY"])


def poser(reponse: Response, nom: str, valeur: str, duree: timedelta) -> None:
    """A cookie out of reach of scripts and of other sites."""
    reponse.set_cookie(
        nom_du_cookie(nom),
        valeur,
        max_age=int(duree.total_seconds()),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def retirer(reponse: Response, nom: str) -> None:
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    reponse.delete_cookie(nom_du_cookie(nom), secure=secure, httponly=True, samesite="Lax")


def lu(nom: str) -> str | None:
    """What this browser holds under that name."""
    return request.cookies.get(nom_du_cookie(nom))
