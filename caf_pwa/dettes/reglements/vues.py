"""« Rembourser »: how much, what it comes to and the way to the gateway, what became of it; the gateway's notices."""

import secrets
from typing import cast

from flask import Blueprint, Flask, Response, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes.courant import moi
from caf_pwa.config import Reglages
from caf_pwa.dettes import demandes
from caf_pwa.dettes.modele import Creance
from caf_pwa.dettes.reglements import service, tenue
from caf_pwa.dettes.reglements.formulaires import FormulaireRemboursement
from caf_pwa.dettes.reglements.guichet import AvisRefuse, Commande, FormulaireDePaiement, Guichet
from caf_pwa.dettes.reglements.lyra import Lyra
from caf_pwa.dettes.reglements.modele import Reglement
from caf_pwa.dettes.reglements.moteur import EtatReglement
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import confirmation_recente, portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import POLITIQUE_DE_CONTENU, laisse_une_trace, rendre, saisie

TAILLE_D_UN_AVIS = 16 * 1024  # bytes: several times the longest honest one

bp = Blueprint("reglements", __name__, url_prefix="/dettes")


def init_app(app: Flask) -> None:
    reglage = cast("Reglages", app.config["REGLAGES"]).paiement
    app.extensions["guichet"] = Lyra(reglage) if reglage else None


def _guichet() -> Guichet:
    """The gateway; 404 where there is none."""
    return _guichet_ou_rien() or abort(404)


def _guichet_ou_rien() -> Guichet | None:
    return cast("Guichet | None", current_app.extensions["guichet"])


@bp.get("/<creance_id>/rembourser")
@portee(Portee.FOYER)
@confirmation_recente()
@laisse_une_trace  # a payment that was begun expires without the dossier changing
def rembourser(creance_id: str) -> Response:
    dette = service.creance(db.session(), moi().foyer_id, creance_id)
    return _demander(dette, FormulaireRemboursement(None, service.reste_a_payer(dette)))


@bp.post("/<creance_id>/rembourser")
@portee(Portee.FOYER)
@confirmation_recente(retour="reglements.rembourser")
def commencer(creance_id: str) -> ResponseReturnValue:
    _guichet()
    dette = service.creance(db.session(), moi().foyer_id, creance_id)
    formulaire = FormulaireRemboursement(saisie(), service.reste_a_payer(dette))
    if not formulaire.validate():
        return _demander(dette, formulaire, 422)
    cle = request.form.get("cle", "")
    try:
        reglement = service.commencer(db.session(), moi(), creance_id, formulaire.montant, cle, horloge.maintenant())
    except service.DejaCommence:
        return _demander(dette, formulaire, 409)
    return redirect(url_for("reglements.payer", reglement_id=reglement.id), 303)


@bp.get("/reglements/<reglement_id>/payer")
@portee(Portee.FOYER)
@confirmation_recente()
@laisse_une_trace
def payer(reglement_id: str) -> ResponseReturnValue:
    """What it comes to, and the one form of the application that is posted elsewhere."""
    guichet, reglement = _guichet_ou_rien(), service.un(db.session(), moi().foyer_id, reglement_id)
    if guichet is None or reglement.etat_a(horloge.maintenant()) is not EtatReglement.COMMENCE:
        return redirect(url_for("reglements.reglement", reglement_id=reglement_id), 303)
    reponse = rendre("dettes/reglements/payer.html", reglement=reglement, ailleurs=_commander(guichet, reglement))
    politique = POLITIQUE_DE_CONTENU.replace("form-action 'self'", f"form-action 'self' {guichet.origine}")
    reponse.headers["Content-Security-Policy"] = politique
    return reponse


@bp.get("/reglements/<reglement_id>")
@portee(Portee.FOYER)
@laisse_une_trace
def reglement(reglement_id: str) -> ResponseReturnValue:
    """Where the payment is, as the gateway's notices say: coming back here proves nothing."""
    trouve = service.un(db.session(), moi().foyer_id, reglement_id)
    etat = trouve.etat_a(horloge.maintenant())
    if etat is EtatReglement.COMMENCE and "attente" in request.headers.get("HX-Source", ""):
        return "", 204  # asked again by the page itself: nothing new, and nothing is to move under the reader
    return rendre("dettes/reglements/reglement.html", reglement=trouve, etat=etat)


@bp.post("/reglements/<reglement_id>/abandon")
@portee(Portee.FOYER)
def abandonner(reglement_id: str) -> ResponseReturnValue:
    service.abandonner(db.session(), moi().foyer_id, reglement_id, horloge.maintenant())
    return redirect(url_for("reglements.reglement", reglement_id=reglement_id), 303)


def adresses_hors_connexion() -> list[str]:
    """The receipts."""
    if not moi().gere_le_dossier:
        return []
    payes = service.payes(db.session(), moi().foyer_id)
    return [url_for("reglements.reglement", reglement_id=un.id) for un in payes]


@bp.post("/reglements/avis")
@portee(Portee.OUVERTE)
def avis() -> ResponseReturnValue:
    """A notice of the gateway, which signs it: nothing else is known of who sends it."""
    guichet = _guichet()
    request.max_content_length = TAILLE_D_UN_AVIS
    try:
        nouveau = tenue.recevoir(db.session(), guichet.nom, guichet.lire_avis(request.get_data()), horloge.maintenant())
    except AvisRefuse as refus:
        current_app.logger.warning("Payment notice refused: %s", refus)
        return Response("refuse\n", 400, mimetype="text/plain")
    return Response("nouveau\n" if nouveau else "deja recu\n", mimetype="text/plain")


def _demander(dette: Creance, formulaire: FormulaireRemboursement, statut: int = 200) -> Response:
    """The form, or what stands in its way: a payment under way, nothing left, no gateway."""
    return rendre(
        "dettes/reglements/rembourser.html",
        statut,
        dette=dette,
        gelee=dette.etat.gelee or demandes.gelee(db.session(), dette.foyer_id, dette.id),
        formulaire=formulaire,
        commence=service.commence(db.session(), dette.id, horloge.maintenant()),
        en_ligne=_guichet_ou_rien() is not None,
        cle=request.form.get("cle") or secrets.token_hex(16),
    )


def _commander(guichet: Guichet, reglement: Reglement) -> FormulaireDePaiement:
    """The amount is the base's own: nothing of it comes from the browser."""
    retour = url_for("reglements.reglement", reglement_id=reglement.id, _external=True)
    ou_dire = url_for("reglements.avis", _external=True)
    return guichet.formulaire(Commande(reglement.reference, reglement.montant, reglement.commence_le, retour, ou_dire))
