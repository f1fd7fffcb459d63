"""The private address of an account's calendar: whoever has it reads the dates, until it is taken back."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from caf_pwa.comptes import service, traces
from caf_pwa.comptes.identite import portees_de
from caf_pwa.comptes.modele import CalendrierPrive, Compte
from caf_pwa.dossier.modele import Personne
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.portee import Portee


def ouvert(session: Session, compte_id: str) -> CalendrierPrive | None:
    """The one that this account has."""
    return session.scalar(select(CalendrierPrive).where(CalendrierPrive.compte_id == compte_id))


def ouvrir(session: Session, compte_id: str, maintenant: datetime, detaille: bool) -> str:
    """The token of a new address, which is kept nowhere here; the one before it opens nothing any more."""
    oublier(session, compte_id)
    jeton = secrets.token_urlsafe(32)
    session.add(CalendrierPrive(id=_empreinte(jeton), compte_id=compte_id, detaille=detaille, ouvert_le=maintenant))
    traces.noter(session, compte_id, "calendrier", "Adresse privée de votre calendrier créée", maintenant)
    service.marquer_modifie(session, compte_id)
    return jeton


def fermer(session: Session, compte_id: str, maintenant: datetime) -> None:
    """Take the address back. Twice is once."""
    if ouvert(session, compte_id) is not None:
        oublier(session, compte_id)
        traces.noter(session, compte_id, "calendrier", "Adresse privée de votre calendrier supprimée", maintenant)
        service.marquer_modifie(session, compte_id)


def oublier(session: Session, compte_id: str) -> None:
    """It opens nothing any more, and nobody is told: for an account that is being closed to others."""
    session.execute(delete(CalendrierPrive).where(CalendrierPrive.compte_id == compte_id))


@dataclass(frozen=True)
class Lecteur:
    """Whose calendar it is, and how far they may see today."""

    foyer_id: str
    personne_id: str
    gere_le_dossier: bool
    detaille: bool


_LECTEUR = (
    select(
        Personne.id,
        Personne.foyer_id,
        Personne.role,
        Personne.sortie,
        CalendrierPrive.detaille,
        service.AUTORISE.label("autorise"),
    )
    .join(Compte, Compte.personne_id == Personne.id)
    .join(CalendrierPrive, CalendrierPrive.compte_id == Compte.id)
    .where(CalendrierPrive.id == bindparam("empreinte"), Compte.bloque_le.is_(None))
)


def lecteur(session: Session, jeton: str, aujourdhui: date) -> Lecteur:
    """Who reads at that address. Raises Introuvable for one that nobody has, or has any more."""
    valeurs = {"empreinte": _empreinte(jeton), "aujourdhui": aujourdhui}
    ligne = session.connection().execute(_LECTEUR, valeurs).one_or_none()
    if ligne is None:
        raise Introuvable
    gere = Portee.FOYER in portees_de(ligne.role, ligne.sortie, ligne.autorise)
    return Lecteur(ligne.foyer_id, ligne.id, gere, ligne.detaille)


def _empreinte(jeton: str) -> str:
    return hashlib.sha256(jeton.encode()).hexdigest()
