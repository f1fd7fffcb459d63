"""Asking for papers as a person does, and what is left of them on our side."""

from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.papiers.modele import Papier
from caf_pwa.papiers.reserve import Reserve

RELEVE, PAIEMENT, QUOTIENT = "releve-de-compte", "attestation-de-paiement", "attestation-de-quotient-familial"


def demander(client: FlaskClient, slug: str, entetes: dict[str, str] | None = None, **demande: str) -> bytes:
    """The PDF."""
    reponse = client.get(f"/documents/{slug}.pdf", query_string=demande, headers=entetes)
    assert (reponse.status_code, reponse.mimetype) == (200, "application/pdf")
    octets: bytes = reponse.data
    return octets


def papiers(session: Session) -> list[Papier]:
    """Those issued, in the order of their moments."""
    session.expire_all()
    return list(session.scalars(select(Papier).order_by(Papier.emis_le, Papier.fait_le, Papier.id)))


def dernier(session: Session) -> Papier:
    return papiers(session)[-1]


def gardes(app: Flask) -> list[Path]:
    """The files of the store."""
    reserve: Reserve = app.extensions["papiers"]
    racine = Path(reserve.stockage.racine)
    return [fichier for fichier in racine.rglob("*") if fichier.is_file()]


def verifier(client: FlaskClient, code: str) -> tuple[int, str]:
    """What somebody without an account is told of a code."""
    reponse: Any = client.get(f"/verifier/{code}")
    return reponse.status_code, reponse.text
