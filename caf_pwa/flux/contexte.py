"""What an import needs, from the running application."""

from flask import current_app

from caf_pwa.extensions import db, horloge
from caf_pwa.flux.genre import Contexte
from caf_pwa.socle.horloge import instant


def contexte() -> Contexte:
    cle = current_app.config["REGLAGES"].cle_numeros
    return Contexte(db.session(), current_app.extensions["stockage"], instant(), horloge.aujourdhui(), cle)
