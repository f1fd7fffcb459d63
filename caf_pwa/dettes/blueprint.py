"""The blueprint of the slice."""

from flask import Blueprint

bp = Blueprint("dettes", __name__, url_prefix="/dettes")
