"""Mon calendrier: the dates as a list, as a file, and at a private address."""

import hashlib

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes import calendrier_prive
from caf_pwa.comptes.courant import moi
from caf_pwa.demarches.lecture import Qui
from caf_pwa.echeances import ics, service
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import confirmation_recente, portee
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre

bp = Blueprint("calendrier", __name__, url_prefix="/calendrier")


@bp.get("")
@portee(Portee.PERSONNE)
def page() -> Response:
    return _page()


@bp.get("/dates.ics")
@portee(Portee.PERSONNE)
def fichier() -> Response:
    return _telecharger(detaille=False)


@bp.get("/dates-completes.ics")
@portee(Portee.PERSONNE)
def fichier_complet() -> Response:
    return _telecharger(detaille=True)


@bp.post("/adresse")
@portee(Portee.PERSONNE)
@confirmation_recente(retour="calendrier.page")
def ouvrir() -> Response:
    jeton = calendrier_prive.ouvrir(db.session(), moi().compte_id, instant(), "titres" in request.form)
    return _page(url_for("calendrier.prive", jeton=jeton, _external=True))


@bp.post("/adresse/fin")
@portee(Portee.PERSONNE)
def fermer() -> ResponseReturnValue:
    calendrier_prive.fermer(db.session(), moi().compte_id, instant())
    return redirect(url_for("calendrier.page"), 303)


@bp.get("/prive/<jeton>.ics")
@portee(Portee.OUVERTE)  # the address is the key: a calendar signs in nowhere
def prive(jeton: str) -> Response:
    lecteur = calendrier_prive.lecteur(db.session(), jeton, horloge.aujourdhui())
    reponse = _calendrier(lecteur, lecteur.detaille)
    reponse.headers["Cache-Control"] = "private, no-cache"
    reponse.set_etag(hashlib.sha256(reponse.get_data()).hexdigest()[:24])
    reponse.make_conditional(request)
    return reponse


def _page(adresse: str | None = None) -> Response:
    """``adresse``: the private one that was just made, shown this once."""
    session, aujourdhui = db.session(), horloge.aujourdhui()
    dates = service.dates(session, moi(), aujourdhui)
    prive = calendrier_prive.ouvert(session, moi().compte_id)
    return rendre("echeances/calendrier.html", dates=dates, prive=prive, adresse=adresse)


def _telecharger(detaille: bool) -> Response:
    reponse = _calendrier(moi(), detaille)
    reponse.headers["Content-Disposition"] = 'attachment; filename="dates.ics"'
    return reponse


def _calendrier(qui: Qui, detaille: bool) -> Response:
    aujourdhui = horloge.aujourdhui()
    octets = ics.ecrire(service.dates(db.session(), qui, aujourdhui), aujourdhui, detaille)
    return Response(octets, content_type="text/calendar; charset=utf-8")


def adresses_hors_connexion() -> list[str]:
    return [url_for("calendrier.page")]
