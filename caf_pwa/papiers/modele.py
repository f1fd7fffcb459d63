"""The papers that were issued, and the public halves of the keys that signed them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from caf_pwa.dossier.modele import ObjetDuFoyer
from caf_pwa.extensions import Instant, Modele, Scelle

_EN_COURS: dict[str, Any] = {"sqlite_where": text("retire_le IS NULL"), "postgresql_where": text("retire_le IS NULL")}


class Papier(ObjetDuFoyer):
    """A paper as it was issued to one person: it never changes, and can be withdrawn.

    ``scelle`` is what ``signature`` signs, and what the QR code carries.
    """

    __tablename__ = "papiers"
    __table_args__ = (
        # Two taps at once are one paper; so are two states of the dossier that say the same.
        Index("uq_papiers_marque", "personne_id", "marque", unique=True, **_EN_COURS),
        Index("uq_papiers_contenu", "personne_id", "genre", "demande", "empreinte", unique=True, **_EN_COURS),
    )

    personne_id: Mapped[str] = mapped_column(ForeignKey("personnes.id"), index=True)  # who asked for it
    genre: Mapped[str] = mapped_column(String(48))
    titre: Mapped[str]
    demande: Mapped[str] = mapped_column(String(200))  # see demandes.cle
    marque: Mapped[str] = mapped_column(String(64))  # the ETag of what it was made from
    code: Mapped[str] = mapped_column(String(32), unique=True)
    contenu: Mapped[dict[str, Any]] = mapped_column(Scelle)
    empreinte: Mapped[str] = mapped_column(String(64))  # SHA-256 of its content
    scelle: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    cle_id: Mapped[str] = mapped_column(String(64))
    fichier: Mapped[str] = mapped_column(String(64))  # its name in the store
    empreinte_fichier: Mapped[str] = mapped_column(String(64), index=True)  # SHA-256 of the PDF in clear
    fait_le: Mapped[date]  # the day it bears
    emis_le: Mapped[datetime] = mapped_column(Instant)
    retire_le: Mapped[datetime | None] = mapped_column(Instant)
    motif_retrait: Mapped[str | None]


class CleDePapiers(Modele):
    """One key, from its first paper on. Never deleted: papers are checked with it for as long as they are kept."""

    __tablename__ = "cles_de_papiers"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)  # see chiffrement.signatures.nom
    certificats: Mapped[str]  # in PEM: its own, then those it hangs from
    depuis: Mapped[datetime] = mapped_column(Instant)
    retiree_le: Mapped[datetime | None] = mapped_column(Instant)
