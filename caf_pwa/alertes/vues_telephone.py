"""« Mes alertes sur ce téléphone »: ringing it, hearing it ring, and choosing what for."""

from itertools import groupby

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.alertes import abonnements, preferences
from caf_pwa.alertes.blueprint import bp, reglages
from caf_pwa.alertes.cle import cle_vapid
from caf_pwa.alertes.destinations import AbonnementRefuse
from caf_pwa.alertes.genre import Genre
from caf_pwa.alertes.genres import genres
from caf_pwa.alertes.modele import Canal
from caf_pwa.comptes.courant import moi
from caf_pwa.extensions import db
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import laisse_une_trace, rendre


@bp.get("/compte/alertes")
@portee(Portee.PERSONNE)
@laisse_une_trace  # phones come and go without the dossier changing
def telephone() -> Response:
    session = db.session()
    return rendre(
        "alertes/telephone.html",
        abonnement=abonnements.de(session, moi()),
        cle=cle_vapid(reglages().push).publique,
        choix=preferences.lire(session, moi().compte_id),
        rubriques=_par_rubrique(),
        canaux=Canal,
    )


@bp.post("/compte/alertes/abonnement")
@portee(Portee.PERSONNE)
def abonner() -> ResponseReturnValue:
    """``compte``: whom the phone was told to ring for. Anybody else who is signed in there now is not."""
    if request.form.get("compte") != moi().pseudonyme:
        return "", 409
    adresse = {nom: request.form.get(nom, "") for nom in ("endpoint", "p256dh", "auth")}
    try:
        abonnements.abonner(db.session(), moi(), adresse, reglages().push.hotes, instant())
    except AbonnementRefuse as refus:
        return {"phrase": str(refus)}, 422
    return "", 204


@bp.post("/compte/alertes/desabonnement")
@portee(Portee.PERSONNE)
def desabonner() -> ResponseReturnValue:
    abonnements.desabonner(db.session(), moi())
    return redirect(url_for("alertes.telephone"), 303)


@bp.post("/compte/alertes/essai")
@portee(Portee.PERSONNE)
def essayer() -> ResponseReturnValue:
    livraison = abonnements.essayer(db.session(), moi(), instant())
    return redirect(url_for("alertes.essai", livraison_id=livraison.id), 303)


@bp.get("/compte/alertes/essai/<livraison_id>")
@portee(Portee.PERSONNE)
@laisse_une_trace  # the phone answers without the dossier changing
def essai(livraison_id: str) -> Response:
    livraison = abonnements.essai(db.session(), moi(), livraison_id)
    return rendre("alertes/essai.html", livraison=livraison, etat=abonnements.etat_d_essai(livraison, instant()))


@bp.post("/compte/alertes/choix")
@portee(Portee.PERSONNE)
def choisir() -> ResponseReturnValue:
    session, silence = db.session(), (_heure("silence_de"), _heure("silence_a"))
    for canal in (Canal.PUSH, Canal.COURRIEL):
        preferences.choisir(session, moi().compte_id, canal, request.form.getlist(canal.value), silence)
    return redirect(url_for("alertes.telephone"), 303)


def _heure(champ: str) -> int:
    """The page offers 24 of them."""
    texte = request.form.get(champ, "")
    if not (texte.isascii() and texte.isdigit() and len(texte) < 3 and int(texte) < 24):
        abort(400)
    return int(texte)


def _par_rubrique() -> list[tuple[str, list[Genre]]]:
    coupables = [genre for genre in genres().values() if genre.coupable]
    coupables.sort(key=lambda genre: (genre.rubrique.value, genre.libelle))
    return [(nom, list(eux)) for nom, eux in groupby(coupables, key=lambda genre: genre.rubrique.value)]
