"""What the feed has brought, and what waits for something not yet here."""

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from caf_pwa.extensions import Modele


class Recu(Modele):
    """The newest version applied of a record. Applying it again changes nothing."""

    __tablename__ = "flux_recus"

    genre: Mapped[str] = mapped_column(String(32), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
    empreinte: Mapped[str] = mapped_column(String(64))


class EnAttente(Modele):
    """A valid record whose reference is missing: kept until that arrives. Several versions of one may wait."""

    __tablename__ = "flux_en_attente"
    __table_args__ = (Index(None, "attend"),)

    genre: Mapped[str] = mapped_column(String(32), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    empreinte: Mapped[str] = mapped_column(String(64))
    attend: Mapped[str] = mapped_column(String(128))  # "foyer:F1"
    contenu: Mapped[str]  # the record, its bank accounts masked
