"""What a browser has begun and comes back to: bound to it by a cookie, kept on the server, for a time. No request here.

A sign-in that waits for its code survives a visit to the mail app; a flow of FranceConnect comes back to the browser
that left; a challenge answers once. The token is in the cookie alone: the row keeps its SHA-256.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from caf_pwa.comptes.modele import Attente
from caf_pwa.extensions import modifier_une

PAS_MOI = "pas-moi"  # the link of a notice: it outlives what an intruder may do next


def ouvrir(
    session: Session,
    genre: str,
    donnees: dict[str, Any],
    maintenant: datetime,
    duree: timedelta,
    compte_id: str | None = None,
) -> tuple[str, Attente]:
    """Begin something and return the token of its browser. What has expired is thrown away meanwhile."""
    session.execute(delete(Attente).where(Attente.expire_le <= maintenant))
    jeton = secrets.token_urlsafe(32)
    attente = Attente(
        id=_empreinte(jeton),
        genre=genre,
        compte_id=compte_id,
        donnees=donnees,
        essais=0,
        envois=0,
        expire_le=maintenant + duree,
    )
    session.add(attente)
    session.flush()
    return jeton, attente


def lire(session: Session, genre: str, jeton: str | None, maintenant: datetime) -> Attente | None:
    """What this token stands for; None when it is unknown, of another kind, used, or too old."""
    if not jeton:
        return None
    trouvee = select(Attente).where(
        Attente.id == _empreinte(jeton), Attente.genre == genre, Attente.expire_le > maintenant
    )
    return session.scalar(trouvee)


def prendre(session: Session, genre: str, jeton: str | None, maintenant: datetime) -> Attente | None:
    """The same, for the last time: of two at the same moment one gets it."""
    attente = lire(session, genre, jeton, maintenant)
    if attente is None:
        return None
    session.flush()
    prise = session.connection().execute(delete(Attente).where(Attente.id == attente.id)).rowcount == 1
    session.expunge(attente)
    return attente if prise else None


def abandonner(session: Session, jeton: str | None) -> None:
    """What this token stands for goes no further, of whatever kind it is."""
    if jeton:
        session.execute(delete(Attente).where(Attente.id == _empreinte(jeton)))


def compter(session: Session, attente: Attente, permis: int) -> bool:
    """One more try at its code, unless all are used: decided by the database, however many come at once."""
    un_de_plus = update(Attente).where(Attente.id == attente.id, Attente.essais < permis)
    return modifier_une(session, un_de_plus.values(essais=Attente.essais + 1))


def oublier_celles_de(session: Session, compte_id: str) -> None:
    """Nothing that this account has begun, on any browser, goes on; the links of its notices still serve."""
    session.execute(delete(Attente).where(Attente.compte_id == compte_id, Attente.genre != PAS_MOI))


def _empreinte(jeton: str) -> str:
    return hashlib.sha256(jeton.encode()).hexdigest()
