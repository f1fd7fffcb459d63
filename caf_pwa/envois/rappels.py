"""A declaration begun on a device, which has not come: its person is told before the limit. Knows no request."""

from collections.abc import Iterator, Mapping, Sequence
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
from caf_pwa.extensions import inserer_si_absent, travailler_seul
from caf_pwa.socle.formats import jour

GENRE = "envoi-en-attente"
AVANT = timedelta(days=3)  # how long before the limit it is told
LOT = 500
_VERROU = 4_201_813


def noter(
    session: Session, identite: Identite, gardees: Mapping[str, date], aujourdhui: date, maintenant: datetime
) -> None:
    """What this person's device keeps of each démarche, and since which day: all of it, so that the rest is forgotten.

    It answers the declarations that were open by that day. What is due to nobody is not noted.
    """
    dues = demarches.declarations_attendues(session, identite, aujourdhui)
    ids = {une.id for une in dues if une.demarche in gardees and une.ouverte_le <= gardees[une.demarche]}
    for declaration_id in sorted(ids):
        valeurs = {"declaration_id": declaration_id, "compte_id": identite.compte_id, "dite_le": maintenant}
        inserer_si_absent(session.connection(), DeclarationCommencee, valeurs)
    siennes = select(DeclarationCommencee).where(DeclarationCommencee.compte_id == identite.compte_id)
    for commencee in session.scalars(siennes.where(DeclarationCommencee.declaration_id.not_in(ids))).all():
        _oublier(session, commencee, maintenant)


def rappeler(session: Session, aujourdhui: date, maintenant: datetime) -> Iterator[int]:
    """Tell whoever has not been told, once each, some at a time, and how many: the caller commits each time."""
    while _conclure(session, maintenant):
        yield 0
    while _dues(session, aujourdhui):
        travailler_seul(session, _VERROU)
        lignes = _dues(session, aujourdhui)  # anew: somebody else may just have told them
        for commencee, declaration, personne_id in lignes:
            valeurs = {"titre": declaration.titre, "date": jour(declaration.limite)}
            alertes.publier(session, (declaration.foyer_id, personne_id), GENRE, declaration.id, valeurs, maintenant)
            comptes.marquer_modifie(session, commencee.compte_id)
            commencee.rappelee_le = maintenant
        yield len(lignes)


def _dues(session: Session, aujourdhui: date) -> Sequence[tuple[DeclarationCommencee, DeclarationAttendue, str]]:
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
        .execution_options(populate_existing=True)
    )
    return [(commencee, declaration, qui) for commencee, declaration, qui in session.execute(requete)]


def _conclure(session: Session, maintenant: datetime) -> int:
    """What has come by any way is told no more."""
    requete = (
        select(DeclarationCommencee)
        .join(DeclarationAttendue, DeclarationAttendue.id == DeclarationCommencee.declaration_id)
        .where(DeclarationAttendue.recue)
        .limit(LOT)
    )
    commencees = session.scalars(requete).all()
    for commencee in commencees:
        _oublier(session, commencee, maintenant)
    return len(commencees)


def _oublier(session: Session, commencee: DeclarationCommencee, maintenant: datetime) -> None:
    if commencee.rappelee_le is not None:
        alertes.clore(session, GENRE, commencee.declaration_id, maintenant)
        comptes.marquer_modifie(session, commencee.compte_id)
    sienne = (
        DeclarationCommencee.declaration_id == commencee.declaration_id,
        DeclarationCommencee.compte_id == commencee.compte_id,
    )
    session.execute(delete(DeclarationCommencee).where(*sienne))  # another request may have done it
