"""« Mot de passe oublié »: who may choose another password, and what that ends. No request here.

As hard as signing in on an unknown device: the mailbox on file must answer, and a birth date beside the number.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from caf_pwa.comptes import blocage
from caf_pwa.comptes.modele import Compte
from caf_pwa.dossier.modele import Personne
from caf_pwa.socle.dates import DatePartielle


def destinataire(session: Session, identifiant: str, naissance: date) -> tuple[str, str] | None:
    """The account and the mail address that a code goes to; None, which nobody is told, when there is none.

    A birth date of which the register knows a part is held by that part. A contact that its former owner says was
    changed by somebody else receives nothing.
    """
    requete = (
        select(Compte.id, Compte.contacts_contestes, Personne.naissance, Personne.courriel)
        .join(Personne, Personne.id == Compte.personne_id)
        .where(Compte.identifiant == identifiant)
    )
    trouve = session.execute(requete).one_or_none()
    if trouve is None or trouve.contacts_contestes or not trouve.courriel:
        return None
    return (trouve.id, trouve.courriel) if _nee_ce_jour(trouve.naissance, naissance) else None


def choisir(session: Session, compte_id: str, empreinte: str, maintenant: datetime) -> None:
    """The account has this password and no other way open: it is its person's again."""
    blocage.tout_fermer(session, compte_id)
    valeurs = {
        "empreinte_mot_de_passe": empreinte,
        "mot_de_passe_a_changer": False,
        "bloque_le": None,
        "recupere_le": maintenant,
    }
    session.execute(update(Compte).where(Compte.id == compte_id).values(valeurs))


def fermee_jusqu_a(session: Session, compte_id: str, attente: timedelta, maintenant: datetime) -> datetime | None:
    """Until when what matters most stays shut after a recovery: time to read its notice. None when it is open."""
    recupere_le = session.scalar(select(Compte.recupere_le).where(Compte.id == compte_id))
    fin = recupere_le + attente if recupere_le else maintenant
    return fin if fin > maintenant else None


def changer(session: Session, compte_id: str, empreinte: str, connexion_id: str, jetons: list[str]) -> None:
    """From « Gérer mon compte »: this sign-in and this device stay, all others end."""
    blocage.tout_fermer(session, compte_id, connexion_id, jetons)
    valeurs = {"empreinte_mot_de_passe": empreinte, "mot_de_passe_a_changer": False}
    session.execute(update(Compte).where(Compte.id == compte_id).values(valeurs))


def _nee_ce_jour(connue: str, dite: date) -> bool:
    partielle = DatePartielle.lire(connue)
    paires = ((partielle.annee, dite.year), (partielle.mois, dite.month), (partielle.jour, dite.day))
    return partielle.annee != 0 and all(sue in (0, donnee) for sue, donnee in paires)
