"""Sweeping: files that no declaration came for, and pieces that no row names. Knows no request."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from caf_pwa.documents.stockage import Stockage
from caf_pwa.envois.modele import Morceau, Transfert

SANS_SUITE = timedelta(days=30)  # a device that has not come back keeps its files: it sends them again
ORPHELINS = timedelta(hours=24)  # longer than any request: its row may still be on its way


def oublier(session: Session, maintenant: datetime) -> int:
    """Throw away the files begun 30 days ago that nothing was declared with. How many."""
    vieux = delete(Transfert).where(Transfert.commence_le < maintenant - SANS_SUITE)
    return session.connection().execute(vieux).rowcount


def balayer(session: Session, stockage: Stockage, maintenant: datetime) -> int:
    """Remove the pieces that no row names: declared since, or of a request that failed. How many."""
    noms = set(session.scalars(select(Morceau.fichier)))
    return stockage.balayer(noms, maintenant - ORPHELINS)
