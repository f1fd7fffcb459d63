"""A declaration begun on a device, which has not come: its person is told before the limit. Knows no request."""

from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from caf_pwa.alertes import service as alertes
from caf_pwa.comptes import service as comptes
from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import Compte
from caf_pwa.demarches import service as demarches
from caf_pwa.demarches.modele import DeclarationAttendue
from caf_pwa.envois.modele import DeclarationCommencee
from caf_pwa.extensions import inserer_si_absent
from caf_pwa.socle.formats import jour

GENRE = "envoi-en-attente"
AVANT = timedelta(days=3)  # how long before the limit it is told
LOT = 500


def commencer(
    session: Session, identite: Identite, slug: str, depuis: date, aujourdhui: date, maintenant: datetime
) -> None:
    """The device of this person keeps answers to that démarche since that day: to each declaration open by then.

    Twice is once. What is due to nobody is not noted.
    """
    for declaration in demarches.declarations_attendues(session, identite, aujourdhui):
        if declaration.demarche == slug and declaration.ouverte_le <= depuis:
            valeurs = {"declaration_id": declaration.id, "compte_id": identite.compte_id, "dite_le": maintenant}
            inserer_si_absent(session.connection(), DeclarationCommencee, valeurs)


def oublier(session: Session, compte_id: str, slug: str, maintenant: datetime) -> None:
    """Nothing of it waits on the device of this person any more: it has left, or they gave it up."""
    de_la_demarche = select(DeclarationAttendue.id).where(DeclarationAttendue.demarche == slug)
    siennes = (DeclarationCommencee.compte_id == compte_id, DeclarationCommencee.declaration_id.in_(de_la_demarche))
    for commencee in session.scalars(select(DeclarationCommencee).where(*siennes)):
        if commencee.rappelee_le is not None:
            alertes.clore(session, GENRE, commencee.declaration_id, maintenant)
            comptes.marquer_modifie(session, compte_id)
    session.execute(delete(DeclarationCommencee).where(*siennes))


def rappeler(session: Session, aujourdhui: date, maintenant: datetime) -> int:
    """Tell whoever has not been told, once each, some at a time. How many: call again until none is left."""
    requete = (
        select(DeclarationCommencee, DeclarationAttendue, Compte.personne_id)
        .join(DeclarationAttendue, DeclarationAttendue.id == DeclarationCommencee.declaration_id)
        .join(Compte, Compte.id == DeclarationCommencee.compte_id)
        .where(
            DeclarationCommencee.rappelee_le.is_(None),
            DeclarationAttendue.recue.is_(False),
            DeclarationAttendue.limite <= aujourdhui + AVANT,
        )
        .order_by(DeclarationCommencee.declaration_id)
        .limit(LOT)
    )
    lignes = session.execute(requete).all()
    for commencee, declaration, personne_id in lignes:
        valeurs = {"titre": declaration.titre, "date": jour(declaration.limite)}
        alertes.publier(session, (declaration.foyer_id, personne_id), GENRE, declaration.id, valeurs, maintenant)
        comptes.marquer_modifie(session, commencee.compte_id)
        commencee.rappelee_le = maintenant
    return len(lignes)


def conclure(session: Session, maintenant: datetime) -> int:
    """What has come by any way is told no more, some at a time. How many: call again until none is left."""
    requete = (
        select(DeclarationCommencee)
        .join(DeclarationAttendue, DeclarationAttendue.id == DeclarationCommencee.declaration_id)
        .where(DeclarationAttendue.recue)
        .limit(LOT)
    )
    commencees = session.scalars(requete).all()
    for commencee in commencees:
        alertes.clore(session, GENRE, commencee.declaration_id, maintenant)
        comptes.marquer_modifie(session, commencee.compte_id)
        session.delete(commencee)
    return len(commencees)
