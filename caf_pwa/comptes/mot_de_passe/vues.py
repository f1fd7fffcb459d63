"""« Changer mon mot de passe »: the one in use is asked for, every other device is signed out."""

from typing import cast

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes import seance, service, titulaire
from caf_pwa.comptes.appareils import cet_appareil
from caf_pwa.comptes.avis.avertissement import avertir
from caf_pwa.comptes.blueprint import bp
from caf_pwa.comptes.confirmation import mot_de_passe_juste
from caf_pwa.comptes.courant import moi
from caf_pwa.comptes.formulaires import FormulaireChangement
from caf_pwa.comptes.mot_de_passe import hachage, recuperation
from caf_pwa.extensions import db
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import laisse_une_trace, rendre, saisie


@bp.route("/compte/mot-de-passe", methods=["GET", "POST"])
@portee(Portee.PERSONNE)
@laisse_une_trace  # what it shows is never kept by a device
def mot_de_passe() -> ResponseReturnValue:
    if not service.a_un_mot_de_passe(db.session(), moi().compte_id):
        return rendre("comptes/mot_de_passe.html", formulaire=None)
    personnels = titulaire.personnels(db.session(), moi().compte_id)
    formulaire = FormulaireChangement(saisie() if request.method == "POST" else None, personnels)
    if request.method == "GET":
        return _page(formulaire)
    if not formulaire.validate():
        return _page(formulaire, 422)
    if not mot_de_passe_juste(formulaire.actuel.data or ""):
        formulaire.actuel.errors = ["Ce n’est pas votre mot de passe actuel. Vérifiez-le, puis réessayez."]
        return _page(formulaire, 422)
    return _changer(hachage.hacher(formulaire.nouveau.data or ""))


def _changer(empreinte: str) -> Response:
    identite = moi()
    recuperation.changer(db.session(), identite.compte_id, empreinte, identite.connexion_id, cet_appareil.jetons())
    avertir(identite.compte_id, "mot-de-passe", "Votre mot de passe a été changé")
    reponse = cast("Response", redirect(url_for("comptes.compte", fait="mot-de-passe"), 303))
    seance.renouveler(reponse)
    return reponse


def _page(formulaire: FormulaireChangement, statut: int = 200) -> Response:
    return rendre("comptes/mot_de_passe.html", statut, formulaire=formulaire)
