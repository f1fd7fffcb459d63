"""Sending a démarche with its documents: all of it, or nothing."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from caf_pwa.demarches import depot, jointes, rupture
from caf_pwa.demarches.lecture import Travail
from caf_pwa.demarches.modele import Brouillon, Demarche
from caf_pwa.demarches.recapitulatif import manquantes
from caf_pwa.documents import service as documents
from caf_pwa.documents.service import Atelier


def envoyer(session: Session, atelier: Atelier, travail: Travail, cle: str, maintenant: datetime) -> Demarche:
    """Freeze the documents, then the answers that name them. A document begun and left empty is not sent.

    Raises what ``depot.deposer`` does; Incomplete too where a required document is missing.
    """
    brouillon = travail.brouillon
    if brouillon is None:
        raise depot.Incomplete
    deja = depot.deja_deposee(session, travail.identite.personne_id, cle)
    if deja is not None:
        return deja
    prets = [(nom, document) for nom, document in jointes.du_brouillon(session, brouillon) if document.pages]
    if manquantes(travail.passage, [nom for nom, _ in prets]):
        raise depot.Incomplete
    for _, document in prets:
        documents.figer(session, atelier, document, maintenant)
    empreintes = [document.empreinte or "" for _, document in prets]
    couple_rompu = travail.fiche.rupture(travail.passage)
    demarche = depot.deposer(session, travail, cle, empreintes, maintenant)
    if couple_rompu:
        rupture.a_l_envoi(session, travail, maintenant)
    session.flush()
    jointes.deplacer(session, brouillon, demarche)
    session.flush()
    session.execute(delete(Brouillon).where(Brouillon.id == brouillon.id))
    return demarche


def corrigee(session: Session, travail: Travail) -> Demarche | None:
    """What this draft corrects, when it does."""
    if travail.brouillon is None or travail.brouillon.corrige_id is None:
        return None
    return session.get(Demarche, travail.brouillon.corrige_id)
