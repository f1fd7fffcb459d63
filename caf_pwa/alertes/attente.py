"""The queue: deliveries claimed under a lease, and what becomes of them. The same on SQLite and PostgreSQL.

A claim is one statement: of two workers one gets a row, and a row whose worker died comes back when its lease ends. So
each delivery leaves at least once, and may leave twice when a worker dies between sending and noting it: its subject
makes the second replace the first on the phone.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from caf_pwa.alertes.canal import Issue, Sort
from caf_pwa.alertes.modele import Abonnement, EtatLivraison, Livraison

BAIL = timedelta(minutes=2)
LOT = 50
_PREMIER_ESSAI, _DERNIER_ESSAI = timedelta(seconds=30), timedelta(hours=1)  # between two tries: doubles, then stays
_GARDEES = timedelta(days=30)


def reclamer(session: Session, maintenant: datetime) -> Sequence[Livraison]:
    """The next deliveries, this worker's alone until the lease ends. To commit before anything leaves."""
    dues = (Livraison.etat == EtatLivraison.A_PARTIR, Livraison.pas_avant <= maintenant)
    prochaines = select(Livraison.id).where(*dues).order_by(Livraison.pas_avant).limit(LOT)
    lot = prochaines.with_for_update(skip_locked=True).cte("lot")
    prises = (
        update(Livraison)
        .where(Livraison.id.in_(select(lot.c.id)))
        .values(bail=uuid.uuid4().hex, pas_avant=maintenant + BAIL, essais=Livraison.essais + 1)
        .returning(Livraison)
    )
    return session.scalars(prises, execution_options={"synchronize_session": False, "populate_existing": True}).all()


def conclure(session: Session, livraison: Livraison, issue: Issue, maintenant: datetime) -> None:
    """Note what became of it, unless the lease went to another worker or its phone has confirmed it meanwhile."""
    if issue.sort is Sort.PERDUE and livraison.abonnement:
        session.execute(delete(Abonnement).where(Abonnement.connexion == livraison.abonnement), _A_PART)
        return
    if issue.sort is Sort.PLUS_TARD:
        retenter = maintenant + max(_pause(livraison.essais), issue.dans or timedelta())
        if retenter < livraison.expire_le:
            _noter(session, livraison, pas_avant=retenter)
            return
    etat = EtatLivraison.PARTIE if issue.sort is Sort.PARTIE else EtatLivraison.ABANDONNEE
    terminer(session, livraison, etat, maintenant)


def terminer(session: Session, livraison: Livraison, etat: EtatLivraison, maintenant: datetime) -> None:
    _noter(session, livraison, etat=etat, finie_le=maintenant)


def rendre(session: Session, livraison: Livraison, maintenant: datetime) -> None:
    """Not tried: anybody's again, at once."""
    _noter(session, livraison, pas_avant=maintenant, essais=livraison.essais - 1)


def purger(session: Session, maintenant: datetime) -> None:
    """Throw away what is over for a month."""
    session.execute(delete(Livraison).where(Livraison.finie_le < maintenant - _GARDEES), _A_PART)


_A_PART = {"synchronize_session": False}


def _noter(session: Session, livraison: Livraison, **valeurs: object) -> None:
    la_sienne = (Livraison.id == livraison.id, Livraison.bail == livraison.bail)
    session.execute(
        update(Livraison).where(*la_sienne).values(bail=None, **valeurs),
        execution_options={"synchronize_session": False},
    )


def _pause(essais: int) -> timedelta:
    return min(_PREMIER_ESSAI * (1 << min(essais - 1, 10)), _DERNIER_ESSAI)
