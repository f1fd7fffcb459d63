"""The papers issued to a household, and withdrawing one."""

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.extensions import db
from caf_pwa.gestion import papiers as retraits
from caf_pwa.gestion import service
from caf_pwa.gestion.blueprint import bp, conseiller
from caf_pwa.gestion.formulaires import FormulaireRetrait
from caf_pwa.papiers import emission
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre, saisie


@bp.get("/demarches/<demarche_id>/papiers")
@portee(Portee.AGENT)
def papiers(demarche_id: str) -> Response:
    return _page(demarche_id)


@bp.post("/demarches/<demarche_id>/papiers/<papier_id>/retrait")
@portee(Portee.AGENT)
def retirer_un_papier(demarche_id: str, papier_id: str) -> ResponseReturnValue:
    une, formulaire = service.ouverte(db.session(), conseiller(), demarche_id), FormulaireRetrait(saisie())
    papier = emission.du_foyer(db.session(), une.foyer_id, papier_id)
    if not formulaire.validate():
        return _page(demarche_id, 422, papier.id)
    retraits.retirer(db.session(), conseiller(), papier, formulaire.motif.en_clair())
    return redirect(url_for("gestion.papiers", demarche_id=demarche_id), 303)


def _page(demarche_id: str, statut: int = 200, sans_motif: str | None = None) -> Response:
    """``sans_motif``: the paper that was to be withdrawn without a reason."""
    une = service.ouverte(db.session(), conseiller(), demarche_id)
    delivres = emission.delivres(db.session(), une.foyer_id)
    return rendre("gestion/papiers.html", statut, demarche=une, delivres=delivres, sans_motif=sans_motif)
