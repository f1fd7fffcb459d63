"""Accounts, the sign-ins open on them, authorisations between spouses, traces, and the brakes on guessing."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from caf_pwa.dossier.modele import ObjetDuFoyer
from caf_pwa.extensions import Instant, Modele


class Compte(Modele):
    __tablename__ = "comptes"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    personne_id: Mapped[str] = mapped_column(ForeignKey("personnes.id"), unique=True)
    identifiant: Mapped[str] = mapped_column(String(32), unique=True)
    empreinte_mot_de_passe: Mapped[str | None]
    version_mot_de_passe: Mapped[int] = mapped_column(BigInteger, default=0)  # of the record that brought it
    version: Mapped[int] = mapped_column(default=0)  # moves with what this person alone sees: unread marks
    cle_hors_connexion: Mapped[bytes] = mapped_column(LargeBinary)  # 32 bytes, for the dossier kept on a device


class Connexion(Modele):
    """A sign-in on one device. Only the SHA-256 of its token is kept: the table opens no door."""

    __tablename__ = "connexions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    compte_id: Mapped[str] = mapped_column(ForeignKey("comptes.id", ondelete="CASCADE"), index=True)
    ouverte_le: Mapped[datetime] = mapped_column(Instant)
    vue_le: Mapped[datetime] = mapped_column(Instant)
    appareil_personnel: Mapped[bool] = mapped_column(default=False)


class Autorisation(ObjetDuFoyer):
    """An "autorisation de gestion": the responsible person lets the spouse manage the whole dossier."""

    __tablename__ = "autorisations"

    personne_id: Mapped[str] = mapped_column(ForeignKey("personnes.id"), index=True)
    depuis: Mapped[date]
    fin: Mapped[date | None]


class Trace(ObjetDuFoyer):
    """What somebody did with a dossier: the household and the person it names read who, when and why."""

    __tablename__ = "traces"

    personne_id: Mapped[str | None] = mapped_column(ForeignKey("personnes.id"))  # whom it names; None: everybody
    personne_auteur_id: Mapped[str | None] = mapped_column(ForeignKey("personnes.id"))
    agent_id: Mapped[str | None] = mapped_column(ForeignKey("agents.id"))  # neither: the Caf's own machines
    acte: Mapped[str] = mapped_column(String(32))
    texte: Mapped[str]
    motif: Mapped[str | None]
    confidentielle: Mapped[bool] = mapped_column(default=False)  # for its author and the person it names alone
    a: Mapped[datetime] = mapped_column(Instant)


class Essais(Modele):
    """The sign-in tries counted against one account, one address, or everybody. Keys are hashed."""

    __tablename__ = "essais"

    cle: Mapped[str] = mapped_column(String(64), primary_key=True)
    nombre: Mapped[int]
    premier_le: Mapped[datetime] = mapped_column(Instant)
    dernier_le: Mapped[datetime] = mapped_column(Instant)
