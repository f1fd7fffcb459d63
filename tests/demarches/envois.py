"""Sending démarches in tests, as the pages do."""

import uuid
from datetime import datetime
from typing import Any, cast

from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches import brouillons, envoi, lecture
from caf_pwa.demarches.lecture import Travail
from caf_pwa.demarches.modele import Demarche
from caf_pwa.documents.service import Atelier
from caf_pwa.socle.horloge import instant
from tests.conftest import AUJOURDHUI

GROSSESSE: dict[str, Any] = {
    "grossesse": {"debut": ["2026-08-01"], "examen": ["2026-09-05"], "enfants": ["1"]},
    "praticien": {"nature": ["medecin"], "nom": ["Dr D’Angelo"]},
}


def travail_de(session: Session, identite: Identite, slug: str = "grossesse", **pages: Any) -> Travail:
    """The démarche of this person once these pages are answered."""
    for cle, saisie in pages.items():
        travail = lecture.travail(session, identite, slug, AUJOURDHUI)
        point = travail.passage.point(cle)
        assert point is not None, [point.cle for point in travail.passage.points]
        formulaire = brouillons.enregistrer(session, travail, point, saisie, travail.revision, instant())
        assert not formulaire.errors, formulaire.errors
    return lecture.travail(session, identite, slug, AUJOURDHUI)


def deposer(session: Session, identite: Identite, slug: str = "grossesse", cle: str = "", **pages: Any) -> Demarche:
    """Answer and send; a pregnancy unless said otherwise."""
    travail = travail_de(session, identite, slug, **(pages or GROSSESSE))
    return envoyer_sans_document(session, travail, cle or uuid.uuid4().hex, instant())


def envoyer_sans_document(session: Session, travail: Travail, cle: str, maintenant: datetime) -> Demarche:
    """Send: nothing is to be frozen, so no workshop for documents is needed."""
    return envoi.envoyer(session, cast("Atelier", None), travail, cle, maintenant)
