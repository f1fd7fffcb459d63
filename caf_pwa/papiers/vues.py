"""Mes attestations: the papers as accessible pages, made to be read aloud and to be printed."""

from flask import Blueprint, Response, request, url_for

from caf_pwa.comptes.courant import moi
from caf_pwa.dossier import service as dossier
from caf_pwa.extensions import db, horloge
from caf_pwa.papiers import service
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre

bp = Blueprint("papiers", __name__, url_prefix="/attestations")


@bp.get("")
@portee(Portee.FOYER)
def liste() -> Response:
    return rendre("papiers/liste.html")


@bp.get("/releve-de-compte")
@portee(Portee.FOYER)
def releve() -> Response:
    return _sur_une_periode("papiers/releve.html")


@bp.get("/paiement")
@portee(Portee.FOYER)
def paiement() -> Response:
    return _sur_une_periode("papiers/paiement.html")


@bp.get("/quotient-familial")
@portee(Portee.FOYER)
def quotient() -> Response:
    session, foyer_id = db.session(), moi().foyer_id
    quotients = dossier.quotients(session, foyer_id, horloge.aujourdhui())
    return rendre("papiers/quotient.html", foyer=dossier.foyer(session, foyer_id), quotients=quotients)


def _sur_une_periode(gabarit: str) -> Response:
    session, foyer_id, aujourdhui = db.session(), moi().foyer_id, horloge.aujourdhui()
    erreur = None
    try:
        periode = service.periode(request.args.get("du"), request.args.get("au"), aujourdhui)
    except service.PeriodeInvalide as refus:
        erreur, periode = str(refus), service.periode(None, None, aujourdhui)
    paiements = service.mouvements(session, foyer_id, periode)
    return rendre(
        gabarit,
        422 if erreur else 200,
        erreur=erreur,
        foyer=dossier.foyer(session, foyer_id),
        periode=periode,
        mois_proposes=service.mois_proposes(aujourdhui),
        paiements=paiements,
        total=service.total(paiements),
    )


def adresses_hors_connexion() -> list[str]:
    if not moi().gere_le_dossier:
        return []
    return [url_for(f"papiers.{page}") for page in ("liste", "releve", "paiement", "quotient")]
