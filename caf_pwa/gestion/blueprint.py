"""The blueprint of the slice, and what its pages answer when somebody was faster or when the trade says no."""

from flask import Blueprint, Response, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes.courant import moi_agent
from caf_pwa.demarches.reponse import DejaChangee, PasPossible
from caf_pwa.extensions import db
from caf_pwa.gestion import service
from caf_pwa.gestion.service import Conseiller, HorsCaisse, MotifAttendu
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.web import page_erreur, rendre

bp = Blueprint("gestion", __name__, url_prefix="/gestion")


def conseiller() -> Conseiller:
    return Conseiller(moi_agent().agent_id, moi_agent().caisse, instant())


@bp.errorhandler(HorsCaisse)
def _hors_caisse(_refus: HorsCaisse) -> Response:
    """Not found, like what does not exist; whoever watches the log is told who tried."""
    current_app.logger.warning(
        "agent %s asked for a dossier of another Caf: %s", moi_agent().agent_id, request.endpoint
    )
    return page_erreur(404)


@bp.errorhandler(MotifAttendu)
def _demander_le_motif(attendu: MotifAttendu) -> ResponseReturnValue:
    if "demande_id" in (request.view_args or {}):
        return redirect(url_for("gestion.demande", demande_id=str(attendu)), 303)
    return redirect(url_for("gestion.demarche", demarche_id=str(attendu)), 303)


@bp.errorhandler(DejaChangee)
def _deja_changee(_refus: DejaChangee) -> Response:
    return _maintenant("gestion/deja_changee.html", 409)


@bp.errorhandler(PasPossible)
def _pas_possible(refus: PasPossible) -> Response:
    return _maintenant("gestion/pas_possible.html", 422, raison=str(refus))


def _maintenant(gabarit: str, statut: int, **valeurs: str) -> Response:
    """The démarche as it stands, whatever this request had begun."""
    db.session.rollback()
    demarche = service.demarche(db.session(), conseiller(), (request.view_args or {})["demarche_id"])
    return rendre(gabarit, statut, demarche=demarche, **valeurs)
