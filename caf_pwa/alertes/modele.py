"""The inbox."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from caf_pwa.extensions import Instant, Modele


class Alerte(Modele):
    """One alert about one object of a household; published once, closed when nothing is left to do.

    It belongs to the household like its object, and is read by whoever may read that: an authorisation taken back
    takes the alerts with it, an account opened later finds them.
    """

    __tablename__ = "alertes"
    __table_args__ = (
        Index(
            "ix_alertes_ouvertes",
            "genre",
            sqlite_where=text("close_le IS NULL"),
            postgresql_where=text("close_le IS NULL"),
        ),
    )

    genre: Mapped[str] = mapped_column(String(32), primary_key=True)
    objet_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    foyer_id: Mapped[str] = mapped_column(ForeignKey("foyers.id"), index=True)
    personne_id: Mapped[str | None] = mapped_column(ForeignKey("personnes.id"))
    publiee_le: Mapped[datetime] = mapped_column(Instant)
    close_le: Mapped[datetime | None] = mapped_column(Instant)
    valeurs: Mapped[dict[str, str]] = mapped_column(JSON)  # what its sentence needs


class AlerteVue(Modele):
    """This account has seen this alert."""

    __tablename__ = "alertes_vues"
    __table_args__ = (
        ForeignKeyConstraint(
            ["genre", "objet_id"],
            ["alertes.genre", "alertes.objet_id"],
            ondelete="CASCADE",
            name="fk_alertes_vues_alerte",
        ),
    )

    compte_id: Mapped[str] = mapped_column(ForeignKey("comptes.id", ondelete="CASCADE"), primary_key=True)
    genre: Mapped[str] = mapped_column(String(32), primary_key=True)
    objet_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    vue_le: Mapped[datetime] = mapped_column(Instant)
