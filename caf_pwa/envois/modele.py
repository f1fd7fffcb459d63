"""What a device has sent, under the keys that it drew before it tried."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caf_pwa.extensions import Instant, Modele, Scelle


class Envoi(Modele):
    """One declaration. Without ``demarche_id`` it was given up before it came: it never will."""

    __tablename__ = "envois"

    compte_id: Mapped[str] = mapped_column(ForeignKey("comptes.id", ondelete="CASCADE"), primary_key=True)
    cle: Mapped[str] = mapped_column(String(32), primary_key=True)
    empreinte: Mapped[str | None] = mapped_column(String(64))  # SHA-256 of the very bytes that came
    demarche_id: Mapped[str | None] = mapped_column(ForeignKey("demarches.id"), index=True)
    recu: Mapped[dict[str, Any]] = mapped_column(Scelle, nullable=True)
    recu_le: Mapped[datetime] = mapped_column(Instant)


class Transfert(Modele):
    """One file on its way: as many bytes as have come, kept piece by piece until a declaration names it."""

    __tablename__ = "transferts"

    compte_id: Mapped[str] = mapped_column(ForeignKey("comptes.id", ondelete="CASCADE"), primary_key=True)
    cle: Mapped[str] = mapped_column(String(32), primary_key=True)
    empreinte: Mapped[str] = mapped_column(String(64))  # SHA-256 of the whole file, as the device says
    taille: Mapped[int]
    commence_le: Mapped[datetime] = mapped_column(Instant)

    morceaux: Mapped[list["Morceau"]] = relationship(
        cascade="all, delete-orphan", order_by="Morceau.debut", passive_deletes=True
    )

    @property
    def recus(self) -> int:
        """Bytes that came, from the first on, without a gap."""
        return sum(morceau.taille for morceau in self.morceaux)


class Morceau(Modele):
    """What came in one request, in the store under a name of its own. Where two begin at the same byte, one counts."""

    __tablename__ = "transferts_morceaux"
    __table_args__ = (
        ForeignKeyConstraint(
            ["compte_id", "transfert_cle"], ["transferts.compte_id", "transferts.cle"], ondelete="CASCADE"
        ),
    )

    compte_id: Mapped[str] = mapped_column(primary_key=True)
    transfert_cle: Mapped[str] = mapped_column(String(32), primary_key=True)
    debut: Mapped[int] = mapped_column(primary_key=True)
    taille: Mapped[int]
    fichier: Mapped[str] = mapped_column(String(64))


class DeclarationCommencee(Modele):
    """A declaration that is due, whose answers wait on a device of this account, which alone knows them."""

    __tablename__ = "commencees"

    declaration_id: Mapped[str] = mapped_column(
        ForeignKey("declarations_attendues.id", ondelete="CASCADE"), primary_key=True
    )
    compte_id: Mapped[str] = mapped_column(ForeignKey("comptes.id", ondelete="CASCADE"), index=True)
    dite_le: Mapped[datetime] = mapped_column(Instant)
    rappelee_le: Mapped[datetime | None] = mapped_column(Instant)
