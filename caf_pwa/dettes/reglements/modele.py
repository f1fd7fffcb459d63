"""A payment made online, and what its gateway said of it."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Enum, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caf_pwa.dettes.modele import Creance
from caf_pwa.dettes.reglements.moteur import Compte, EtatReglement, Nouvelle
from caf_pwa.dossier.modele import ObjetDuFoyer
from caf_pwa.extensions import Centiemes, Instant, Modele

_ZERO = Decimal()


class Reglement(ObjetDuFoyer):
    """``reference`` is its name for the gateway, the bank and the person: it tells nothing of anybody.

    ``compte``, ``revision`` and what follows them: what the institution's information system was told, and said.
    """

    __tablename__ = "reglements"
    __table_args__ = (
        # Two devices cannot begin two payments of one debt.
        Index(
            "uq_reglements_commence",
            "creance_id",
            unique=True,
            sqlite_where=text("etat = 'COMMENCE'"),
            postgresql_where=text("etat = 'COMMENCE'"),
        ),
    )

    creance_id: Mapped[str] = mapped_column(ForeignKey("creances.id"), index=True)
    personne_id: Mapped[str] = mapped_column(ForeignKey("personnes.id"))  # who pays
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    montant: Mapped[Decimal] = mapped_column(Centiemes)
    etat: Mapped[EtatReglement] = mapped_column(Enum(EtatReglement, native_enum=False, length=16))
    recu: Mapped[Decimal] = mapped_column(Centiemes, default=_ZERO)
    rendu: Mapped[Decimal] = mapped_column(Centiemes, default=_ZERO)
    credite: Mapped[Decimal] = mapped_column(Centiemes, default=_ZERO)
    reste_apres: Mapped[Decimal | None] = mapped_column(Centiemes)  # of the debt, once it was credited
    commence_le: Mapped[datetime] = mapped_column(Instant)
    expire_le: Mapped[datetime] = mapped_column(Instant)
    paye_le: Mapped[datetime | None] = mapped_column(Instant)
    compte: Mapped[Decimal] = mapped_column(Centiemes, default=_ZERO)  # the part that ``rembourse`` includes
    revision: Mapped[int] = mapped_column(default=0)  # moves when its money does
    revision_exportee: Mapped[int] = mapped_column(default=0)

    creance: Mapped[Creance] = relationship()

    def etat_a(self, maintenant: datetime) -> EtatReglement:
        """Its state at that moment: one left alone too long has expired, before anybody writes it down."""
        expire = self.etat is EtatReglement.COMMENCE and self.expire_le <= maintenant
        return EtatReglement.EXPIRE if expire else self.etat

    @property
    def argent(self) -> Compte:
        return Compte(self.montant, self.etat, self.recu, self.rendu, self.credite)

    @argent.setter
    def argent(self, compte: Compte) -> None:
        self.etat, self.recu, self.rendu, self.credite = compte.etat, compte.recu, compte.rendu, compte.credite


class CleDeReglement(Modele):
    """The key made with a form, and the payment that it began or joined: sent again, it is that one and no other."""

    __tablename__ = "reglements_cles"

    creance_id: Mapped[str] = mapped_column(ForeignKey("creances.id"), primary_key=True)
    cle: Mapped[str] = mapped_column(String(32), primary_key=True)
    reglement_id: Mapped[str] = mapped_column(ForeignKey("reglements.id"), index=True)


class AvisRecu(Modele):
    """A gateway has said this of this transaction: saying it again changes nothing."""

    __tablename__ = "avis_de_paiement"

    guichet: Mapped[str] = mapped_column(String(16), primary_key=True)
    transaction: Mapped[str] = mapped_column(String(64), primary_key=True)
    nouvelle: Mapped[Nouvelle] = mapped_column(Enum(Nouvelle, native_enum=False, length=16), primary_key=True)
    reglement_id: Mapped[str] = mapped_column(ForeignKey("reglements.id"), index=True)
    montant: Mapped[Decimal] = mapped_column(Centiemes)
    recu_le: Mapped[datetime] = mapped_column(Instant)
