"""What is on file of the person whose account it is: where to reach them, what their password must not be made of."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.comptes.modele import Compte
from caf_pwa.dossier.modele import Personne


def contacts(session: Session, compte_id: str) -> list[str]:
    """Their mail address and their telephone, those that there are."""
    ligne = select(Personne.courriel, Personne.telephone).join(Compte, Compte.personne_id == Personne.id)
    return [contact for contact in session.execute(ligne.where(Compte.id == compte_id)).one() if contact]


def contacts_du_foyer(session: Session, foyer_id: str) -> dict[str, list[str]]:
    """The same for every account of a household, by account."""
    ligne = select(Compte.id, Personne.courriel, Personne.telephone).join(Personne, Compte.personne_id == Personne.id)
    rangees = session.execute(ligne.where(Personne.foyer_id == foyer_id))
    return {compte_id: [contact for contact in dits if contact] for compte_id, *dits in rangees}


def courriel(session: Session, compte_id: str) -> str | None:
    """Their mail address: codes leave by mail alone, text messages have no way out yet."""
    return next((contact for contact in contacts(session, compte_id) if est_un_courriel(contact)), None)


def personnels(session: Session, compte_id: str) -> list[str]:
    """Names, birth date, contacts, number."""
    ligne = select(
        Personne.prenoms,
        Personne.nom_naissance,
        Personne.nom_usage,
        Personne.nom_complet,
        Personne.naissance,
        Personne.courriel,
        Personne.telephone,
        Compte.identifiant,
    ).join(Compte, Compte.personne_id == Personne.id)
    return [dit for dit in session.execute(ligne.where(Compte.id == compte_id)).one() if dit]


def est_un_courriel(contact: str) -> bool:
    return "@" in contact


def masquer(contact: str) -> str:
    """``a•••@exemple.fr``, ``06 •• •• •• 78``: enough for its owner to know it."""
    if est_un_courriel(contact):
        avant, _, domaine = contact.rpartition("@")
        return f"{avant[:1]}•••@{domaine}"
    return f"{contact[:2]} •• •• •• {contact[-2:]}"
