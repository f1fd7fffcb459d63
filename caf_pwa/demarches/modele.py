"""Documents asked for, declarations due, and the démarches of the last 24 months."""

import enum
from datetime import date
from typing import TypedDict

from sqlalchemy import JSON, Enum, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from caf_pwa.dossier.modele import ObjetDuFoyer


class EtatPiece(enum.Enum):
    DEMANDEE = "demandee"
    RECUE = "recue"
    ACCEPTEE = "acceptee"
    REFUSEE = "refusee"
    ANNULEE = "annulee"

    @property
    def attendue(self) -> bool:
        return self in (EtatPiece.DEMANDEE, EtatPiece.REFUSEE)


class PieceDemandee(ObjetDuFoyer):
    """A document that the Caf asks for. For one person alone where ``personne_id`` names them."""

    __tablename__ = "pieces_demandees"

    personne_id: Mapped[str | None] = mapped_column(ForeignKey("personnes.id"))
    libelle: Mapped[str]
    raison: Mapped[str]
    demandee_le: Mapped[date]
    limite: Mapped[date | None]
    etat: Mapped[EtatPiece] = mapped_column(Enum(EtatPiece, native_enum=False, length=16))
    motif_refus: Mapped[str | None]


class DeclarationAttendue(ObjetDuFoyer):
    """A declaration that a person owes for a period."""

    __tablename__ = "declarations_attendues"

    personne_id: Mapped[str | None] = mapped_column(ForeignKey("personnes.id"))
    demarche: Mapped[str] = mapped_column(String(48))  # its slug
    titre: Mapped[str]
    periode: Mapped[str]  # in words: "août à octobre 2026"
    ouverte_le: Mapped[date]
    limite: Mapped[date]
    recue: Mapped[bool]


class EtatDemarche(enum.Enum):
    RECUE = "recue"
    EN_COURS = "en_cours"
    EN_ATTENTE_D_INFORMATION = "en_attente_d_information"
    TRAITEE = "traitee"
    REFUSEE = "refusee"
    ANNULEE = "annulee"

    @property
    def libelle(self) -> str:
        return _LIBELLES[self]


_LIBELLES = {
    EtatDemarche.RECUE: "Reçue",
    EtatDemarche.EN_COURS: "En cours de traitement",
    EtatDemarche.EN_ATTENTE_D_INFORMATION: "En attente d’information",
    EtatDemarche.TRAITEE: "Traitée",
    EtatDemarche.REFUSEE: "Refusée",
    EtatDemarche.ANNULEE: "Annulée",
}


class Evenement(TypedDict):
    """A line of a démarche's history: its day (AAAA-MM-JJ), who acted, and what happened."""

    date: str
    auteur: str
    texte: str


class Demarche(ObjetDuFoyer):
    """A démarche sent to the Caf, by whatever way."""

    __tablename__ = "demarches"

    personne_id: Mapped[str | None] = mapped_column(ForeignKey("personnes.id"))
    titre: Mapped[str]
    numero: Mapped[str]
    deposee_le: Mapped[date]
    etat: Mapped[EtatDemarche] = mapped_column(Enum(EtatDemarche, native_enum=False, length=32))
    historique: Mapped[list[Evenement]] = mapped_column(JSON, default=list)
