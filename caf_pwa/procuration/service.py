"""Giving the autorisation de gestion, taking it back, giving it up. Knows no request.

To give asks for a fresh proof of who is there, for it opens the whole dossier. To take back asks for none: closing a
door must never wait.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from caf_pwa.alertes import service as alertes
from caf_pwa.comptes import autorisations, ouverture, traces
from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import Autorisation
from caf_pwa.dossier import service as dossier
from caf_pwa.dossier.modele import Personne, Role
from caf_pwa.socle.erreurs import ErreurMetier, Introuvable
from caf_pwa.socle.formats import jour
from caf_pwa.socle.horloge import PARIS


class PasAVous(ErreurMetier):
    """Only the responsible person gives it."""

    phrase = "Seul le responsable du dossier donne l’autorisation de gestion."


class SansCompte(ErreurMetier):
    """The spouse has no account yet: there is nobody to give it to."""

    phrase = "Votre conjoint n’a pas encore de compte. Il doit d’abord le créer, depuis la page de connexion."


@dataclass(frozen=True)
class Conjoint:
    """A spouse of the household, as its responsible person sees them. ``donnee``: what they hold."""

    personne: Personne
    a_un_compte: bool
    donnee: Autorisation | None


def conjoints(session: Session, identite: Identite, aujourdhui: date) -> list[Conjoint]:
    """Of the responsible person; nobody else is told of the others."""
    if identite.role is not Role.RESPONSABLE or not identite.gere_le_dossier:
        return []
    donnees = {une.personne_id: une for une in autorisations.en_cours(session, identite.foyer_id, aujourdhui)}
    membres = dossier.foyer(session, identite.foyer_id).personnes
    return [
        Conjoint(un, ouverture.compte_de(session, un.id) is not None, donnees.get(un.id))
        for un in membres
        if un.role is Role.CONJOINT
    ]


def recue(session: Session, identite: Identite, aujourdhui: date) -> Autorisation | None:
    """What this person holds themselves."""
    toutes = autorisations.en_cours(session, identite.foyer_id, aujourdhui)
    return next((une for une in toutes if une.personne_id == identite.personne_id), None)


def donner(session: Session, identite: Identite, personne_id: str, maintenant: datetime) -> str | None:
    """Give it to this spouse; the id of their account, None when they hold it already.

    Raises PasAVous, SansCompte; Introuvable for anybody who is not a spouse of the household.
    """
    if identite.role is not Role.RESPONSABLE or not identite.gere_le_dossier:
        raise PasAVous
    membres = dossier.foyer(session, identite.foyer_id).personnes
    conjoint = next((un for un in membres if un.id == personne_id and un.role is Role.CONJOINT), None)
    if conjoint is None:
        raise Introuvable(personne_id)
    compte = ouverture.compte_de(session, personne_id)
    if compte is None:
        raise SansCompte
    donnee = autorisations.donner(session, identite.foyer_id, personne_id, maintenant)
    if donnee is None:
        return None
    _tracer(session, identite, personne_id, f"Autorisation de gestion donnée à {conjoint.appellation}", maintenant)
    valeurs = {"prenom": identite.prenom, "date": _jour(maintenant)}
    alertes.publier(session, (identite.foyer_id, personne_id), "autorisation", donnee.id, valeurs, maintenant)
    return compte.id


def finir(session: Session, identite: Identite, autorisation_id: str, maintenant: datetime) -> str | None:
    """Take it back, or give it up; the account of the other, None when it had ended already: twice is once.

    Raises Introuvable for whoever is neither the responsible person nor the one who holds it.
    """
    connue = session.get(Autorisation, autorisation_id)
    donnee_par_moi = identite.role is Role.RESPONSABLE and identite.gere_le_dossier
    if (
        connue is None
        or connue.foyer_id != identite.foyer_id
        or not (donnee_par_moi or connue.personne_id == identite.personne_id)
    ):
        raise Introuvable(autorisation_id)
    if not autorisations.finir(session, identite.foyer_id, maintenant, connue.id):
        return None
    texte = "Autorisation de gestion retirée" if donnee_par_moi else "Autorisation de gestion rendue"
    alertes.clore(session, "autorisation", connue.id, maintenant)
    _tracer(session, identite, connue.personne_id, texte, maintenant)
    autre = connue.personne_id if donnee_par_moi else _responsable(session, identite.foyer_id)
    concernes, valeurs = (identite.foyer_id, autre), {"date": _jour(maintenant)}
    alertes.publier(session, concernes, "fin-autorisation", connue.id, valeurs, maintenant)
    compte = ouverture.compte_de(session, autre)
    return compte.id if compte else None


def _tracer(session: Session, identite: Identite, personne_id: str, texte: str, maintenant: datetime) -> None:
    """Whoever manages the dossier reads it, and the spouse it names."""
    acte = traces.Acte("autorisation", texte, personne_id=personne_id)
    traces.tracer(session, identite.foyer_id, acte, maintenant, personne_auteur_id=identite.personne_id)


def _responsable(session: Session, foyer_id: str) -> str:
    return next(une.id for une in dossier.foyer(session, foyer_id).personnes if une.role is Role.RESPONSABLE)


def _jour(maintenant: datetime) -> str:
    return jour(maintenant.astimezone(PARIS).date())
