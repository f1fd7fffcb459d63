"""The inbox, the outbox, the phones that are rung and what people have chosen."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Enum, ForeignKey, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from caf_pwa.extensions import Instant, Modele, Scelle


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


class Annonce(Modele):
    """This alert is to be rung for, in the transaction that publishes it. Who hears it, and where, is decided later."""

    __tablename__ = "annonces"

    genre: Mapped[str] = mapped_column(String(32), primary_key=True)
    objet_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    publiee_le: Mapped[datetime] = mapped_column(Instant, index=True)


class Abonnement(Modele):
    """A phone that is rung: it hangs from the sign-in on it, and goes with it, however that one ends."""

    __tablename__ = "abonnements"

    connexion: Mapped[str] = mapped_column(ForeignKey("connexions.reference", ondelete="CASCADE"), primary_key=True)
    empreinte: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256 of its address
    adresse: Mapped[dict[str, Any]] = mapped_column(Scelle)  # endpoint, p256dh, auth
    abonne_le: Mapped[datetime] = mapped_column(Instant)
    recue_le: Mapped[datetime | None] = mapped_column(Instant)  # an alert was last confirmed there


class Canal(enum.Enum):
    PUSH = "push"
    COURRIEL = "courriel"
    SMS = "sms"


class EtatLivraison(enum.Enum):
    A_PARTIR = "a-partir"
    PARTIE = "partie"
    RECUE = "recue"  # the phone said that it showed it
    ABANDONNEE = "abandonnee"  # too late, too often, refused
    INUTILE = "inutile"  # closed, seen or confirmed elsewhere meanwhile


class Livraison(Modele):
    """One alert to one account by one way. The queue of the workers.

    A claim puts ``pas_avant`` past its lease: when its worker dies, the row comes back by itself. ``bail`` says whose
    claim it is, so that a worker that lost it concludes nothing.
    """

    __tablename__ = "livraisons"
    __table_args__ = (
        Index("ix_livraisons_etat_pas_avant", "etat", "pas_avant"),
        Index("ix_livraisons_compte_id", "compte_id", "genre", "objet_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)  # 122 random bits: whoever knows it was sent it
    compte_id: Mapped[str] = mapped_column(ForeignKey("comptes.id", ondelete="CASCADE"))
    genre: Mapped[str] = mapped_column(String(32))
    objet_id: Mapped[str] = mapped_column(String(32))
    canal: Mapped[Canal] = mapped_column(Enum(Canal, native_enum=False, length=16))
    abonnement: Mapped[str | None] = mapped_column(ForeignKey("abonnements.connexion", ondelete="CASCADE"), index=True)
    etat: Mapped[EtatLivraison] = mapped_column(Enum(EtatLivraison, native_enum=False, length=16))
    creee_le: Mapped[datetime] = mapped_column(Instant)
    pas_avant: Mapped[datetime] = mapped_column(Instant)
    expire_le: Mapped[datetime] = mapped_column(Instant)
    essais: Mapped[int] = mapped_column(default=0)
    bail: Mapped[str | None] = mapped_column(String(32))
    finie_le: Mapped[datetime | None] = mapped_column(Instant)


class PreferencesAlertes(Modele):
    """What an account has chosen; without a row, everything, and quiet at night."""

    __tablename__ = "preferences_alertes"

    compte_id: Mapped[str] = mapped_column(ForeignKey("comptes.id", ondelete="CASCADE"), primary_key=True)
    silence_de: Mapped[int]  # hours in Paris; both the same: none
    silence_a: Mapped[int]
    refus: Mapped[list[str]] = mapped_column(JSON)  # "push:paiement": not this kind by this way
