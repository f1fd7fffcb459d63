"""The keys that sign papers, by their public half."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from caf_pwa.extensions import Instant, Modele


class CleDePapiers(Modele):
    """One key, from its first paper on. Never deleted: papers are checked with it for as long as they are kept."""

    __tablename__ = "cles_de_papiers"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)  # see chiffrement.signatures.nom
    certificats: Mapped[str]  # in PEM: its own, then those it hangs from
    depuis: Mapped[datetime] = mapped_column(Instant)
    retiree_le: Mapped[datetime | None] = mapped_column(Instant)
