"""Asking something about a debt: contesting it, a remission, instalments; what was sent, and taking it back."""

import uuid
from typing import Any

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes.courant import moi
from caf_pwa.dettes import demandes, graphique, moteur, plan, service
from caf_pwa.dettes.blueprint import bp
from caf_pwa.dettes.formulaires import Bornes, FormulaireContestation, FormulaireEcheancier, FormulaireRemise
from caf_pwa.dettes.modele import DemandeDeCreance, GenreDeDemande
from caf_pwa.dettes.service import Dette
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.formats import jour
from caf_pwa.socle.formulaires import Formulaire
from caf_pwa.socle.gardes import confirmation_recente, portee
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.parametres import parametre
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre, saisie


@bp.get("/<creance_id>/contester")
@portee(Portee.FOYER)
def contester(creance_id: str) -> ResponseReturnValue:
    dette = _dette(creance_id)
    voies = _voies(dette)
    if not voies:
        return redirect(url_for("dettes.dette", creance_id=creance_id))
    return _page_contester(dette, FormulaireContestation(None, voies))


@bp.post("/<creance_id>/contester")
@portee(Portee.FOYER)
def envoyer_la_contestation(creance_id: str) -> ResponseReturnValue:
    dette = _dette(creance_id)
    deja = demandes.deja_deposee(db.session(), moi().compte_id, request.form.get("cle", ""))
    if deja is not None:
        return _vers(deja)
    voies = _voies(dette)
    if not voies:
        raise moteur.Impossible
    formulaire = FormulaireContestation(saisie(), voies)
    if not formulaire.validate():
        return _page_contester(dette, formulaire, 422)
    reponses = {formulaire.pourquoi.label.text: formulaire.pourquoi.en_clair()}
    return _deposer(dette, demandes.Saisie(GenreDeDemande(formulaire.genre.data), reponses))


@bp.get("/<creance_id>/remise")
@portee(Portee.FOYER)
def remise(creance_id: str) -> ResponseReturnValue:
    dette = _dette(creance_id)
    if not dette.peut_demander(GenreDeDemande.REMISE):
        return redirect(url_for("dettes.dette", creance_id=creance_id))
    return _page("remise", dette, FormulaireRemise())


@bp.post("/<creance_id>/remise")
@portee(Portee.FOYER)
def envoyer_la_remise(creance_id: str) -> ResponseReturnValue:
    dette, formulaire = _dette(creance_id), FormulaireRemise(saisie())
    if not formulaire.validate():
        return _page("remise", dette, formulaire, 422)
    return _deposer(dette, demandes.Saisie(GenreDeDemande.REMISE, dict(formulaire.lignes())))


@bp.get("/<creance_id>/echeancier")
@portee(Portee.FOYER)
def echeancier(creance_id: str) -> ResponseReturnValue:
    dette = _dette(creance_id)
    if not dette.peut_demander(GenreDeDemande.ECHEANCIER):
        return redirect(url_for("dettes.dette", creance_id=creance_id))
    return _page("echeancier", dette, FormulaireEcheancier(None, _bornes(dette)), apercu=None)


@bp.post("/<creance_id>/echeancier")
@portee(Portee.FOYER)
def simuler_un_echeancier(creance_id: str) -> Response:
    """What it would give; nothing is sent."""
    dette = _dette(creance_id)
    formulaire = FormulaireEcheancier(saisie(), _bornes(dette))
    if not formulaire.validate():
        return _page("echeancier", dette, formulaire, 422, apercu=None)
    reste = dette.creance.reste
    mois = plan.etaler(reste, formulaire.mensualite, service.premier_mois(dette.creance, dette.etat, dette.jour))
    a_prouver = not moi().confirmee(instant())
    return _page(
        "echeancier", dette, formulaire, apercu=mois, courbe=graphique.tracer(reste, mois), a_prouver=a_prouver
    )


@bp.post("/<creance_id>/echeancier/envoi")
@portee(Portee.FOYER)
@confirmation_recente(retour="dettes.echeancier")
def envoyer_l_echeancier(creance_id: str) -> ResponseReturnValue:
    dette = _dette(creance_id)
    formulaire = FormulaireEcheancier(saisie(), _bornes(dette))
    if not formulaire.validate():
        return _page("echeancier", dette, formulaire, 422, apercu=None)
    return _deposer(dette, demandes.Saisie(GenreDeDemande.ECHEANCIER, {}, formulaire.mensualite))


@bp.get("/demandes/<demande_id>")
@portee(Portee.FOYER)
def demande(demande_id: str) -> Response:
    """The receipt of what was asked, and its answer."""
    une = demandes.lire(db.session(), moi().foyer_id, demande_id)
    return rendre("dettes/demande.html", demande=une, dette=_dette(une.creance_id))


@bp.post("/demandes/<demande_id>/retrait")
@portee(Portee.FOYER)
@confirmation_recente(retour="dettes.demande")
def retirer(demande_id: str) -> ResponseReturnValue:
    une = demandes.lire(db.session(), moi().foyer_id, demande_id)
    demandes.retirer(db.session(), moi(), une, (horloge.aujourdhui(), instant()))
    return _vers(une)


def _voies(dette: Dette) -> list[tuple[str, str]]:
    """The ways to contest that are open today, as a form offers them."""
    aujourdhui, echeances, voies = horloge.aujourdhui(), dette.echeances, []
    if dette.peut_demander(GenreDeDemande.RECTIFICATION):
        mots = f"Une rectification, jusqu’au {jour(echeances.rectification)} : votre Caf vérifie son calcul."
        voies.append((GenreDeDemande.RECTIFICATION.value, mots))
    if dette.peut_demander(GenreDeDemande.RECOURS):
        delai = "jusqu’au" if aujourdhui <= echeances.recours else "hors délai depuis le"
        mots = f"Un recours, {delai} {jour(echeances.recours)} : une lettre à la commission de recours amiable."
        voies.append((GenreDeDemande.RECOURS.value, mots))
    return voies


def _bornes(dette: Dette) -> Bornes:
    au_plus = parametre("dette.mensualites_au_plus", horloge.aujourdhui())
    return Bornes(dette.creance.reste, int(au_plus))


def _dette(creance_id: str) -> Dette:
    return service.lire(db.session(), moi().foyer_id, creance_id, horloge.aujourdhui())


def _deposer(dette: Dette, quoi: demandes.Saisie) -> ResponseReturnValue:
    quand, cle = (horloge.aujourdhui(), instant()), request.form.get("cle", "")
    une = demandes.deposer(db.session(), moi(), dette.creance.id, quoi, cle, quand)
    return _vers(une)


def _vers(une: DemandeDeCreance) -> ResponseReturnValue:
    return redirect(url_for("dettes.demande", demande_id=une.id), 303)


def _page_contester(dette: Dette, formulaire: Formulaire, statut: int = 200) -> Response:
    tard = horloge.aujourdhui() > dette.echeances.recours
    return _page("contester", dette, formulaire, statut, tard=tard)


def _page(nom: str, dette: Dette, formulaire: Formulaire, statut: int = 200, **valeurs: Any) -> Response:
    """``cle``: made with the page, so that the same form sent twice is one request."""
    cle = request.form.get("cle") or uuid.uuid4().hex
    return rendre(f"dettes/{nom}.html", statut, dette=dette, formulaire=formulaire, cle=cle, **valeurs)
