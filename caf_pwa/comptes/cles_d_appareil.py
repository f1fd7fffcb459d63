"""The keys that an account lends to the devices of its owner, for what they keep."""

import hmac
import secrets

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from caf_pwa.comptes.modele import Compte


def du_dossier(session: Session, compte_id: str) -> bytes:
    """The 32 bytes that encrypt this account's dossier on its devices."""
    return session.execute(select(Compte.cle_hors_connexion).where(Compte.id == compte_id)).scalar_one()


def des_envois(session: Session, compte_id: str, usage: str) -> bytes:
    """The 32 bytes that encrypt what waits on this account's devices: a key for each usage, none found from another."""
    gardee = select(Compte.cle_envois).where(Compte.id == compte_id)
    cle = session.scalars(gardee).one()
    if cle is None:  # an account of before this key
        neuve = update(Compte).where(Compte.id == compte_id, Compte.cle_envois.is_(None))
        session.execute(neuve.values(cle_envois=secrets.token_bytes(32)))
        cle = session.scalars(gardee).one()
    assert cle is not None
    return hmac.digest(cle, usage.encode(), "sha256")
