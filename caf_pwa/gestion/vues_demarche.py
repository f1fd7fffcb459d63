"""One démarche: why one opens it, what it says, its documents."""

from typing import Any

from flask import Response, current_app, redirect, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes.courant import moi_agent
from caf_pwa.demarches.modele import Demarche
from caf_pwa.extensions import db, horloge
from caf_pwa.gestion import service
from caf_pwa.gestion.blueprint import bp, conseiller
from caf_pwa.gestion.formulaires import FormulaireMotif, FormulairePiece, FormulaireQuestion, FormulaireRefus
from caf_pwa.socle.formulaires import Formulaire
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre, saisie, telecharger


@bp.get("/demarches/<demarche_id>")
@portee(Portee.AGENT)
def demarche(demarche_id: str) -> Response:
    try:
        return page(service.ouverte(db.session(), conseiller(), demarche_id))
    except service.MotifAttendu:
        return _page_motif(demarche_id, FormulaireMotif())


@bp.post("/demarches/<demarche_id>/motif")
@portee(Portee.AGENT)
def ouvrir(demarche_id: str) -> ResponseReturnValue:
    formulaire = FormulaireMotif(saisie())
    if not formulaire.validate():
        return _page_motif(demarche_id, formulaire, 422)
    une = service.demarche(db.session(), conseiller(), demarche_id)
    service.ouvrir(db.session(), conseiller(), une, formulaire.motif)
    return redirect(url_for("gestion.demarche", demarche_id=demarche_id), 303)


@bp.get("/documents/<document_id>/fichier")
@portee(Portee.AGENT)
def fichier(document_id: str) -> Response:
    """Downloaded, never shown in this window: what people send stays out of our pages."""
    session, qui = db.session(), conseiller()
    une = service.ouverte(session, qui, service.demarche_du_document(session, document_id))
    un = service.document(session, une, document_id)
    return telecharger(service.lire_un_document(session, current_app.extensions["documents"], qui, une, un), un.taille)


def page(
    une: Demarche, statut: int = 200, formulaires: dict[str, Formulaire] | None = None, refuse: str | None = None
) -> Response:
    """``formulaires``: those to show as they were filled in. ``refuse``: the document refused without a reason."""
    session, aujourdhui = db.session(), horloge.aujourdhui()
    vides = {"question": FormulaireQuestion(), "piece": FormulairePiece(None, aujourdhui), "refus": FormulaireRefus()}
    return rendre(
        "gestion/demarche.html",
        statut,
        demarche=une,
        dossier=service.lire_le_dossier(session, une),
        documents=service.documents_de(session, une),
        mienne=une.agent_id == moi_agent().agent_id,
        maintenant=instant(),
        formulaires=vides | (formulaires or {}),
        refuse=refuse,
    )


def _page_motif(demarche_id: str, formulaire: Any, statut: int = 200) -> Response:
    une = service.demarche(db.session(), conseiller(), demarche_id)
    return rendre(
        "gestion/motif.html",
        statut,
        titre=une.titre,
        numero=une.numero,
        recue_le=une.deposee_le,
        action=url_for("gestion.ouvrir", demarche_id=demarche_id),
        formulaire=formulaire,
    )
