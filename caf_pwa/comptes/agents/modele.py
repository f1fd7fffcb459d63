"""Advisers and the sign-ins open on their accounts. They share no table with allocataires."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from caf_pwa.extensions import Instant, Modele


class Agent(Modele):
    __tablename__ = "agents"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # small letters
    nom: Mapped[str]
    caisse: Mapped[str | None]  # the Caf whose dossiers they see; None: any
    empreinte_mot_de_passe: Mapped[str]
    actif: Mapped[bool] = mapped_column(default=True)  # False: has left, signs in no more


class ConnexionAgent(Modele):
    """A sign-in of an adviser. Only the SHA-256 of its token is kept: the table opens no door."""

    __tablename__ = "connexions_agents"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    agent_id: Mapped[str] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"), index=True)
    ouverte_le: Mapped[datetime] = mapped_column(Instant)
    vue_le: Mapped[datetime] = mapped_column(Instant)
