"""What the views of FranceConnect share: the provider, what the browser has begun, what is told of a refusal."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from flask import Response, abort, current_app, redirect, request, url_for
from flask_login import current_user

from caf_pwa.comptes import attentes, service
from caf_pwa.comptes.blueprint import lu, poser
from caf_pwa.comptes.courant import moi
from caf_pwa.comptes.franceconnect.oidc.fournisseur import Fournisseur
from caf_pwa.comptes.franceconnect.refus import CODES, refus_de
from caf_pwa.comptes.modele import Attente
from caf_pwa.extensions import db
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.web import rendre

COOKIE = "caf-franceconnect"
ALLER, LIEN, DEPART, FIN = "franceconnect", "franceconnect-lien", "franceconnect-depart", "franceconnect-fin"
DUREES = {
    ALLER: timedelta(minutes=10),
    LIEN: timedelta(minutes=30),
    DEPART: timedelta(minutes=10),
    FIN: timedelta(minutes=10),
}


def fournisseur() -> Fournisseur:
    """The provider of identities; 404 where there is none."""
    connu = current_app.extensions["franceconnect"]
    if connu is None:
        abort(404)
    return cast("Fournisseur", connu)


@dataclass(frozen=True)
class Bouton:
    """The official words: ``marque`` after « S’identifier avec », ``aide`` where FranceConnect tells what it is."""

    marque: str
    aide: str


def bouton() -> Bouton | None:
    """None where there is no provider."""
    connu = current_app.extensions["franceconnect"]
    if connu is None:
        return None
    if connu.plus:
        return Bouton("FranceConnect+", "https://franceconnect.gouv.fr/franceconnect-plus")
    return Bouton("FranceConnect", "https://franceconnect.gouv.fr/")


def garder(reponse: Response, genre: str, donnees: dict[str, Any]) -> Response:
    """This browser has begun that: it alone goes on with it."""
    jeton, _ = attentes.ouvrir(db.session(), genre, donnees, instant(), DUREES[genre])
    poser(reponse, COOKIE, jeton, DUREES[genre])
    return reponse


def commencee(genre: str) -> Attente | None:
    """What this browser has begun, of that kind."""
    return attentes.lire(db.session(), genre, lu(COOKIE), instant())


def reprise(genre: str) -> Attente | None:
    """The same, for the last time, whatever is answered."""
    attente = attentes.prendre(db.session(), genre, lu(COOKIE), instant())
    db.session.commit()  # a refusal undoes what a request did, and the provider is asked without a transaction open
    return attente


def refuser(genre: str, detail: str = "") -> Response:
    """A page that says what happened and the other ways in; the log has the kind, and nobody's name."""
    current_app.logger.warning("FranceConnect %s %s: %s", request.method, request.endpoint, detail or genre)
    refus = refus_de(genre)
    reponse = rendre("comptes/franceconnect_refus.html", refus.statut, refus=refus, codes=CODES)
    if refus.statut == 503:
        reponse.headers["Retry-After"] = "60"
    return reponse


def federation_courante() -> dict[str, Any]:
    """What leaving FranceConnect asks for; empty when this sign-in did not come from there."""
    if current_app.extensions["franceconnect"] is None or not current_user.is_authenticated:
        return {}
    return service.federation(db.session(), moi().connexion_id)


def sortie(federation: dict[str, Any]) -> Response:
    """After the sign-in is closed: the sign-in page, or the choice to leave FranceConnect too."""
    if not federation:
        return cast("Response", redirect(url_for("comptes.connexion"), 303))
    reponse = cast("Response", redirect(url_for("comptes.quitter_franceconnect"), 303))
    return garder(reponse, DEPART, federation)
