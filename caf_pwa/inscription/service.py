"""Recognising somebody in their household, proving their mail address, making their account. Knows no request.

Every refusal is one and the same: it never says which part was wrong, nor whether an account exists.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from caf_pwa.alertes import service as alertes
from caf_pwa.comptes import numeros, ouverture, traces
from caf_pwa.comptes.modele import Compte
from caf_pwa.dossier import changements
from caf_pwa.dossier import service as dossier
from caf_pwa.dossier.effets import ChangerPersonne
from caf_pwa.dossier.modele import Foyer, Personne, Role
from caf_pwa.inscription.identite import Declaration, reconnus
from caf_pwa.socle.dates import DatePartielle
from caf_pwa.socle.erreurs import ErreurMetier
from caf_pwa.socle.formats import jour
from caf_pwa.socle.horloge import PARIS
from caf_pwa.socle.parametres import parametre


class Refusee(ErreurMetier):
    """This cannot be done by whoever says this of themselves. The page says the same whatever the reason."""


def reconnaitre(session: Session, cle: bytes, declaration: Declaration, aujourdhui: date) -> str:
    """The one person without account whom this describes. ``cle``: of the hashes of numbers. Raises Refusee."""
    numero = declaration.allocataire
    ecritures = {numero, numero.lstrip("0") or "0", numero.zfill(7)}
    requete = select(Foyer).where(Foyer.numero_allocataire.in_(ecritures)).options(selectinload(Foyer.personnes))
    trouves = reconnus(declaration, session.scalars(requete).all())
    if len(trouves) != 1:
        raise Refusee
    exiger_possible(session, cle, trouves[0].id, declaration.numero, aujourdhui)
    return trouves[0].id


def exiger_possible(session: Session, cle: bytes, personne_id: str, numero: str, aujourdhui: date) -> Personne:
    """This person may open an account with this number, today. Raises Refusee."""
    personne = session.get(Personne, personne_id, populate_existing=True)
    if (
        personne is None
        or personne.sortie
        or personne.role is Role.RESPONSABLE  # the Caf opens theirs with the dossier
        or not _assez_grande(personne, aujourdhui)
        or ouverture.compte_de(session, personne_id) is not None
        or ouverture.numero_pris(session, numero)
        or not numeros.peut_etre_celui_de(cle, numero, personne)
    ):
        raise Refusee
    return personne


def personnels(session: Session, personne_id: str, autres: list[str]) -> list[str]:
    """What their password must not be made of."""
    une = session.get_one(Personne, personne_id)
    dits = (une.prenoms, une.nom_naissance, une.nom_usage, une.nom_complet, une.naissance, *autres)
    return [dit for dit in dits if dit]


@dataclass(frozen=True)
class Demande:
    """What somebody has proved: who they are, their number, their mail address. ``telephone`` may be empty."""

    personne_id: str
    numero: str
    courriel: str
    telephone: str


def creer(session: Session, cle: bytes, demande: Demande, empreinte_mot_de_passe: str, maintenant: datetime) -> Compte:
    """The account, the contact written to the person, the history, the responsible person told: all or nothing.

    Raises Refusee when something changed meanwhile.
    """
    jour_dit = maintenant.astimezone(PARIS).date()
    personne = exiger_possible(session, cle, demande.personne_id, demande.numero, jour_dit)
    dossier.marquer_modifie(session, personne.foyer_id)
    compte = _ouvrir(session, personne, demande.numero, empreinte_mot_de_passe)
    effets = [ChangerPersonne(personne.id, "courriel", demande.courriel)]
    effets += [ChangerPersonne(personne.id, "telephone", demande.telephone)] if demande.telephone else []
    cause = changements.Cause(compte.id, "Création de votre compte", "Vous", personne.id)
    changements.appliquer(session, personne.foyer_id, effets, cause, maintenant)
    acte = traces.Acte("compte-cree", f"Compte créé pour {personne.appellation}", personne_id=personne.id)
    traces.tracer(session, personne.foyer_id, acte, maintenant, personne_auteur_id=personne.id)
    _dire_au_responsable(session, personne, compte, maintenant)
    return compte


def courriels_du_responsable(session: Session, personne_id: str) -> list[str]:
    """Where the responsible person of this person's household reads their mail; none where it is not known."""
    courriel = _responsable(session, session.get_one(Personne, personne_id).foyer_id).courriel
    return [courriel] if courriel else []


def _responsable(session: Session, foyer_id: str) -> Personne:
    return next(une for une in dossier.foyer(session, foyer_id).personnes if une.role is Role.RESPONSABLE)


def _ouvrir(session: Session, personne: Personne, numero: str, empreinte: str) -> Compte:
    """Decided by the database: a person has one account, a number opens one."""
    try:
        with session.begin_nested():
            compte = ouverture.nouveau(session, ouverture.identifiant_choisi(personne.id), personne.id, numero)
            compte.empreinte_mot_de_passe = empreinte
    except IntegrityError:
        raise Refusee from None
    return compte


def _dire_au_responsable(session: Session, personne: Personne, compte: Compte, maintenant: datetime) -> None:
    valeurs = {"prenom": personne.appellation, "date": jour(maintenant.astimezone(PARIS).date())}
    concernes = (personne.foyer_id, _responsable(session, personne.foyer_id).id)
    alertes.publier(session, concernes, "compte-cree", compte.id, valeurs, maintenant)


def _assez_grande(personne: Personne, aujourdhui: date) -> bool:
    """A child is old enough for sure: at the latest day that the register leaves open. Adults are not asked."""
    ne = DatePartielle.lire(personne.naissance)
    ans = int(parametre("compte.age_minimum", aujourdhui))
    anniversaire = (ne.annee + ans, ne.mois or 12, ne.jour or 31)
    jour_dit = (aujourdhui.year, aujourdhui.month, aujourdhui.day)
    if not ne.annee:
        return personne.role is not Role.ENFANT
    return personne.role is Role.CONJOINT or anniversaire <= jour_dit
