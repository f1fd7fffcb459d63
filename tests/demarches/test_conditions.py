"""What a device works out from the conditions of a démarche, by its own code: every page that the server asks."""

import random
from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches import hors_connexion, lecture
from caf_pwa.demarches.catalogue import catalogue
from caf_pwa.demarches.conditions import decrire
from caf_pwa.demarches.moteur import Passage, Point
from caf_pwa.socle.formulaires import Reponses
from tests.conftest import AUJOURDHUI

PARTIES = 30
SAISIES = ("1", "2", "2015-03-04", "0", "612,40", "612.4 €")
Dites = dict[str, Reponses]
_MONTRER = """([pages, pieces, passages]) => passages.map((dites) => {
  const montrees = Conditions.pages(pages, dites).map(({ cle }) => cle);
  const demandees = Conditions.pieces(pieces, dites, new Set(montrees));
  return { pages: montrees, pieces: demandees.map(({ nom, titre }) => [nom, titre]) };
})"""


@pytest.mark.parametrize("slug", catalogue())
def test_a_device_asks_each_page_and_each_document_that_the_server_would(
    slug: str, session: Session, parent: Identite, appareil: Page
) -> None:
    travail = lecture.travail(session, parent, slug, AUJOURDHUI)
    dites = [_au_hasard(travail, random.Random(f"{slug}/{partie}")) for partie in range(PARTIES)]
    pages, pieces = _decrites(travail)
    for passage, montre in zip(dites, appareil.evaluate(_MONTRER, [pages, pieces, dites]), strict=True):
        demandes = Passage(travail.fiche, travail.situation, passage)
        attendues = {point.cle for point in demandes.points}
        assert attendues <= set(montre["pages"])
        assert len(montre["pages"]) <= len(attendues) + 1  # one page of the catalogue is asked by an age
        pieces_attendues = [[une.nom, une.titre] for une in demandes.pieces]
        exact = attendues == set(montre["pages"])
        assert (
            montre["pieces"] == pieces_attendues if exact else all(une in montre["pieces"] for une in pieces_attendues)
        )


def _au_hasard(travail: lecture.Travail, hasard: random.Random) -> Dites:
    """An answer opens pages, whose answers open others."""
    dites: Dites = {}
    for _ in range(3):
        passage = Passage(travail.fiche, travail.situation, dites)
        dites |= {point.cle: _repondre(passage, point, hasard) for point in passage.points}
    return dites


def _repondre(passage: Passage, point: Point, hasard: random.Random) -> Reponses:
    """Any of the answers offered; where a figure is asked, also what is known, written in two ways."""
    dites: Reponses = {}
    for champ in passage.formulaire(point):
        offertes: list[str] = list(getattr(champ, "proposees", None) or SAISIES)
        dites[champ.name] = [hasard.choice(offertes)]
    return dites


def _decrites(travail: lecture.Travail) -> tuple[list[Any], list[Any]]:
    fiche, situation = travail.fiche, travail.situation
    pages = [{"cle": point.cle, "si": si} for point, si in hors_connexion.points(fiche, situation)]
    pieces = [
        {"nom": piece.nom, "titre": piece.titre, "si": decrire(fiche, situation, piece.si)}
        for piece in fiche.pieces(situation)
    ]
    return pages, pieces
