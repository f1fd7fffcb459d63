"""A debt ("créance" for the Caf, "indu" in its letters)."""

import enum
from datetime import date
from decimal import Decimal

from sqlalchemy import Enum, String
from sqlalchemy.orm import Mapped, mapped_column

from caf_pwa.dossier.modele import ObjetDuFoyer
from caf_pwa.extensions import Centiemes


class EtatCreance(enum.Enum):
    """The life of a debt: domain fact file 4.5. Contested or under remission, nothing is recovered."""

    NOTIFIEE = "notifiee"
    EXIGIBLE = "exigible"
    EN_RECOUVREMENT = "en_recouvrement"
    CONTESTEE = "contestee"
    ECHEANCIER = "echeancier"
    REMISE_DEMANDEE = "remise_demandee"
    SOLDEE = "soldee"
    ANNULEE = "annulee"

    @property
    def libelle(self) -> str:
        return _LIBELLES[self]

    @property
    def close(self) -> bool:
        return self in (EtatCreance.SOLDEE, EtatCreance.ANNULEE)

    @property
    def gelee(self) -> bool:
        return self in (EtatCreance.CONTESTEE, EtatCreance.REMISE_DEMANDEE)


_LIBELLES = {
    EtatCreance.NOTIFIEE: "Notifiée",
    EtatCreance.EXIGIBLE: "À rembourser",
    EtatCreance.EN_RECOUVREMENT: "En cours de remboursement",
    EtatCreance.CONTESTEE: "Contestée : remboursement suspendu",
    EtatCreance.ECHEANCIER: "Remboursement en plusieurs fois",
    EtatCreance.REMISE_DEMANDEE: "Remise demandée : remboursement suspendu",
    EtatCreance.SOLDEE: "Remboursée",
    EtatCreance.ANNULEE: "Annulée",
}


class Creance(ObjetDuFoyer):
    __tablename__ = "creances"

    nom: Mapped[str | None] = mapped_column(String(64))  # its name in the feed
    reference: Mapped[str]
    prestation: Mapped[str]  # its name in words
    motif: Mapped[str]
    mois_debut: Mapped[date]
    mois_fin: Mapped[date]
    montant: Mapped[Decimal] = mapped_column(Centiemes)
    rembourse: Mapped[Decimal] = mapped_column(Centiemes)
    regle: Mapped[Decimal] = mapped_column(Centiemes, default=Decimal())  # paid online, not in ``rembourse`` yet
    retenue_mensuelle: Mapped[Decimal | None] = mapped_column(Centiemes)
    notifiee_le: Mapped[date]
    etat: Mapped[EtatCreance] = mapped_column(Enum(EtatCreance, native_enum=False, length=16))

    @property
    def reste(self) -> Decimal:
        """What is left to pay back, in euros."""
        return max(self.montant - self.deja_rembourse, Decimal())

    @property
    def deja_rembourse(self) -> Decimal:
        return self.rembourse + (self.regle or Decimal())  # None before the row is kept
