"""« Autorisation de gestion », in « Gérer mon compte »."""

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes.avis.avertissement import prevenir
from caf_pwa.comptes.courant import moi
from caf_pwa.extensions import db, horloge
from caf_pwa.procuration import service
from caf_pwa.socle.gardes import confirmation_recente, portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import laisse_une_trace, rendre

bp = Blueprint("procuration", __name__, url_prefix="/compte/procuration")


@bp.get("")
@portee(Portee.PERSONNE)
@laisse_une_trace  # a spouse may have opened an account without the dossier changing
def page() -> Response:
    session, identite = db.session(), moi()
    aujourdhui = horloge.aujourdhui()
    return rendre(
        "procuration/procuration.html",
        role=identite.role.value,
        conjoints=service.conjoints(session, identite, aujourdhui),
        recue=service.recue(session, identite, aujourdhui),
    )


@bp.post("")
@portee(Portee.PERSONNE)
@confirmation_recente(retour="procuration.page")
def donner() -> ResponseReturnValue:
    identite = moi()
    donnee_a = service.donner(db.session(), identite, request.form.get("conjoint", ""), horloge.maintenant())
    if donnee_a is not None:
        prevenir(donnee_a, "Votre conjoint vous a donné une autorisation de gestion : vous voyez tout le dossier")
        prevenir(identite.compte_id, "Une autorisation de gestion de votre dossier a été donnée à votre conjoint")
    return redirect(url_for("procuration.page"), 303)


@bp.post("/fin")
@portee(Portee.PERSONNE)
def finir() -> ResponseReturnValue:
    laquelle = request.form.get("autorisation", "")
    prevenu = service.finir(db.session(), moi(), laquelle, horloge.maintenant())
    if prevenu is not None:
        prevenir(prevenu, "L’autorisation de gestion de votre dossier a pris fin")
    return redirect(url_for("procuration.page"), 303)
