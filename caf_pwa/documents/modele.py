"""A document that a person sends, and the pages it is made from until it is sent."""

import enum
from datetime import datetime

from sqlalchemy import Enum, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from caf_pwa.dossier.modele import ObjetDuFoyer
from caf_pwa.extensions import Instant, Modele


class EtatDocument(enum.Enum):
    BROUILLON = "brouillon"  # still being composed
    RECU = "recu"
    LU = "lu"
    ACCEPTE = "accepte"
    REFUSE = "refuse"

    @property
    def libelle(self) -> str:
        return _LIBELLES[self]


_LIBELLES = {
    EtatDocument.BROUILLON: "Pas encore envoyé",
    EtatDocument.RECU: "Reçu",
    EtatDocument.LU: "Lu",
    EtatDocument.ACCEPTE: "Accepté",
    EtatDocument.REFUSE: "Refusé",
}


class Document(ObjetDuFoyer):
    """One document. Once sent it is one PDF, encrypted in the store, and never changes again."""

    __tablename__ = "documents"

    personne_id: Mapped[str] = mapped_column(ForeignKey("personnes.id"), index=True)  # who sends it
    titre: Mapped[str]  # what it is: "Quittance de loyer"
    retour: Mapped[str]  # the page of ours to go back to once it is composed
    etat: Mapped[EtatDocument] = mapped_column(Enum(EtatDocument, native_enum=False, length=16))
    motif_refus: Mapped[str | None]
    cree_le: Mapped[datetime] = mapped_column(Instant)
    modifie_le: Mapped[datetime] = mapped_column(Instant)  # its pages
    recu_le: Mapped[datetime | None] = mapped_column(Instant)
    confidentiel: Mapped[bool] = mapped_column(default=False)  # read by who sends it and by advisers alone
    fichier: Mapped[str | None] = mapped_column(String(64))  # its name in the store
    empreinte: Mapped[str | None] = mapped_column(String(64))  # SHA-256 of the PDF in clear
    taille: Mapped[int] = mapped_column(default=0)  # bytes of the PDF in clear
    pages: Mapped[int] = mapped_column(default=0)  # sheets of the PDF
    revision: Mapped[int] = mapped_column(default=0)  # moves with its pages: what is sent is what was composed


class Page(Modele):
    """A photo, or a PDF of one or several sheets, of a document that is still being composed."""

    __tablename__ = "documents_pages"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    rang: Mapped[int]
    nature: Mapped[str] = mapped_column(String(8))  # image, pdf
    fichier: Mapped[str] = mapped_column(String(64))  # its name in the store
    empreinte: Mapped[str] = mapped_column(String(64))
    taille: Mapped[int]
    feuilles: Mapped[int] = mapped_column(default=1)
    rotation: Mapped[int] = mapped_column(default=0)  # clockwise: 0, 90, 180, 270
    avis: Mapped[str | None] = mapped_column(String(16))  # floue, presque-vide
    vignette: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # a small picture of it, encrypted
