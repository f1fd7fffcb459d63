"""Accounts, the ways into them, the sign-ins open on them, authorisations, traces, and the brakes on guessing."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Enum, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caf_pwa.dossier.modele import ObjetDuFoyer
from caf_pwa.extensions import Instant, Modele, Scelle


class Moyen(enum.Enum):
    """How somebody signed in."""

    MOT_DE_PASSE = "mot-de-passe"
    CLE = "cle"  # fingerprint or face: a passkey
    FRANCECONNECT = "franceconnect"


class Compte(Modele):
    __tablename__ = "comptes"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    personne_id: Mapped[str] = mapped_column(ForeignKey("personnes.id"), unique=True)
    identifiant: Mapped[str] = mapped_column(String(32), unique=True)
    empreinte_mot_de_passe: Mapped[str | None]
    version_mot_de_passe: Mapped[int] = mapped_column(BigInteger, default=0)  # of the record that brought it
    version: Mapped[int] = mapped_column(default=0)  # moves with what this person alone sees: unread marks
    cle_hors_connexion: Mapped[bytes] = mapped_column(LargeBinary)  # 32 bytes, for the dossier kept on a device
    cle_envois: Mapped[bytes | None] = mapped_column(LargeBinary)  # 32 bytes, for what waits on a device to be sent
    # After a separation: the password is known to somebody else perhaps, and opens nothing until another is chosen.
    mot_de_passe_a_changer: Mapped[bool] = mapped_column(default=False)
    bloque_le: Mapped[datetime | None] = mapped_column(Instant)  # its person said: this was not me
    contacts_contestes: Mapped[bool] = mapped_column(
        default=False
    )  # … nor was the change of contact: no code goes there
    recupere_le: Mapped[datetime | None] = mapped_column(Instant)  # last use of "mot de passe oublié"


class Connexion(Modele):
    """A sign-in on one device. Only the SHA-256 of its token is kept: the table opens no door."""

    __tablename__ = "connexions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    compte_id: Mapped[str] = mapped_column(ForeignKey("comptes.id", ondelete="CASCADE"), index=True)
    ouverte_le: Mapped[datetime] = mapped_column(Instant)
    vue_le: Mapped[datetime] = mapped_column(Instant)
    appareil_personnel: Mapped[bool] = mapped_column(default=False)
    reference: Mapped[str] = mapped_column(String(32), unique=True)  # its name in addresses, which opens nothing
    moyen: Mapped[Moyen] = mapped_column(Enum(Moyen, native_enum=False, length=16), default=Moyen.MOT_DE_PASSE)
    appareil: Mapped[str] = mapped_column(default="")  # what the browser says of the device, in words
    confirmee_le: Mapped[datetime | None] = mapped_column(Instant)  # the person last proved again that it is them
    federation: Mapped[dict[str, Any]] = mapped_column(Scelle, nullable=True)  # what leaving FranceConnect asks for


class AppareilConnu(Modele):
    """A device on which this account has passed the code received by mail: its password is enough there.

    Its token serves once, and the next one comes with the sign-in. One that comes back was copied: see ``famille``.
    """

    __tablename__ = "appareils_connus"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256 of the token
    compte_id: Mapped[str] = mapped_column(ForeignKey("comptes.id", ondelete="CASCADE"), index=True)
    famille: Mapped[str] = mapped_column(String(32))  # the tokens of one device, one after the other
    connu_le: Mapped[datetime] = mapped_column(Instant)
    utilise_le: Mapped[datetime | None] = mapped_column(Instant)


class Cle(Modele):
    """A passkey: the fingerprint or the face stays on the device, here is its public key."""

    __tablename__ = "cles"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256 of the credential's own id
    compte_id: Mapped[str] = mapped_column(ForeignKey("comptes.id", ondelete="CASCADE"), index=True)
    reference: Mapped[str] = mapped_column(String(32), unique=True)  # its name in addresses
    identifiant: Mapped[bytes] = mapped_column(LargeBinary)  # the credential's own id
    cle_publique: Mapped[bytes] = mapped_column(LargeBinary)
    compteur: Mapped[int] = mapped_column(BigInteger, default=0)
    nom: Mapped[str]
    transports: Mapped[str] = mapped_column(default="")  # as the browser gives them, with commas
    creee_le: Mapped[datetime] = mapped_column(Instant)
    utilisee_le: Mapped[datetime | None] = mapped_column(Instant)


class LienFranceConnect(Modele):
    """The account that a person of FranceConnect opens. One for each account and each provider."""

    __tablename__ = "liens_franceconnect"
    __table_args__ = (UniqueConstraint("compte_id", "emetteur"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256 of issuer and sub
    compte_id: Mapped[str] = mapped_column(ForeignKey("comptes.id", ondelete="CASCADE"), index=True)
    emetteur: Mapped[str]
    depuis: Mapped[datetime] = mapped_column(Instant)


class Attente(Modele):
    """What a browser has begun and must come back to: a sign-in that waits for its code, a flow of FranceConnect.

    Its token is in a cookie of that browser alone; the table keeps its SHA-256.
    """

    __tablename__ = "attentes"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    genre: Mapped[str] = mapped_column(String(24))
    compte_id: Mapped[str | None] = mapped_column(ForeignKey("comptes.id", ondelete="CASCADE"), index=True)
    donnees: Mapped[dict[str, Any]] = mapped_column(Scelle, nullable=True)
    essais: Mapped[int] = mapped_column(default=0)  # wrong codes typed
    envois: Mapped[int] = mapped_column(default=0)  # codes sent
    envoye_le: Mapped[datetime | None] = mapped_column(Instant)
    expire_le: Mapped[datetime] = mapped_column(Instant, index=True)


class CalendrierPrive(Modele):
    """An address at which a calendar reads this account's dates, signed in or not. Only its token's SHA-256 is kept."""

    __tablename__ = "calendriers_prives"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    compte_id: Mapped[str] = mapped_column(ForeignKey("comptes.id", ondelete="CASCADE"), unique=True)
    detaille: Mapped[bool]  # says what each date is about; else a calendar that others see tells nothing
    ouvert_le: Mapped[datetime] = mapped_column(Instant)


class Autorisation(ObjetDuFoyer):
    """An "autorisation de gestion": the responsible person lets the spouse manage the whole dossier."""

    __tablename__ = "autorisations"

    personne_id: Mapped[str] = mapped_column(ForeignKey("personnes.id"), index=True)
    depuis: Mapped[date]
    fin: Mapped[date | None]
    retiree_le: Mapped[datetime | None] = mapped_column(Instant)  # ended here: at once, whatever the feed says


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
