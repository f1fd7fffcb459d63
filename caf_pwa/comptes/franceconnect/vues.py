"""« S’identifier avec FranceConnect »: going there, coming back, being recognised, leaving."""

import hmac
from datetime import timedelta
from typing import Any, cast

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caf_pwa.comptes import attentes, seance, service
from caf_pwa.comptes.avis.avertissement import avertir
from caf_pwa.comptes.blueprint import bp, poser
from caf_pwa.comptes.courant import moi
from caf_pwa.comptes.formulaires import FormulaireConnexion
from caf_pwa.comptes.franceconnect import rapprochement
from caf_pwa.comptes.franceconnect.oidc.fournisseur import Depart, Federe
from caf_pwa.comptes.franceconnect.oidc.refus import Injoignable, Refus
from caf_pwa.comptes.franceconnect.parcours import (
    ALLER,
    DEPART,
    FIN,
    LIEN,
    commencee,
    fournisseur,
    garder,
    refuser,
    reprise,
)
from caf_pwa.comptes.franceconnect.rapprochement import IdentiteIncomplete, IdentitePivot, Issue
from caf_pwa.comptes.franceconnect.refus import genre_de
from caf_pwa.comptes.modele import Moyen
from caf_pwa.extensions import db
from caf_pwa.socle.gardes import adresse_interne, portee
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre

_INSCRIPTION = timedelta(minutes=30)


@bp.get("/connexion/franceconnect")
@portee(Portee.OUVERTE)
def franceconnect() -> ResponseReturnValue:
    """To FranceConnect, with what the browser will be recognised by when it comes back."""
    chez = fournisseur()
    suite = adresse_interne(request.args.get("suite", "")) or url_for("accueil.page")
    if current_user.is_authenticated:
        return redirect(suite)
    depart = Depart.nouveau()
    try:
        adresse = chez.adresse_de_depart(_retour(), depart)
    except Injoignable as panne:
        return refuser("panne", panne.genre)
    reponse = cast("Response", redirect(adresse, 303))
    return garder(reponse, ALLER, {"depart": vars(depart), "suite": suite})


@bp.get("/connexion/franceconnect/retour")
@portee(Portee.OUVERTE)
def retour_de_franceconnect() -> ResponseReturnValue:
    chez = fournisseur()
    try:
        depart, suite = _reprendre(chez.emetteur)
        federe = chez.identifier(request.args.get("code", ""), _retour(), depart)
        pivot = IdentitePivot.lire(federe.identite)
    except _Arret as arret:
        return refuser(arret.genre, arret.detail)
    except Injoignable as panne:
        return refuser("panne", panne.genre)
    except Refus as refus:
        return refuser("jeton", refus.genre)
    except IdentiteIncomplete:
        return refuser("incomplete")
    return _accueillir(federe, pivot, suite)


class _Arret(Exception):
    """It ends here, before anything is asked of FranceConnect."""

    def __init__(self, genre: str, detail: str = "") -> None:
        super().__init__(genre)
        self.genre, self.detail = genre, detail


def _reprendre(emetteur: str) -> tuple[Depart, str]:
    """What this very browser left with, once. Raises _Arret."""
    attente = commencee(ALLER)
    if attente is None or not _egaux(request.args.get("state", ""), attente.donnees["depart"]["state"]):
        raise _Arret("etat")
    attente = reprise(ALLER)
    if attente is None:
        raise _Arret("etat", "etat-deja-servi")
    if request.args.get("iss", emetteur) != emetteur:
        raise _Arret("jeton", "retour-iss")
    if "error" in request.args:
        raise _Arret(genre_de(request.args["error"], request.args.get("error_description", "")))
    return Depart(**attente.donnees["depart"]), attente.donnees["suite"]


def _accueillir(federe: Federe, pivot: IdentitePivot, suite: str) -> Response:
    """Somebody identified: in, or on to what is missing."""
    trouve = rapprochement.rapprocher(db.session(), federe.emetteur, federe.sub, pivot, instant())
    if trouve.issue in (Issue.CONNU, Issue.RELIE):
        if trouve.issue is Issue.RELIE:
            _prevenir(trouve.compte_id)
        return seance.entrer(trouve.compte_id, Moyen.FRANCECONNECT, suite, _federation(federe.id_token))
    if trouve.issue is Issue.SANS_COMPTE:
        return _inscrire(trouve.personne_id)
    if trouve.issue is Issue.INCONNU:
        donnees = {
            "emetteur": federe.emetteur,
            "sub": federe.sub,
            "id_token": federe.id_token,
            "nom": pivot.affichee,
            "suite": suite,
            "a": int(instant().timestamp()),
        }
        return garder(cast("Response", redirect(url_for("comptes.relier_franceconnect"), 303)), LIEN, donnees)
    return refuser(trouve.issue.value)


