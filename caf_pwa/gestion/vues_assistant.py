"""What people asked the help and got no answer to."""

from flask import Response

from caf_pwa.assistant import manques
from caf_pwa.extensions import db
from caf_pwa.gestion.blueprint import bp
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre


@bp.get("/questions")
@portee(Portee.AGENT)
def questions() -> Response:
    return rendre("gestion/questions.html", questions=manques.lister(db.session()))
