"""The requests about debts: the list, why one opens one, what it says, the answer."""

from typing import Any

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.dettes import decisions
from caf_pwa.dettes import service as creances
from caf_pwa.dettes.modele import DemandeDeCreance
from caf_pwa.extensions import db, horloge
from caf_pwa.gestion import dettes, service
from caf_pwa.gestion.blueprint import bp, conseiller
from caf_pwa.gestion.formulaires import FormulaireDecision, FormulaireMotif, FormulaireRefus
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre, revision, saisie


@bp.get("/dettes")
@portee(Portee.AGENT)
def demandes_sur_dettes() -> Response:
    return rendre("gestion/dettes.html", lignes=dettes.en_attente(db.session(), conseiller()))


@bp.get("/dettes/<demande_id>")
@portee(Portee.AGENT)
def demande(demande_id: str) -> Response:
    try:
        return _page(dettes.ouverte(db.session(), conseiller(), demande_id))
    except service.MotifAttendu:
        return _page_motif(demande_id, FormulaireMotif())


@bp.post("/dettes/<demande_id>/motif")
@portee(Portee.AGENT)
def ouvrir_la_demande(demande_id: str) -> ResponseReturnValue:
    formulaire = FormulaireMotif(saisie())
    if not formulaire.validate():
        return _page_motif(demande_id, formulaire, 422)
    une = dettes.demande(db.session(), conseiller(), demande_id)
    dettes.ouvrir(db.session(), conseiller(), une, formulaire.motif)
    return _retour(demande_id)


@bp.post("/dettes/<demande_id>/acceptation")
@portee(Portee.AGENT)
def accepter_la_demande(demande_id: str) -> ResponseReturnValue:
    une = _ouverte(demande_id)
    formulaire = FormulaireDecision(saisie(), une)
    if not formulaire.validate():
        return _page(une, 422, decision=formulaire)
    assert formulaire.accorde.montant is not None
    reponse = _reponse(formulaire.mots.en_clair())
    try:
        dettes.accepter(db.session(), conseiller(), une, formulaire.accorde.montant, reponse)
    except decisions.HorsBornes as refus:
        formulaire.refuser(formulaire.accorde, str(refus))
        return _page(une, 422, decision=formulaire)
    return _retour(demande_id)


@bp.post("/dettes/<demande_id>/refus")
@portee(Portee.AGENT)
def refuser_la_demande(demande_id: str) -> ResponseReturnValue:
    une, formulaire = _ouverte(demande_id), FormulaireRefus(saisie())
    if not formulaire.validate():
        return _page(une, 422, refus=formulaire)
    dettes.refuser(db.session(), conseiller(), une, _reponse(formulaire.motif.en_clair()))
    return _retour(demande_id)


def _ouverte(demande_id: str) -> DemandeDeCreance:
    return dettes.ouverte(db.session(), conseiller(), demande_id)


def _reponse(mots: str) -> decisions.Reponse:
    return decisions.Reponse(conseiller().agent_id, revision(), mots, horloge.aujourdhui(), instant())


def _retour(demande_id: str) -> ResponseReturnValue:
    return redirect(url_for("gestion.demande", demande_id=demande_id), 303)


def _page(une: DemandeDeCreance, statut: int = 200, **formulaires: Any) -> Response:
    """``formulaires``: those to show as they were filled in."""
    session = db.session()
    return rendre(
        "gestion/demande.html",
        statut,
        demande=une,
        dette=creances.lire(session, une.foyer_id, une.creance_id, horloge.aujourdhui()),
        auteur=dettes.auteur(session, une),
        **{"decision": FormulaireDecision(None, une), "refus": FormulaireRefus()} | formulaires,
    )


def _page_motif(demande_id: str, formulaire: FormulaireMotif, statut: int = 200) -> Response:
    une = dettes.demande(db.session(), conseiller(), demande_id)
    return rendre(
        "gestion/motif.html",
        statut,
        titre=une.genre.titre,
        numero=une.numero,
        recue_le=une.deposee_le,
        action=url_for("gestion.ouvrir_la_demande", demande_id=demande_id),
        formulaire=formulaire,
    )
