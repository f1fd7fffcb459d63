"""The inbox."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from caf_pwa.extensions import Instant, Modele


class Alerte(Modele):
    """One alert of one account about one object; published once, closed when nothing is left to do."""

    __tablename__ = "alertes"

    compte_id: Mapped[str] = mapped_column(ForeignKey("comptes.id", ondelete="CASCADE"), primary_key=True)
    genre: Mapped[str] = mapped_column(String(32), primary_key=True)
    objet_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    publiee_le: Mapped[datetime] = mapped_column(Instant)
    lue_le: Mapped[datetime | None] = mapped_column(Instant)
    close_le: Mapped[datetime | None] = mapped_column(Instant)
    valeurs: Mapped[dict[str, str]] = mapped_column(JSON)  # what its sentence needs