def _inscrire(personne_id: str) -> Response:
    """FranceConnect has proved who it is: « Créer Mon Compte » begins there."""
    donnees = {"personne_id": personne_id, "preuve": "franceconnect"}
    jeton, _ = attentes.ouvrir(db.session(), "inscription", donnees, instant(), _INSCRIPTION)
    reponse = cast("Response", redirect("/inscription", 303))
    poser(reponse, "caf-inscription", jeton, _INSCRIPTION)
    return reponse


@bp.get("/connexion/franceconnect/relier")
@portee(Portee.OUVERTE)
def relier_franceconnect() -> ResponseReturnValue:
    """Nobody matched: the person signs in otherwise once, then says that both are the same."""
    fournisseur()
    attente = commencee(LIEN)
    if attente is None:
        return refuser("etat")
    return rendre(
        "comptes/franceconnect_relier.html",
        nom=attente.donnees["nom"],
        formulaire=FormulaireConnexion({}),
        suite=url_for("comptes.relier_franceconnect"),
    )


@bp.post("/connexion/franceconnect/relier")
@portee(Portee.PERSONNE)
def relier_a_franceconnect() -> ResponseReturnValue:
    fournisseur()
    attente = commencee(LIEN)
    if attente is None:
        return refuser("etat")
    ici = url_for("comptes.relier_franceconnect")
    # A sign-in opened before is no proof: a phone left on a table would get a new way in.
    if not service.ouverte_depuis(db.session(), moi().connexion_id, attente.donnees["a"]) and not moi().confirmee(
        instant()
    ):
        return redirect(url_for("comptes.confirmer", suite=ici), 303)
    attente = reprise(LIEN)
    if attente is None:
        return refuser("etat", "etat-deja-servi")
    compte_id, dit = moi().compte_id, attente.donnees
    issue = rapprochement.relier(db.session(), compte_id, dit["emetteur"], dit["sub"], instant())
    if issue not in (Issue.RELIE, Issue.CONNU):
        return refuser(issue.value)
    _prevenir(compte_id)
    return seance.entrer(compte_id, Moyen.FRANCECONNECT, dit["suite"], _federation(dit["id_token"]))


@bp.get("/connexion/franceconnect/quitter")
@portee(Portee.OUVERTE)
def quitter_franceconnect() -> ResponseReturnValue:
    """The Caf is left; FranceConnect is still open in this browser."""
    fournisseur()
    if commencee(DEPART) is None:
        return redirect(url_for("comptes.connexion"))
    return rendre("comptes/franceconnect_quitter.html")


@bp.get("/connexion/franceconnect/quitter-aussi")
@portee(Portee.OUVERTE)
def quitter_aussi_franceconnect() -> ResponseReturnValue:
    chez = fournisseur()
    attente = reprise(DEPART)
    if attente is None:
        return redirect(url_for("comptes.connexion"))
    state = Depart.nouveau().state
    try:
        fin = url_for("comptes.fin_de_franceconnect", _external=True)
        adresse = chez.adresse_de_sortie(attente.donnees["id_token"], fin, state)
    except Injoignable as panne:
        return refuser("panne", panne.genre)
    return garder(cast("Response", redirect(adresse, 303)), FIN, {"state": state})


@bp.get("/connexion/franceconnect/fin")
@portee(Portee.OUVERTE)
def fin_de_franceconnect() -> ResponseReturnValue:
    fournisseur()
    attente = reprise(FIN)
    if attente is None or not _egaux(request.args.get("state", ""), attente.donnees["state"]):
        return redirect(url_for("comptes.connexion"))
    return rendre("comptes/franceconnect_fin.html")


def _retour() -> str:
    return url_for("comptes.retour_de_franceconnect", _external=True)


def _egaux(recu: str, garde: str) -> bool:
    return hmac.compare_digest(recu.encode(), garde.encode())


def _federation(id_token: str) -> dict[str, Any]:
    return {"id_token": id_token}


def _prevenir(compte_id: str) -> None:
    avertir(compte_id, "franceconnect", "Votre compte est maintenant relié à FranceConnect")
