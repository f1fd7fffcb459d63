"""Documents in their place: in a draft, in a démarche sent, or in answer to a document asked for."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches.modele import Brouillon, Demarche, PieceDemandee, PieceJointe
from caf_pwa.documents import service as documents
from caf_pwa.documents.modele import Document, EtatDocument


@dataclass(frozen=True)
class Place:
    """Where a document goes: one of the three, and under which name (``Piece.nom``)."""

    brouillon: Brouillon | None = None
    demarche: Demarche | None = None
    piece: PieceDemandee | None = None
    emplacement: str = ""
    confidentiel: bool = False


def joindre(
    session: Session, identite: Identite, place: Place, titre: str, retour: str, maintenant: datetime
) -> Document:
    """A new document, empty, in its place; its pages are added on its own page, which leads back to ``retour``."""
    document = documents.commencer(session, identite, titre, retour, maintenant, place.confidentiel)
    session.flush()
    session.add(
        PieceJointe(
            id=uuid.uuid4().hex,
            foyer_id=identite.foyer_id,
            document_id=document.id,
            emplacement=place.emplacement,
            brouillon_id=place.brouillon.id if place.brouillon else None,
            demarche_id=place.demarche.id if place.demarche else None,
            piece_id=place.piece.id if place.piece else None,
        )
    )
    return document


def du_brouillon(session: Session, brouillon: Brouillon | None) -> list[tuple[str, Document]]:
    """The documents of a draft with the name of their place, in the order they were added."""
    if brouillon is None:
        return []
    requete = (
        select(PieceJointe.emplacement, Document)
        .join(Document, Document.id == PieceJointe.document_id)
        .where(PieceJointe.brouillon_id == brouillon.id)
        .order_by(Document.cree_le, Document.id)
    )
    return [(emplacement, document) for emplacement, document in session.execute(requete)]


def de_la_demarche(session: Session, demarche: Demarche) -> list[Document]:
    """The documents sent with a démarche, or since."""
    requete = (
        select(Document)
        .join(PieceJointe, PieceJointe.document_id == Document.id)
        .where(PieceJointe.demarche_id == demarche.id)
        .order_by(Document.cree_le, Document.id)
    )
    return list(session.scalars(requete))


def des_pieces(session: Session, identite: Identite, pieces: Sequence[PieceDemandee]) -> dict[str, list[Document]]:
    """The documents being made, not sent yet, in answer to each of these documents asked for, by its id."""
    requete = (
        select(PieceJointe.piece_id, Document)
        .join(Document, Document.id == PieceJointe.document_id)
        .where(
            PieceJointe.piece_id.in_([piece.id for piece in pieces]),
            PieceJointe.foyer_id == identite.foyer_id,
            Document.personne_id == identite.personne_id,
            Document.etat == EtatDocument.BROUILLON,
        )
        .order_by(Document.cree_le, Document.id)
    )
    trouves: dict[str, list[Document]] = {piece.id: [] for piece in pieces}
    for piece_id, document in session.execute(requete):
        trouves[str(piece_id)].append(document)
    return trouves


def deplacer(session: Session, brouillon: Brouillon, demarche: Demarche) -> None:
    """What was in the draft is in the démarche."""
    for jointe in session.scalars(select(PieceJointe).where(PieceJointe.brouillon_id == brouillon.id)):
        jointe.brouillon_id, jointe.demarche_id = None, demarche.id
