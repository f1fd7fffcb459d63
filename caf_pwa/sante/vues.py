"""/sante: 200 when the base and the files answer, 503 when one does not."""

from flask import Blueprint, Flask, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from caf_pwa.documents.stockage import Stockage
from caf_pwa.extensions import db
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee

bp = Blueprint("sante", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)


@bp.get("/sante")
@portee(Portee.OUVERTE)
def sante() -> ResponseReturnValue:
    etats = {"base": _base(), "fichiers": _fichiers()}
    corps = {nom: "ok" if bien else "panne" for nom, bien in etats.items()}
    return {**corps, "version": current_app.config["VERSION"]}, 200 if all(etats.values()) else 503


def _base() -> bool:
    try:
        db.session.execute(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError:
        return False
    return True


def _fichiers() -> bool:
    stockage: Stockage = current_app.extensions["stockage"]
    try:
        stockage.verifier()
    except OSError:
        return False
    return True
