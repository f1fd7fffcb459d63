"""A démarche in words: what the person checks before sending, what is frozen, what a correction changes."""

from collections.abc import Iterator, Sequence
from typing import TypedDict

from caf_pwa.demarches.moteur import Passage, Piece, Point


class Rubrique(TypedDict):
    """A page of answers in words, as checked by the person and frozen: [question, answer] pairs."""

    cle: str
    titre: str
    lignes: list[list[str]]


def recapituler(passage: Passage) -> list[Rubrique]:
    """Every answer in words, page by page."""
    return [
        {"cle": point.cle, "titre": point.titre, "lignes": [list(ligne) for ligne in _lignes(passage, point)]}
        for point in passage.points
        if point.cle in passage.reponses
    ]


def _lignes(passage: Passage, point: Point) -> Iterator[tuple[str, str]]:
    formulaire = passage.formulaire(point)
    formulaire.validate()
    return formulaire.lignes()


def manquantes(passage: Passage, jointes: Sequence[str]) -> list[Piece]:
    """The required documents that are not there; ``jointes``: the names of those that are."""
    return [piece for piece in passage.pieces if piece.exigee and piece.nom not in jointes]


def difference(avant: Sequence[Rubrique], apres: Sequence[Rubrique]) -> list[tuple[str, str, str]]:
    """What a correction changes: (question, former answer, new answer); empty where there was, or is, none."""
    anciens, nouveaux = _a_plat(avant), _a_plat(apres)
    return [
        (question, anciens.get((cle, question), ""), nouveaux.get((cle, question), ""))
        for cle, question in [*anciens, *(ligne for ligne in nouveaux if ligne not in anciens)]
        if anciens.get((cle, question)) != nouveaux.get((cle, question))
    ]


def _a_plat(rubriques: Sequence[Rubrique]) -> dict[tuple[str, str], str]:
    return {(rubrique["cle"], ligne[0]): ligne[1] for rubrique in rubriques for ligne in rubrique["lignes"]}
