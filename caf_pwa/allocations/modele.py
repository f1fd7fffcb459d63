"""Rights and payments."""

import enum
from datetime import date
from decimal import Decimal
from typing import TypedDict

from sqlalchemy import JSON, Enum, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caf_pwa.dossier.modele import ObjetDuFoyer
from caf_pwa.extensions import Centiemes, Modele


class EtatDroit(enum.Enum):
    OUVERT = "ouvert"
    SUSPENDU = "suspendu"
    CLOS = "clos"


class Etape(TypedDict):
    """One step of a calculation, as shown: what it is, and the amount in euros as text."""

    libelle: str
    montant: str | None


class Droit(ObjetDuFoyer):
    __tablename__ = "droits"

    prestation: Mapped[str] = mapped_column(String(16))
    libelle: Mapped[str | None]
    etat: Mapped[EtatDroit] = mapped_column(Enum(EtatDroit, native_enum=False, length=16))
    montant: Mapped[Decimal | None] = mapped_column(Centiemes)  # a month's, in euros
    depuis: Mapped[date]
    fin: Mapped[date | None]
    tiers: Mapped[str | None]  # whom it goes to, when not to the household
    change_le: Mapped[date | None]
    montant_avant: Mapped[Decimal | None] = mapped_column(Centiemes)
    motif: Mapped[str | None]  # why it changed, was suspended or ended
    a_faire: Mapped[str | None]  # what the person can do about it
    calcul: Mapped[list[Etape]] = mapped_column(JSON, default=list)

    @property
    def etapes(self) -> list[tuple[str, Decimal | None]]:
        """The steps of the calculation with their amounts in euros."""
        return [(etape["libelle"], Decimal(etape["montant"]) if etape["montant"] else None) for etape in self.calcul]


class Paiement(ObjetDuFoyer):
    """One payment day of a household. ``montant`` is what reached the household: lines less deductions."""

    __tablename__ = "paiements"

    date: Mapped[date]
    montant: Mapped[Decimal] = mapped_column(Centiemes)
    montant_tiers: Mapped[Decimal] = mapped_column(Centiemes)  # paid straight to others, such as the landlord
    compte: Mapped[str | None]  # masked

    lignes: Mapped[list["Ligne"]] = relationship(
        cascade="all, delete-orphan", order_by="Ligne.rang", passive_deletes=True
    )
    retenues: Mapped[list["Retenue"]] = relationship(
        cascade="all, delete-orphan", order_by="Retenue.rang", passive_deletes=True
    )


class Ligne(Modele):
    __tablename__ = "lignes_de_paiement"

    paiement_id: Mapped[str] = mapped_column(ForeignKey("paiements.id", ondelete="CASCADE"), primary_key=True)
    rang: Mapped[int] = mapped_column(primary_key=True)
    prestation: Mapped[str] = mapped_column(String(16))
    libelle: Mapped[str | None]
    mois: Mapped[date]  # the month it is due for: its first day
    rappel: Mapped[bool]  # a back-payment
    montant: Mapped[Decimal] = mapped_column(Centiemes)
    tiers: Mapped[str | None]  # whom it went to, when not to the household


class Retenue(Modele):
    __tablename__ = "retenues"

    paiement_id: Mapped[str] = mapped_column(ForeignKey("paiements.id", ondelete="CASCADE"), primary_key=True)
    rang: Mapped[int] = mapped_column(primary_key=True)
    libelle: Mapped[str]
    montant: Mapped[Decimal] = mapped_column(Centiemes)
    creance_id: Mapped[str | None] = mapped_column(ForeignKey("creances.id"))
