"""What a declared parting does to who may come in. Sent, it ends the authorisation and protects its author; accepted,
it protects the other person. Nothing tells the other of a separation: the authorisation has ended, no more is said.
"""

from datetime import date, datetime

from sqlalchemy.orm import Session

from caf_pwa.alertes import service as alertes
from caf_pwa.comptes import autorisations, traces
from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches.catalogue import catalogue
from caf_pwa.demarches.lecture import Travail, situation_de_l_auteur
from caf_pwa.demarches.modele import Demarche
from caf_pwa.demarches.moteur import Passage
from caf_pwa.dossier import service as dossier
from caf_pwa.dossier.modele import Role
from caf_pwa.socle.formats import jour
from caf_pwa.socle.horloge import PARIS

FIN = "L’autorisation de gestion a pris fin"


def a_l_envoi(session: Session, travail: Travail, maintenant: datetime) -> None:
    """The sign-in of the author stays; their others end, and they are told to choose another password."""
    auteur, le = travail.identite, travail.situation.aujourdhui
    _finir(session, (auteur.foyer_id, auteur.personne_id), le, maintenant)
    autorisations.proteger(session, auteur.compte_id, maintenant, sauf=auteur.connexion_id)


def a_l_acceptation(session: Session, demarche: Demarche, maintenant: datetime) -> None:
    """To be called before the other person leaves the household. One given again meanwhile ends too."""
    assert demarche.personne_id is not None
    le = maintenant.astimezone(PARIS).date()
    _finir(session, (demarche.foyer_id, demarche.personne_id), le, maintenant)
    for compte_id in autorisations.autres_adultes(session, demarche.foyer_id, demarche.personne_id):
        autorisations.proteger(session, compte_id, maintenant)


def a_proteger(session: Session, identite: Identite, demarche: Demarche) -> bool:
    """Whether this person has declared a parting, and has not chosen another password yet."""
    sienne = demarche.personne_id == identite.personne_id
    return sienne and autorisations.mot_de_passe_a_changer(session, identite.compte_id) and dite_par(session, demarche)


def dite_par(session: Session, demarche: Demarche) -> bool:
    """Whether these frozen answers say that a couple parts."""
    fiche = catalogue().get(demarche.slug or "")
    if fiche is None or not demarche.reponses or fiche.version != demarche.version_formulaire:
        return False
    return fiche.rupture(Passage(fiche, situation_de_l_auteur(session, demarche), demarche.reponses))


def _finir(session: Session, auteur: tuple[str, str], le: date, maintenant: datetime) -> None:
    """Told to the one of the two who did not declare anything, in words that fit any reason.

    ``auteur``: their household and themselves.
    """
    foyer_id, auteur_id = auteur
    responsable = next(une.id for une in dossier.foyer(session, foyer_id).personnes if une.role is Role.RESPONSABLE)
    for finie in autorisations.finir(session, foyer_id, maintenant):
        alertes.clore(session, "autorisation", finie.id, maintenant)
        acte = traces.Acte("fin-autorisation", FIN, personne_id=finie.personne_id)
        traces.tracer(session, foyer_id, acte, maintenant)
        autre = responsable if finie.personne_id == auteur_id else finie.personne_id
        alertes.publier(session, (foyer_id, autre), "fin-autorisation", finie.id, {"date": jour(le)}, maintenant)
