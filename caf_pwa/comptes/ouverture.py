"""Making an account: by the feed, or by its person in « Créer Mon Compte ». The one place where one is made."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.comptes.modele import Compte
from caf_pwa.socle.identifiants import interne


def identifiant_choisi(personne_id: str) -> str:
    """The id of the account that this person opens by themselves: twice is once, and the feed finds it again."""
    return interne("inscription", personne_id)


def nouveau(session: Session, compte_id: str, personne_id: str, numero: str) -> Compte:
    """An account without a password: nobody signs in with it before one is chosen."""
    compte = Compte(
        id=compte_id,
        personne_id=personne_id,
        identifiant=numero,
        version=0,
        version_mot_de_passe=0,
        cle_hors_connexion=secrets.token_bytes(32),
        cle_envois=secrets.token_bytes(32),
    )
    session.add(compte)
    return compte


def numero_pris(session: Session, numero: str, sauf: str = "") -> bool:
    """Whether another account than ``sauf`` signs in with this number."""
    return session.scalar(select(Compte.id).where(Compte.identifiant == numero, Compte.id != sauf)) is not None


def compte_de(session: Session, personne_id: str) -> Compte | None:
    return session.scalar(select(Compte).where(Compte.personne_id == personne_id))
