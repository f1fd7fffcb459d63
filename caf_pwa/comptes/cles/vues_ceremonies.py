"""What the scripts of « empreinte ou visage » ask and answer: signing in, confirming, adding a key. JSON only."""

import logging
from typing import Any

from flask import Response, jsonify, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes import seance, service
from caf_pwa.comptes.avis.avertissement import avertir
from caf_pwa.comptes.blueprint import bp
from caf_pwa.comptes.cles import ceremonies, passkeys
from caf_pwa.comptes.cles import service as cles
from caf_pwa.comptes.cles.ceremonies import AJOUT, CONFIRMATION, CONNEXION, REFUS
from caf_pwa.comptes.cles.service import CompteurEnArriere
from caf_pwa.comptes.courant import moi
from caf_pwa.comptes.identite import pseudonyme_de
from caf_pwa.comptes.modele import Cle, Moyen
from caf_pwa.extensions import db, horloge
from caf_pwa.socle.gardes import adresse_interne, confirmation_recente, portee
from caf_pwa.socle.portee import Portee

_journal = logging.getLogger(__name__)


@bp.post("/connexion/cle/debut")
@portee(Portee.OUVERTE)
def commencer_connexion_par_cle() -> ResponseReturnValue:
    """The same for everybody: nobody has said who they are."""
    return ceremonies.ouvrir(CONNEXION, passkeys.options_reponse)


@bp.post("/connexion/cle")
@portee(Portee.OUVERTE)
def connexion_par_cle() -> ResponseReturnValue:
    try:
        corps = ceremonies.corps()
        cle = _reconnaitre(CONNEXION, corps)
    except REFUS as refus:
        return ceremonies.refuser(refus)
    suite = adresse_interne(ceremonies.texte(corps, "suite")) or url_for("accueil.page")
    return _en_json(seance.entrer(cle.compte_id, Moyen.CLE, suite), cle.compte_id)


@bp.post("/compte/confirmer/cle/debut")
@portee(Portee.PERSONNE)
def commencer_confirmation_par_cle() -> ResponseReturnValue:
    miennes = cles.identifiants(db.session(), moi().compte_id)
    return ceremonies.ouvrir(
        CONFIRMATION, lambda site, defi: passkeys.options_reponse(site, defi, miennes), moi().compte_id
    )


@bp.post("/compte/confirmer/cle")
@portee(Portee.PERSONNE)
def confirmer_par_cle() -> ResponseReturnValue:
    compte_id = moi().compte_id
    try:
        corps = ceremonies.corps()
        _reconnaitre(CONFIRMATION, corps, compte_id)
    except REFUS as refus:
        return ceremonies.refuser(refus)
    suite = adresse_interne(ceremonies.texte(corps, "suite")) or url_for("comptes.compte")
    return _en_json(seance.confirmer(suite), compte_id)


@bp.post("/compte/cles/debut")
@portee(Portee.PERSONNE)
@confirmation_recente("comptes.nouvelle_cle")
def commencer_ajout_de_cle() -> ResponseReturnValue:
    session, compte_id = db.session(), moi().compte_id
    nom = service.identifiant_masque(session, compte_id)  # what the browser shows of the account when it asks
    deja = cles.identifiants(session, compte_id)
    return ceremonies.ouvrir(
        AJOUT, lambda site, defi: passkeys.options_ajout(site, compte_id, nom, deja, defi), compte_id
    )


@bp.post("/compte/cles")
@portee(Portee.PERSONNE)
@confirmation_recente("comptes.nouvelle_cle")
def ajouter_cle() -> ResponseReturnValue:
    compte_id = moi().compte_id
    try:
        corps = ceremonies.corps()
        defi = ceremonies.prendre(AJOUT, compte_id)
        nouvelle = passkeys.verifier_ajout(ceremonies.site(), defi, corps.get("cle"))
        cles.ajouter(
            db.session(), compte_id, nouvelle, ceremonies.texte(corps, "nom"), _transports(corps), horloge.maintenant()
        )
    except REFUS as refus:
        return ceremonies.refuser(refus)
    avertir(compte_id, "cle-ajoutee", "Ajout d’une clé «\xa0empreinte ou visage\xa0» à votre compte")
    return jsonify(suite=url_for("comptes.cles"), compte=pseudonyme_de(compte_id))


def _reconnaitre(genre: str, corps: dict[str, Any], compte_id: str | None = None) -> Cle:
    """The key that answers the challenge of this browser. Raises one of REFUS."""
    reponse = passkeys.lire(corps.get("cle"))
    defi = ceremonies.prendre(genre, compte_id)
    try:
        return cles.reconnaitre(db.session(), ceremonies.site(), defi, reponse, horloge.maintenant(), compte_id)
    except CompteurEnArriere as copie:
        _journal.warning("a passkey counted back: its answer was refused, and its owner is told")
        texte = "Refus d’une clé «\xa0empreinte ou visage\xa0» qui a peut-être été copiée"
        avertir(copie.compte_id, "cle-refusee", texte)
        db.session.commit()  # a refusal is rolled back; this must stay
        raise


def _transports(corps: dict[str, Any]) -> str:
    """How the browser reaches the key, from the short list of the standard."""
    cle = corps.get("cle")
    reponse = cle.get("response") if isinstance(cle, dict) else None
    donnes = reponse.get("transports") if isinstance(reponse, dict) else None
    connus = ("usb", "nfc", "ble", "smart-card", "hybrid", "internal")
    return ",".join(un for un in connus if isinstance(donnes, list) and un in donnes)


def _en_json(redirection: Response, compte_id: str) -> Response:
    """A script cannot read where a redirect leads: it is told, with the cookie and the account's name on devices."""
    reponse = jsonify(suite=redirection.location, compte=pseudonyme_de(compte_id))
    for biscuit in redirection.headers.getlist("Set-Cookie"):
        reponse.headers.add("Set-Cookie", biscuit)
    return reponse
