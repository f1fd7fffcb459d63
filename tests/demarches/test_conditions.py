"""What a device works out from the conditions of a démarche: every page that the server would ask, and few others."""

import random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches import lecture
from caf_pwa.demarches.catalogue import catalogue
from caf_pwa.demarches.conditions import Condition, Tours
from caf_pwa.demarches.moteur import Etape, Fiche, Passage, Point
from caf_pwa.demarches.situation import Situation
from caf_pwa.socle.formulaires import Reponses
from tests.conftest import AUJOURDHUI
from tests.fabriques import compte, foyer, identite_de, importer, personne

PARTIES = 40
Dites = dict[str, Reponses]


@pytest.fixture
def parent(app: Flask) -> Identite:
    """Karim, his wife, and two children: one of them nearly grown."""
    importer(
        app,
        foyer(
            "karim",
            personne("karim"),
            personne("julie", "conjoint", prenoms="Julie"),
            personne("hugo", "enfant", prenoms="Hugo", naissance="2010-05-03"),
            personne("lea", "enfant", prenoms="Léa", naissance="2007-02-01"),
        ),
        compte("karim"),
    )
    return identite_de(app, "karim")


@pytest.mark.parametrize("slug", catalogue())
def test_a_device_shows_each_page_that_is_asked(slug: str, session: Session, parent: Identite) -> None:
    travail = lecture.travail(session, parent, slug, AUJOURDHUI)
    hasard = random.Random(slug)
    for _ in range(PARTIES):
        dites: Dites = {}
        for _ in range(3):  # an answer opens pages, whose answers open others
            dites |= {point.cle: _repondre(travail.passage, point, hasard) for point in _points(travail, dites)}
        demandes = {point.cle for point in _points(travail, dites)}
        montrees = _montrees(travail.fiche, travail.situation, dites)
        assert demandes <= montrees
        assert len(montrees) <= len(demandes) + 1  # one page of the catalogue is asked by an age


def _points(travail: lecture.Travail, dites: Dites) -> list[Point]:
    return Passage(travail.fiche, travail.situation, dites).points


def _repondre(passage: Passage, point: Point, hasard: random.Random) -> Reponses:
    """Any of the answers offered; figures where a figure is asked."""
    dites: Reponses = {}
    for champ in passage.formulaire(point):
        offertes: list[str] = list(getattr(champ, "proposees", None) or ("1", "2", "2015-03-04"))
        dites[champ.name] = [hasard.choice(offertes)]
    return dites


def _montrees(fiche: Fiche, situation: Situation, dites: Dites) -> set[str]:
    """The pages that a device draws: it knows the descriptions and the answers, and nothing else."""
    montrees: set[str] = set()
    for etape in fiche.etapes:
        if not _tient(_decrite(etape.si, fiche, situation), dites, montrees):
            continue
        for point, condition in _tours(etape, fiche, situation):
            if _tient(condition, dites, montrees):
                montrees.add(point)
    return montrees


def _tours(etape: Etape, fiche: Fiche, situation: Situation) -> list[tuple[str, Any]]:
    if etape.repete is None:
        return [(etape.nom, True)]
    assert isinstance(etape.repete, Tours), f"{etape.nom} is asked several times, a device cannot say how many"
    tours = etape.repete.possibles(situation)
    return [(Point(etape, tour).cle, etape.repete.si(tour).decrire(fiche, situation)) for tour in tours]


def _decrite(si: Any, fiche: Fiche, situation: Situation) -> Any:
    return si.decrire(fiche, situation) if isinstance(si, Condition) else True


def _tient(condition: Any, dites: Dites, montrees: set[str]) -> bool:
    if isinstance(condition, bool):
        return condition
    if "toutes" in condition:
        return all(_tient(une, dites, montrees) for une in condition["toutes"])
    if "une" in condition:
        return any(_tient(une, dites, montrees) for une in condition["une"])
    if "pas" in condition:
        return not _tient(condition["pas"], dites, montrees)
    page = condition["page"]
    return page in montrees and not set(condition["parmi"]).isdisjoint(dites.get(page, {}).get(condition["champ"], []))
