"""Documents asked for, declarations due, drafts, and the démarches of the last 24 months."""

import enum
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import JSON, Enum, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from caf_pwa.demarches.recapitulatif import Rubrique
from caf_pwa.dossier.modele import ObjetDuFoyer
from caf_pwa.extensions import Instant, Scelle
from caf_pwa.socle.formulaires import Reponses


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
    __table_args__ = (Index("ix_pieces_demandees_limite", "limite", "id"),)

    personne_id: Mapped[str | None] = mapped_column(ForeignKey("personnes.id"))
    libelle: Mapped[str]
    raison: Mapped[str]
    demandee_le: Mapped[date]
    limite: Mapped[date | None]
    etat: Mapped[EtatPiece] = mapped_column(Enum(EtatPiece, native_enum=False, length=16))
    motif_refus: Mapped[str | None]
    demarche_id: Mapped[str | None] = mapped_column(String(32))  # the démarche that an adviser asks it for
    confidentielle: Mapped[bool] = mapped_column(default=False)


class DeclarationAttendue(ObjetDuFoyer):
    """A declaration that a person owes for a period."""

    __tablename__ = "declarations_attendues"
    __table_args__ = (Index("ix_declarations_attendues_limite", "limite", "id"),)

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

    @property
    def ouverte(self) -> bool:
        """Somebody still has to answer it."""
        return self in (EtatDemarche.RECUE, EtatDemarche.EN_COURS, EtatDemarche.EN_ATTENTE_D_INFORMATION)


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
    """A démarche sent to the Caf. One sent elsewhere, at a desk or by post, has no ``slug`` and no answers.

    What was sent is frozen: the answers as typed, their words, the version of the questions, and the hash of all
    that with the documents' hashes. ``revision`` moves with every change of state: two advisers never both win.
    """

    __tablename__ = "demarches"
    __table_args__ = (
        UniqueConstraint("personne_id", "cle", name="uq_demarches_personne_cle"),
        # One open démarche for a person, a kind and a period, whoever else sends it meanwhile.
        Index(
            "uq_demarches_ouverte",
            "personne_id",
            "slug",
            "periode",
            unique=True,
            sqlite_where=text("etat IN ('RECUE', 'EN_COURS', 'EN_ATTENTE_D_INFORMATION') AND slug IS NOT NULL"),
            postgresql_where=text("etat IN ('RECUE', 'EN_COURS', 'EN_ATTENTE_D_INFORMATION') AND slug IS NOT NULL"),
        ),
        Index("ix_demarches_etat_deposee_a", "etat", "deposee_a"),
    )

    personne_id: Mapped[str | None] = mapped_column(ForeignKey("personnes.id"))
    titre: Mapped[str]
    numero: Mapped[str]
    deposee_le: Mapped[date]
    etat: Mapped[EtatDemarche] = mapped_column(Enum(EtatDemarche, native_enum=False, length=32))
    historique: Mapped[list[Evenement]] = mapped_column(JSON, default=list)

    slug: Mapped[str | None] = mapped_column(String(48))
    periode: Mapped[str | None] = mapped_column(String(64))  # its key: see Periode
    cle: Mapped[str | None] = mapped_column(String(32))  # made by the device: the same twice is the same démarche
    version_formulaire: Mapped[int | None]
    reponses: Mapped[dict[str, Reponses]] = mapped_column(Scelle, nullable=True)
    recapitulatif: Mapped[list[Rubrique]] = mapped_column(JSON, default=list)
    empreinte: Mapped[str | None] = mapped_column(String(64))
    deposee_a: Mapped[datetime | None] = mapped_column(Instant)
    reponse_avant: Mapped[date | None]
    pas_avant: Mapped[datetime | None] = mapped_column(Instant)  # nothing is done, and it can be cancelled, until then
    confidentielle: Mapped[bool] = mapped_column(default=False)  # read by its author and by advisers alone
    au_nom_du_foyer: Mapped[bool] = mapped_column(default=False)  # its author managed the dossier
    attendue_id: Mapped[str | None] = mapped_column(String(32))  # the declaration that it answers
    remplace_id: Mapped[str | None] = mapped_column(String(32))  # the one that it corrects
    agent_id: Mapped[str | None] = mapped_column(ForeignKey("agents.id"), index=True)  # the adviser who took it up
    question: Mapped[str | None]  # what the adviser asks, while one waits for the answer
    motif_refus: Mapped[str | None]
    revision_exportee: Mapped[int | None]  # what the other side was last told of it
    revision: Mapped[int] = mapped_column(default=0)

    @property
    def corrigeable(self) -> bool:
        """Its author may still correct or withdraw it: nobody has taken it up."""
        return self.slug is not None and self.etat is EtatDemarche.RECUE


class Brouillon(ObjetDuFoyer):
    """A démarche begun and not sent: its answers as typed, page by page. One for a person, a kind and a period.

    ``revision`` moves with every page saved: a device that holds an older one is told before it writes.
    """

    __tablename__ = "brouillons"
    __table_args__ = (UniqueConstraint("personne_id", "slug", "periode", name="uq_brouillons_personne_slug_periode"),)

    personne_id: Mapped[str] = mapped_column(ForeignKey("personnes.id"))
    slug: Mapped[str] = mapped_column(String(48))
    periode: Mapped[str] = mapped_column(String(64), default="")
    version_formulaire: Mapped[int]
    reponses: Mapped[dict[str, Reponses]] = mapped_column(Scelle, nullable=True)
    revision: Mapped[int] = mapped_column(default=1)
    modifie_le: Mapped[datetime] = mapped_column(Instant)
    corrige_id: Mapped[str | None] = mapped_column(String(32))  # the démarche sent that this one corrects


class PieceJointe(ObjetDuFoyer):
    """A document in its place: in a draft, in a démarche sent, or in answer to a document asked for."""

    __tablename__ = "pieces_jointes"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    emplacement: Mapped[str] = mapped_column(String(48), default="")  # Piece.nom
    brouillon_id: Mapped[str | None] = mapped_column(ForeignKey("brouillons.id", ondelete="CASCADE"), index=True)
    demarche_id: Mapped[str | None] = mapped_column(ForeignKey("demarches.id", ondelete="CASCADE"), index=True)
    piece_id: Mapped[str | None] = mapped_column(ForeignKey("pieces_demandees.id", ondelete="CASCADE"), index=True)


class CodeEnvoye(ObjetDuFoyer):
    """A code sent to a new contact, to prove that it is the person's. Only its keyed hash is kept."""

    __tablename__ = "codes_envoyes"

    demarche_id: Mapped[str] = mapped_column(ForeignKey("demarches.id", ondelete="CASCADE"), index=True)
    canal: Mapped[str] = mapped_column(String(16))  # courriel, telephone
    destinataire: Mapped[str]
    empreinte: Mapped[str] = mapped_column(String(64))
    essais: Mapped[int] = mapped_column(default=0)
    envois: Mapped[int] = mapped_column(default=1)
    envoye_le: Mapped[datetime] = mapped_column(Instant)
    confirme_le: Mapped[datetime | None] = mapped_column(Instant)
