"""A debt ("créance" for the Caf, "indu" in its letters), and what people ask about it."""

import enum
from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict

from sqlalchemy import JSON, Enum, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from caf_pwa.dossier.modele import ObjetDuFoyer
from caf_pwa.extensions import Centiemes, Instant, Scelle


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


class MoisCalcule(TypedDict):
    """A month of the calculation (its first day, AAAA-MM-JJ): what was paid and what was due, in euros as text."""

    mois: str
    verse: str
    du: str


class Creance(ObjetDuFoyer):
    """``etat`` is what the institution says; what people see also follows from the day and from what they ask."""

    __tablename__ = "creances"
    __table_args__ = (Index("ix_creances_notifiee_le", "notifiee_le", "id"),)

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
    calcul: Mapped[list[MoisCalcule]] = mapped_column(JSON, default=list)

    @property
    def reste(self) -> Decimal:
        """What is left to pay back, in euros."""
        return max(self.montant - self.deja_rembourse, Decimal())

    @property
    def deja_rembourse(self) -> Decimal:
        return self.rembourse + (self.regle or Decimal())  # None before the row is kept

    @property
    def mois_calcules(self) -> list[tuple[date, Decimal, Decimal]]:
        """Each month of the calculation: what was paid, what was due, in euros."""
        return [(date.fromisoformat(un["mois"]), Decimal(un["verse"]), Decimal(un["du"])) for un in self.calcul]


class GenreDeDemande(enum.Enum):
    RECTIFICATION = "rectification"
    RECOURS = "recours"
    REMISE = "remise"
    ECHEANCIER = "echeancier"

    @property
    def titre(self) -> str:
        return _TITRES[self]

    @property
    def conteste(self) -> bool:
        """It says that the debt, or its amount, is wrong."""
        return self in (GenreDeDemande.RECTIFICATION, GenreDeDemande.RECOURS)

    @property
    def gele(self) -> bool:
        """While it waits for its answer, nothing is recovered."""
        return self is not GenreDeDemande.ECHEANCIER


_TITRES = {
    GenreDeDemande.RECTIFICATION: "Demande de rectification",
    GenreDeDemande.RECOURS: "Recours devant la commission",
    GenreDeDemande.REMISE: "Demande de remise de dette",
    GenreDeDemande.ECHEANCIER: "Demande de paiement en plusieurs fois",
}


class EtatDeDemande(enum.Enum):
    RECUE = "recue"
    ACCEPTEE = "acceptee"
    REFUSEE = "refusee"
    RETIREE = "retiree"

    @property
    def libelle(self) -> str:
        return {"recue": "Reçue", "acceptee": "Acceptée", "refusee": "Refusée", "retiree": "Retirée"}[self.value]


class DemandeDeCreance(ObjetDuFoyer):
    """What a person asks about a debt, as they wrote it, and its answer. One of a kind is open for a debt.

    ``revision`` moves with every change of state: two advisers never both win.
    """

    __tablename__ = "demandes_de_creance"
    __table_args__ = (
        UniqueConstraint("compte_id", "cle", name="uq_demandes_de_creance_compte_cle"),
        # One open request for a debt and a kind, whoever else sends it meanwhile.
        Index(
            "uq_demandes_de_creance_ouverte",
            "creance_id",
            "genre",
            unique=True,
            sqlite_where=text("etat = 'RECUE'"),
            postgresql_where=text("etat = 'RECUE'"),
        ),
        Index("ix_demandes_de_creance_etat_deposee_a", "etat", "deposee_a"),
    )

    creance_id: Mapped[str] = mapped_column(ForeignKey("creances.id"), index=True)
    compte_id: Mapped[str] = mapped_column(ForeignKey("comptes.id"))
    genre: Mapped[GenreDeDemande] = mapped_column(Enum(GenreDeDemande, native_enum=False, length=16))
    reponses: Mapped[dict[str, str]] = mapped_column(Scelle, nullable=True)  # question → answer, as written
    mensualite: Mapped[Decimal | None] = mapped_column(Centiemes)  # what they offer to pay each month
    cle: Mapped[str] = mapped_column(String(32))  # made with the form: the same twice is the same request
    numero: Mapped[str]
    deposee_le: Mapped[date]
    deposee_a: Mapped[datetime] = mapped_column(Instant)
    etat: Mapped[EtatDeDemande] = mapped_column(Enum(EtatDeDemande, native_enum=False, length=16))
    # Granted: the new amount of the debt, what is remitted of it, or what is paid each month.
    accorde: Mapped[Decimal | None] = mapped_column(Centiemes)
    decision: Mapped[str | None]  # the answer, in words
    close_le: Mapped[date | None]  # answered, or withdrawn
    agent_id: Mapped[str | None] = mapped_column(ForeignKey("agents.id"))
    revision_exportee: Mapped[int | None]
    revision: Mapped[int] = mapped_column(default=0)

    @property
    def ouverte(self) -> bool:
        return self.etat is EtatDeDemande.RECUE
