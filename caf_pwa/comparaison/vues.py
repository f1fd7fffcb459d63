"""« Pourquoi ce montant a changé ? »"""

from flask import Blueprint, Response, request, url_for

from caf_pwa.allocations import service as allocations
from caf_pwa.comparaison import service
from caf_pwa.comptes.courant import moi
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre

bp = Blueprint("comparaison", __name__, url_prefix="/allocations/comparer")


@bp.get("")
@portee(Portee.FOYER)
def comparer() -> Response:
    """Two months side by side. A month in an address tells nothing of anybody: both may be kept as a bookmark."""
    session, aujourdhui, demandes = db.session(), horloge.aujourdhui(), request.args
    erreur = None
    try:
        comparaison = service.comparer(session, moi(), demandes.get("avant"), demandes.get("apres"), aujourdhui)
    except service.MoisInvalides as refus:
        erreur, comparaison = str(refus), service.comparer(session, moi(), None, None, aujourdhui)
    statut = 422 if erreur else 200
    return rendre("comparaison/comparer.html", statut, comparaison=comparaison, erreur=erreur)


def adresses_hors_connexion() -> list[str]:
    if not moi().gere_le_dossier:
        return []
    payes = service.mois_payes(allocations.paiements(db.session(), moi().foyer_id, horloge.aujourdhui()))
    return [
        url_for("comparaison.comparer"),
        *(url_for("comparaison.comparer", apres=f"{mois:%Y-%m}") for mois in payes),
    ]
