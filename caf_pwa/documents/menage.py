"""Sweeping: drafts that nobody came back to, and files that no row names. Knows no request."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from caf_pwa.documents.modele import Document, EtatDocument, Page
from caf_pwa.documents.stockage import Stockage

BROUILLONS = timedelta(days=30)
ORPHELINS = timedelta(hours=24)  # longer than any request: its row may still be on its way


def oublier(session: Session, maintenant: datetime) -> int:
    """Throw away the documents begun and untouched for 30 days. How many; their files go with the next sweep."""
    vieux = delete(Document).where(
        Document.etat == EtatDocument.BROUILLON, Document.modifie_le < maintenant - BROUILLONS
    )
    return session.connection().execute(vieux).rowcount


def balayer(session: Session, stockage: Stockage, maintenant: datetime) -> int:
    """Remove the files that no row names: what was taken out, replaced, or begun by a request that failed. How many."""
    noms = {*session.scalars(select(Document.fichier)), *session.scalars(select(Page.fichier))}
    return stockage.balayer(noms, maintenant - ORPHELINS)
