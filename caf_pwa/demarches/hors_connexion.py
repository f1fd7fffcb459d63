"""A démarche as a device needs it to ask it alone: its pages, when each is asked, the rules of their fields."""

import json
from collections.abc import Iterator
from typing import Any

from caf_pwa.demarches.conditions import TOUJOURS, Condition, Tours, decrire
from caf_pwa.demarches.lecture import Travail
from caf_pwa.demarches.moteur import Etape, Fiche, Passage, Piece, Point, Question, Repetition
from caf_pwa.demarches.situation import Situation
from caf_pwa.socle.formulaires import Formulaire, Reponses


def points(fiche: Fiche, situation: Situation) -> Iterator[tuple[Point, Any]]:
    """Every page that answers may lead this person to, in order, and what makes it asked."""
    for etape in fiche.etapes:
        for tour, si in _tours(etape, situation):
            dite = decrire(fiche, situation, etape.si, si)
            if dite is not False:
                yield Point(etape, tour), dite


def _tours(etape: Etape, situation: Situation) -> list[tuple[Repetition | None, Condition]]:
    if etape.repete is None:
        return [(None, TOUJOURS)]
    assert isinstance(etape.repete, Tours), f"{etape.nom} is asked several times: a device cannot say how many"
    return [(tour, etape.repete.si(tour)) for tour in etape.repete.possibles(situation)]


def parcours(travail: Travail) -> dict[str, Any]:
    """What the device is told: the pages, the documents, what is answered or proposed already."""
    fiche, situation = travail.fiche, travail.situation
    sensible = isinstance(fiche.sensible_si, Condition) and decrire(fiche, situation, fiche.sensible_si)
    return {
        "slug": fiche.slug,
        "titre": fiche.titre,
        "version": fiche.version,
        "revision": travail.revision,
        "pages": [
            {"cle": point.cle, "titre": point.titre, "si": si} | _dites(travail, point)
            for point, si in points(fiche, situation)
        ],
        "pieces": [_piece(travail, piece) for piece in fiche.pieces(situation)],
        "sensible": fiche.sensible or sensible,
        "rupture": isinstance(fiche.rupture, Condition) and decrire(fiche, situation, fiche.rupture),
    }


def vierge(travail: Travail, point: Point) -> Formulaire:
    """The form of a page before any answer: nothing in it follows from what the device may change."""
    passage = Passage(travail.fiche, travail.situation, {})
    return point.etape.formulaire(None, Question(passage, point.repetition))


def regles(formulaire: Formulaire) -> list[tuple[dict[str, Any], list[str]]]:
    """The rules of a page, each once, with the fields that it is for."""
    champs: dict[str, list[str]] = {}
    for champ in formulaire:
        champs.setdefault(json.dumps(champ.regles()), []).append(champ.short_name)  # type: ignore[attr-defined]
    return [(json.loads(regle), noms) for regle, noms in champs.items() if regle != "{}"]


def _dites(travail: Travail, point: Point) -> dict[str, Reponses]:
    """What is answered on that page, else what is proposed. What is only ever shown masked is asked again."""
    passage, formulaire = travail.passage, vierge(travail, point)
    repondues = point.cle in passage.reponses
    dites = passage.reponses[point.cle] if repondues else point.etape.preremplir(passage, point.repetition)
    montrees = {nom: textes for nom, textes in dites.items() if nom in formulaire and not formulaire[nom].masque}  # type: ignore[attr-defined]
    return {"reponses" if repondues else "proposees": montrees} if repondues or montrees else {}


def _piece(travail: Travail, piece: Piece) -> dict[str, Any]:
    si = decrire(travail.fiche, travail.situation, piece.si)
    return {"nom": piece.nom, "titre": piece.titre, "aide": piece.aide, "exigee": piece.exigee, "si": si}
