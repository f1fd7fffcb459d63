"""A letter or an e-mail, and who has read it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from caf_pwa.dossier.modele import ObjetDuFoyer
from caf_pwa.extensions import Instant, Modele


class Courrier(ObjetDuFoyer):
    __tablename__ = "courriers"

    personne_id: Mapped[str | None] = mapped_column(ForeignKey("personnes.id"))  # addressed to one person alone
    date: Mapped[date]
    nature: Mapped[str] = mapped_column(String(8))  # courrier, courriel
    objet: Mapped[str]
    texte: Mapped[str | None]
    fichier: Mapped[str | None] = mapped_column(String(64))  # its PDF, in the store of documents
    feuilles: Mapped[int | None]  # of that PDF, once somebody has read one of them; 0: it cannot be drawn
    demarche: Mapped[str | None] = mapped_column(String(48))  # answered by that démarche of the catalogue: its slug
    piece_id: Mapped[str | None] = mapped_column(ForeignKey("pieces_demandees.id", ondelete="SET NULL"))  # and by that


class Lecture(Modele):
    """This account has opened this letter."""

    __tablename__ = "lectures"

    compte_id: Mapped[str] = mapped_column(ForeignKey("comptes.id", ondelete="CASCADE"), primary_key=True)
    courrier_id: Mapped[str] = mapped_column(ForeignKey("courriers.id", ondelete="CASCADE"), primary_key=True)
    lu_le: Mapped[datetime] = mapped_column(Instant)
