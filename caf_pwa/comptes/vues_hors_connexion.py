"""« Lecture hors connexion »: the key of the dossier, for a device its owner has declared to be their own."""

import base64

from flask import request
from flask.typing import ResponseReturnValue

from caf_pwa.comptes import cles_d_appareil, service
from caf_pwa.comptes.blueprint import bp, reglages
from caf_pwa.comptes.cles import service as cles
from caf_pwa.comptes.courant import moi
from caf_pwa.extensions import db
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import laisse_une_trace, rendre

MODES_DES_ENVOIS = ("envois", "envois-protege")


@bp.get("/compte/hors-connexion")
@portee(Portee.PERSONNE)
@laisse_une_trace  # keys come and go without the dossier changing
def hors_connexion() -> ResponseReturnValue:
    jours = reglages().cle_hors_connexion_duree // 86_400
    avec_cle = bool(cles.identifiants(db.session(), moi().compte_id))
    return rendre("comptes/hors_connexion.html", jours=jours, cles=avec_cle)


@bp.post("/compte/hors-connexion/cle")
@portee(Portee.PERSONNE)
def cle_hors_connexion() -> ResponseReturnValue:
    """The account's data key, for a device its owner has just declared to be their own.

    There are two. That of ``mode=protege`` is never kept by a device as it is: a passkey wraps it there. Those of what
    waits to be sent are for any device where their owner is signed in: with them it says nothing of whose it is.
    """
    mode = request.form.get("mode", "")
    if mode in MODES_DES_ENVOIS:
        return _remettre(cles_d_appareil.des_envois(db.session(), moi().compte_id, mode))
    service.declarer_appareil(db.session(), moi().connexion_id, personnel=True)
    cle = cles_d_appareil.du_dossier(db.session(), moi().compte_id)
    if mode == "protege":
        cle = cles.cle_protegee(cle, reglages().secret_key)
    return _remettre(cle)


def _remettre(cle: bytes) -> ResponseReturnValue:
    return {
        "compte": moi().pseudonyme,
        "cle": base64.b64encode(cle).decode(),
        "duree": reglages().cle_hors_connexion_duree,
    }


@bp.post("/compte/hors-connexion/arret")
@portee(Portee.PERSONNE)
def arreter_hors_connexion() -> ResponseReturnValue:
    """This device is not the person's own any more: it signs itself out sooner."""
    service.declarer_appareil(db.session(), moi().connexion_id, personnel=False)
    return "", 204
