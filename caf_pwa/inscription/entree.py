"""The end of « Créer Mon Compte »: the account is made, the responsible person is told, its person is signed in."""

from functools import partial
from typing import Any

from flask import Response, current_app, url_for

from caf_pwa.comptes import attentes, seance
from caf_pwa.comptes.appareils import cet_appareil
from caf_pwa.comptes.blueprint import reglages
from caf_pwa.comptes.modele import Moyen
from caf_pwa.extensions import db, horloge
from caf_pwa.inscription import avis, service
from caf_pwa.socle.expedition import expedier
from caf_pwa.socle.horloge import instant


def creer_et_entrer(donnees: dict[str, Any], empreinte_mot_de_passe: str, suite: str) -> Response:
    """``donnees``: what was proved page after page. Raises service.Refusee when something changed meanwhile."""
    demande = service.Demande(
        personne_id=donnees["personne_id"],
        numero=donnees["numero"],
        courriel=donnees["courriel"],
        telephone=donnees.get("telephone", ""),
    )
    cle = reglages().cle_numeros
    compte = service.creer(db.session(), cle, demande, empreinte_mot_de_passe, horloge.maintenant())
    _prevenir(demande.personne_id, compte.id)
    reponse = seance.entrer(compte.id, Moyen.MOT_DE_PASSE, suite)
    cet_appareil.faire_connaitre(reponse, compte.id)  # the code by mail was entered on it
    return reponse


def _prevenir(personne_id: str, compte_id: str) -> None:
    """The link of the notice blocks the new account, whose contact is then not to be trusted."""
    session, messagerie = db.session(), current_app.extensions["messagerie"]
    for adresse in service.courriels_du_responsable(session, personne_id):
        jeton, _ = attentes.ouvrir(session, attentes.PAS_MOI, {"anciens": True}, instant(), avis.DUREE, compte_id)
        corps = avis.en_courriel(horloge.maintenant(), url_for("comptes.pas_moi", jeton=jeton, _external=True))
        expedier(session, partial(messagerie.courriel, adresse, avis.OBJET, corps))
