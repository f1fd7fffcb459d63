"""The bare objects that create_app() ties to the application. Imports nothing of ours but the clock and the cipher."""

import json
import sqlite3
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask_compress import Compress
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from htmx_flask import Htmx
from sqlalchemy import BigInteger, Connection, Dialect, Engine, LargeBinary, MetaData, Update, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from caf_pwa.socle.chiffrement import Chiffre
from caf_pwa.socle.horloge import Horloge


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Centiemes(TypeDecorator[Decimal]):
    """An amount in euros, or a number of parts: Decimal in Python, whole hundredths in the database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        centimes = value * 100
        if centimes != int(centimes):
            raise ValueError(f"{value} has more than two decimals")
        return int(centimes)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(int(value)).scaleb(-2)


class Instant(TypeDecorator[datetime]):
    """A moment: an aware datetime in UTC in Python, whole seconds since 1970 in the database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value.timestamp())

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value, UTC)


class Scelle(TypeDecorator[dict[str, Any]]):
    """What a person wrote: a dictionary in Python, encrypted in the database and in its backups; {} for none.

    The cipher is that of the engine: see ``sceller``.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> bytes | None:
        if not value:
            return None
        chiffre: Chiffre = dialect.chiffre  # type: ignore[attr-defined]
        return b"".join(chiffre.chiffrer("reponses", [json.dumps(value, ensure_ascii=False).encode()]))

    def process_result_value(self, value: Any, dialect: Dialect) -> dict[str, Any]:
        if value is None:
            return {}
        chiffre: Chiffre = dialect.chiffre  # type: ignore[attr-defined]
        lu: dict[str, Any] = json.loads(b"".join(chiffre.dechiffrer("reponses", [value])))
        return lu


def sceller(moteur: Engine, cle: bytes) -> None:
    """Give an engine the key of what it keeps encrypted."""
    moteur.dialect.chiffre = Chiffre(cle)  # type: ignore[attr-defined]


@event.listens_for(Engine, "connect")
def _regler_sqlite(connexion: Any, _enregistrement: Any) -> None:
    """WAL lets readers read while one writes; FULL keeps what was acknowledged through a power cut."""
    if isinstance(connexion, sqlite3.Connection):
        for reglage in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
            connexion.execute(f"PRAGMA {reglage}")


@event.listens_for(Engine, "savepoint")
def _ouvrir_la_transaction(connexion: Connection, _nom: str) -> None:
    """SQLite's driver begins a transaction at the first write: a savepoint before it would be a transaction by itself,
    and its release a commit."""
    brute: Any = connexion.connection.dbapi_connection
    if isinstance(brute, sqlite3.Connection) and not brute.in_transaction:
        connexion.exec_driver_sql("BEGIN IMMEDIATE")


def inserer_si_absent(connexion: Connection, modele: type[DeclarativeBase], valeurs: dict[str, Any]) -> bool:
    """Insert a row unless it is there already, whoever else inserts it meanwhile. True when it was not there."""
    dialecte = postgresql if connexion.dialect.name == "postgresql" else sqlite
    insertion = dialecte.insert(modele).values(valeurs).on_conflict_do_nothing()
    return connexion.execute(insertion, execution_options={"preserve_rowcount": True}).rowcount == 1


def modifier_une(session: Session, modification: Update, valeurs: dict[str, Any] | None = None) -> bool:
    """Change one row if it is as the statement says, whoever else changes it meanwhile. True when it was.

    ``valeurs``: those of its parameters, where it was built beforehand.

    Decided by the database: objects of the session that hold the row must be refreshed.
    """
    session.flush()
    return session.connection().execute(modification, valeurs).rowcount == 1


def travailler_seul(session: Session, verrou: int) -> None:
    """Until the transaction ends, nobody else does what has this number; what is read from here on cannot have moved.

    On SQLite whoever is writing already holds the only lock there is.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:verrou)"), {"verrou": verrou})
    elif not session.connection().connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
        session.connection().exec_driver_sql("BEGIN IMMEDIATE")


db = SQLAlchemy(model_class=Base)
if TYPE_CHECKING:
    Modele = Base  # mypy cannot read a class made at run time
else:
    Modele = db.Model

login_manager = LoginManager()
htmx = Htmx()
compress = Compress()
horloge = Horloge()
