"""A ceremony: a browser is given a challenge, its person touches the sensor, it answers. One open for each browser."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Response, jsonify, request

from caf_pwa.comptes import attentes
from caf_pwa.comptes.blueprint import lu, poser
from caf_pwa.comptes.cles import passkeys
from caf_pwa.comptes.cles.passkeys import CleRefusee, ReponseIllisible, Site
from caf_pwa.comptes.cles.service import CleInconnue, CompteurEnArriere, TropDeCles
from caf_pwa.extensions import db
from caf_pwa.socle.erreurs import ErreurMetier
from caf_pwa.socle.horloge import instant

AJOUT, CONNEXION, CONFIRMATION = "cle-ajout", "cle-connexion", "cle-confirmation"

_COOKIE = "caf-cle"
_DUREE = timedelta(minutes=5)
_TAILLE = 16 * 1024  # no browser answers with more


class DefiPasse(ErreurMetier):
    """No challenge waits for this answer: too late, given already, or given to another browser."""


# What a script is told: the status, a word for it, a sentence for the person.
_REFUS: dict[type[ErreurMetier], tuple[int, str, str]] = {
    ReponseIllisible: (400, "illisible", "Votre appareil a envoyé une réponse incomplète. Recommencez."),
    DefiPasse: (409, "passe", "La demande a expiré. Recommencez."),
    CleInconnue: (404, "inconnue", "Nous ne connaissons pas cette clé. Connectez-vous avec votre mot de passe."),
    CleRefusee: (403, "refusee", "Cette clé ne peut pas être acceptée. Recommencez, ou prenez votre mot de passe."),
    CompteurEnArriere: (
        403,
        "refusee",
        "Cette clé ne peut pas être acceptée. Recommencez, ou prenez votre mot de passe.",
    ),
    TropDeCles: (409, "trop", TropDeCles.phrase),
}


def site() -> Site:
    """Where this request was made. Hosts that are not ours never come this far."""
    return Site(request.host.partition(":")[0], request.host_url.rstrip("/"))


def ouvrir(genre: str, options: Callable[[Site, bytes], dict[str, Any]], compte_id: str | None = None) -> Response:
    """Give this browser a challenge. What it had begun with another key is over."""
    session, defi = db.session(), passkeys.nouveau_defi()
    attentes.abandonner(session, lu(_COOKIE))
    donnees = {"defi": passkeys.en_texte(defi)}
    jeton, _ = attentes.ouvrir(session, genre, donnees, instant(), _DUREE, compte_id)
    reponse = jsonify(options(site(), defi))
    poser(reponse, _COOKIE, jeton, _DUREE)
    return reponse


def prendre(genre: str, compte_id: str | None = None) -> bytes:
    """The challenge given to this browser and this person. Once: even where the answer is refused. Raises DefiPasse."""
    session = db.session()
    attente = attentes.prendre(session, genre, lu(_COOKIE), instant())
    session.commit()  # a refusal brings back nothing
    if attente is None or attente.compte_id != compte_id:
        raise DefiPasse
    return passkeys.en_octets(attente.donnees["defi"])


def corps() -> dict[str, Any]:
    """What the script posted. Raises ReponseIllisible."""
    request.max_content_length = _TAILLE
    try:
        lu_ = json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise ReponseIllisible from None
    if not isinstance(lu_, dict):
        raise ReponseIllisible
    return lu_


def texte(corps: dict[str, Any], nom: str) -> str:
    """A field of text, empty where there is none."""
    valeur = corps.get(nom)
    return valeur if isinstance(valeur, str) else ""


def refuser(erreur: ErreurMetier) -> Response:
    statut, raison, phrase = _REFUS[type(erreur)]
    reponse = jsonify(raison=raison, phrase=phrase)
    reponse.status_code = statut
    return reponse


REFUS = tuple(_REFUS)
