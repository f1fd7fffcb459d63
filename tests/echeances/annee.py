"""A year of Paris time, hour by hour, and what it rings."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.alertes.modele import Alerte
from caf_pwa.echeances import rappels


def heures(debut: date, fin: date) -> Iterator[datetime]:
    """Every hour between these days: in UTC, so that the two nights of changed hour have 23 and 25 of them."""
    instant = datetime(debut.year, debut.month, debut.day, tzinfo=UTC)
    while instant.date() < fin:
        yield instant
        instant += timedelta(hours=1)


def vivre(session: Session, instants: Iterable[datetime]) -> list[tuple[datetime, int]]:
    """The worker at each of these moments: when it rang, and how many."""
    sonneries = []
    for instant in instants:
        nombre = 0
        for publies in rappels.rappeler(session, instant):
            session.commit()
            nombre += publies
        if nombre:
            sonneries.append((instant, nombre))
    return sonneries


def sonnes(session: Session) -> list[tuple[str, str, datetime]]:
    """What has rung so far: kind, object, when."""
    lignes = session.execute(select(Alerte.genre, Alerte.objet_id, Alerte.publiee_le).order_by(Alerte.publiee_le))
    return [(genre, objet_id, publiee_le) for genre, objet_id, publiee_le in lignes]


def ouverts(session: Session) -> set[str]:
    """The kinds of the alerts that are in inboxes."""
    return set(session.scalars(select(Alerte.genre).where(Alerte.close_le.is_(None))))
