"""Asking the password again before something that matters: the person may have left their phone on the table."""

from functools import partial
from typing import cast

from flask import current_app, request

from caf_pwa.comptes import freins, service
from caf_pwa.comptes.courant import moi
from caf_pwa.comptes.mot_de_passe import echecs
from caf_pwa.config import Reglages
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.expedition import lancer
from caf_pwa.socle.horloge import instant


def mot_de_passe_juste(mot_de_passe: str) -> bool:
    """Whether this is the password of the person signed in. Each try counts. Raises TropDEssais, Occupe."""
    identite = moi()
    db.session.rollback()  # the brakes write in a transaction of their own, which must not wait for this one
    identifiant = service.identifiant(db.session(), identite.compte_id)
    reglages = cast("Reglages", current_app.config["REGLAGES"])
    cles = freins.cles_de(reglages.secret_key, identifiant, request.remote_addr or "")
    try:
        service.verifier_mot_de_passe(db.session(), db.engine, cles, identifiant, mot_de_passe, instant())
    except service.AChanger:
        return True
    except service.ConnexionRefusee:
        lancer(partial(echecs.noter, db.engine, identifiant, horloge.maintenant()))
        return False
    return True
