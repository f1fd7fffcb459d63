"""Documents being composed, for the tests of this slice."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.documents import service
from caf_pwa.documents.atelier import Atelier
from caf_pwa.documents.modele import Document, Page
from caf_pwa.socle.horloge import instant


@pytest.fixture
def atelier(app: Flask) -> Atelier:
    trouve: Atelier = app.extensions["documents"]
    return trouve


@pytest.fixture
def document(session: Session, alice: Identite) -> Document:
    """A document that Alice has begun, without a page."""
    document = service.commencer(session, alice, "Quittance de loyer", "/demarches/a-transmettre", instant())
    session.commit()
    return document


Ajouter = Callable[[bytes], Page]


@pytest.fixture
def ajouter(session: Session, atelier: Atelier, document: Document) -> Ajouter:
    """``ajouter(octets)``: one more page, committed."""

    def un(octets: bytes) -> Page:
        page = service.ajouter(session, atelier, document, BytesIO(octets), instant())
        session.commit()
        return page

    return un


def gardes(atelier: Atelier) -> list[Path]:
    """Every file on the disk of what people sent, half ones too."""
    return [fichier for fichier in Path(atelier.stockage.racine).rglob("*") if fichier.is_file()]


def en_clair(atelier: Atelier, nom: str) -> bytes:
    return b"".join(atelier.lire(nom))
