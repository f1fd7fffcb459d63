"""The devices on which an account has passed the code received by mail: the password is enough there."""

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from caf_pwa.comptes.modele import AppareilConnu
from caf_pwa.extensions import modifier_une
from caf_pwa.socle.parametres import parametre

# Two windows of one browser that sign in at the same moment hold the same token: within this, nobody copied it.
TOLERANCE = timedelta(seconds=60)


class JetonRejoue(Exception):
    """A token came back long after it had served: it was copied. Its whole family is forgotten."""


def faire_connaitre(session: Session, compte_id: str, maintenant: datetime, famille: str | None = None) -> str:
    """This device is known from now on: its token."""
    jeton = secrets.token_urlsafe(32)
    session.add(
        AppareilConnu(
            id=_empreinte(jeton), compte_id=compte_id, famille=famille or uuid.uuid4().hex, connu_le=maintenant
        )
    )
    return jeton


def connait_un_appareil(session: Session, compte_id: str) -> bool:
    """Whether this account was ever opened on a device that is still known."""
    return session.scalar(select(AppareilConnu.id).where(AppareilConnu.compte_id == compte_id).limit(1)) is not None


def presenter(session: Session, compte_id: str, jeton: str | None, maintenant: datetime) -> str | None:
    """Use the token of a device: the next one, None when the device is not known to this account.

    Raises JetonRejoue, having forgotten the family. A token that somebody else's account knows says nothing here.
    """
    connu = session.get(AppareilConnu, _empreinte(jeton)) if jeton else None
    if connu is None or connu.compte_id != compte_id or _oublie(connu, maintenant):
        return None
    premiere_fois = update(AppareilConnu).where(AppareilConnu.id == connu.id, AppareilConnu.utilise_le.is_(None))
    if not modifier_une(session, premiere_fois.values(utilise_le=maintenant)):
        session.refresh(connu)
        if connu.utilise_le is not None and maintenant - connu.utilise_le > TOLERANCE:
            session.execute(delete(AppareilConnu).where(AppareilConnu.famille == connu.famille))
            raise JetonRejoue
    return faire_connaitre(session, compte_id, maintenant, connu.famille)


def oublier(session: Session, compte_id: str, sauf: Sequence[str] = ()) -> None:
    """No device of this account is known any more, but the one that holds one of the tokens ``sauf``."""
    famille = select(AppareilConnu.famille).where(AppareilConnu.id.in_([_empreinte(jeton) for jeton in sauf]))
    garde = session.scalars(famille.where(AppareilConnu.compte_id == compte_id)).all()
    session.execute(
        delete(AppareilConnu).where(AppareilConnu.compte_id == compte_id, AppareilConnu.famille.not_in(garde))
    )


def _oublie(connu: AppareilConnu, maintenant: datetime) -> bool:
    jours = int(parametre("appareil.jours", maintenant.date()))
    return maintenant - connu.connu_le > timedelta(days=jours)


def _empreinte(jeton: str) -> str:
    return hashlib.sha256(jeton.encode()).hexdigest()
