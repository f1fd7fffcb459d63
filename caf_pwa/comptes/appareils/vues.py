"""« Mes appareils »: the sign-ins that are open on this account, and how to end them."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes import blocage, service, traces
from caf_pwa.comptes.appareils import cet_appareil
from caf_pwa.comptes.blueprint import bp
from caf_pwa.comptes.courant import moi
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import laisse_une_trace, rendre


@bp.get("/compte/appareils")
@portee(Portee.PERSONNE)
@laisse_une_trace  # its lines come and go without the dossier changing
def appareils() -> ResponseReturnValue:
    ouvertes = service.connexions(db.session(), moi().compte_id)
    return rendre("comptes/appareils.html", ouvertes=ouvertes, ici=moi().connexion_id, par=traces.PAR)


@bp.post("/compte/appareils/<reference>/fin")
@portee(Portee.PERSONNE)
def deconnecter(reference: str) -> ResponseReturnValue:
    session, identite = db.session(), moi()
    appareil = service.fermer_une(session, identite.compte_id, reference)
    traces.noter(session, identite.compte_id, "fin", f"Appareil déconnecté : {appareil}", horloge.maintenant())
    return redirect(url_for("comptes.appareils"), 303)


@bp.post("/compte/appareils/fin")
@portee(Portee.PERSONNE)
def deconnecter_les_autres() -> ResponseReturnValue:
    session, identite = db.session(), moi()
    blocage.tout_fermer(session, identite.compte_id, identite.connexion_id, cet_appareil.jetons())
    traces.noter(session, identite.compte_id, "fin", "Tous les autres appareils déconnectés", horloge.maintenant())
    return redirect(url_for("comptes.appareils"), 303)
