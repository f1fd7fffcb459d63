"""Sweeping: files of papers that no row names. Knows no request."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.papiers.modele import Papier
from caf_pwa.papiers.reserve import Reserve

ORPHELINS = timedelta(hours=24)  # longer than any request: its row may still be on its way


def balayer(session: Session, reserve: Reserve, maintenant: datetime) -> int:
    """Remove what a request that failed has left. How many."""
    return reserve.stockage.balayer(set(session.scalars(select(Papier.fichier))), maintenant - ORPHELINS)
