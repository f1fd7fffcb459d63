"""The "autorisation de gestion": given by the responsible person to the spouse, ended at once; what a parting resets.

Whoever signs in is told anew on each request how far they may see (``service.retrouver``): what ends here is gone then.
"""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from caf_pwa.comptes import blocage, traces
from caf_pwa.comptes.modele import Autorisation, Compte
from caf_pwa.dossier import service as dossier
from caf_pwa.dossier.modele import Personne, Role
from caf_pwa.socle.horloge import PARIS


def en_cours(session: Session, foyer_id: str, aujourdhui: date) -> list[Autorisation]:
    """Those that run in this household, and those that are to begin."""
    requete = select(Autorisation).where(Autorisation.foyer_id == foyer_id).order_by(Autorisation.depuis)
    toutes = session.scalars(requete.execution_options(populate_existing=True))
    return [une for une in toutes if une.retiree_le is None and (une.fin is None or une.fin > aujourdhui)]


def donner(session: Session, foyer_id: str, personne_id: str, maintenant: datetime) -> Autorisation | None:
    """Give it to that spouse from today on; None when they hold one already: two taps are one."""
    dossier.marquer_modifie(session, foyer_id)  # and whoever does the same now waits until this is done
    jour = maintenant.astimezone(PARIS).date()
    if any(une.personne_id == personne_id and une.depuis <= jour for une in en_cours(session, foyer_id, jour)):
        return None
    donnee = Autorisation(id=uuid.uuid4().hex, foyer_id=foyer_id, personne_id=personne_id, depuis=jour)
    session.add(donnee)
    session.flush()
    return donnee


def finir(session: Session, foyer_id: str, maintenant: datetime, laquelle: str | None = None) -> list[Autorisation]:
    """End at once all that runs in this household, or that one, and tell which: none the second time."""
    dossier.marquer_modifie(session, foyer_id)
    jour = maintenant.astimezone(PARIS).date()
    finies = [une for une in en_cours(session, foyer_id, jour) if laquelle in (None, une.id)]
    for une in finies:
        une.fin, une.retiree_le = max(jour, une.depuis), maintenant
    session.flush()
    return finies


def proteger(session: Session, compte_id: str, maintenant: datetime, sauf: str | None = None) -> None:
    """After a parting, somebody else may know the password or hold the phone: every sign-in but ``sauf`` is closed, no
    device is known any more, nothing begun goes on, and another password is to be chosen. Keys stay.
    """
    blocage.tout_fermer(session, compte_id, sauf)
    session.execute(update(Compte).where(Compte.id == compte_id).values(mot_de_passe_a_changer=True))
    texte = (
        "Accès à votre compte protégé : vos autres appareils sont déconnectés, un nouveau mot de passe est à choisir"
    )
    traces.noter(session, compte_id, "acces-protege", texte, maintenant)


def mot_de_passe_a_changer(session: Session, compte_id: str) -> bool:
    return bool(session.scalar(select(Compte.mot_de_passe_a_changer).where(Compte.id == compte_id)))


def autres_adultes(session: Session, foyer_id: str, personne_id: str) -> Sequence[str]:
    """The accounts of the other adults of the couple."""
    requete = (
        select(Compte.id)
        .join(Personne, Personne.id == Compte.personne_id)
        .where(
            Personne.foyer_id == foyer_id,
            Personne.id != personne_id,
            Personne.role.in_((Role.RESPONSABLE, Role.CONJOINT)),
        )
    )
    return session.scalars(requete).all()
