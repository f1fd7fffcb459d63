"""The engine of the démarches: what is asked, in which order, what is missing. Pure: no Flask, no database.

A démarche is a ``Fiche``; a person going through it is a ``Passage``, made of what is known of them and of the
answers they gave so far. Answers are kept as they were typed and read again through their form.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from caf_pwa.demarches.situation import Situation
from caf_pwa.dossier.effets import Effet
from caf_pwa.dossier.modele import Personne
from caf_pwa.socle.formulaires import Formulaire, Reponses

F = TypeVar("F", bound=Formulaire)

DOCUMENTS = "documents"  # the page where files are added, after the last question


@dataclass(frozen=True)
class Repetition:
    """One turn of a step that is asked several times: for a person, for a month, for both."""

    titre: str
    personne: Personne | None = None
    mois: date | None = None

    @property
    def cle(self) -> str:
        """Eight characters that tell nothing in an address, always the same for the same turn."""
        matiere = f"{self.personne.id if self.personne else ''}/{self.mois or ''}/{self.titre}"
        return hashlib.sha256(matiere.encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Question:
    """What a form may look at: where the person is in their démarche (``Formulaire.contexte``)."""

    passage: "Passage"
    repetition: Repetition | None

    @property
    def situation(self) -> Situation:
        return self.passage.situation


def _toujours(_passage: "Passage") -> bool:
    return True


def _rien(_passage: "Passage", _repetition: Repetition | None) -> Reponses:
    return {}


@dataclass(frozen=True, kw_only=True)
class Etape:
    """A page of questions. ``pourquoi``: why it is asked. ``si``: whether it is, from the answers before it.

    ``repete``: the turns of a step asked several times. ``preremplir``: the answers proposed before any is given.
    """

    nom: str
    titre: str
    formulaire: type[Formulaire]
    pourquoi: str
    si: Callable[["Passage"], bool] = _toujours
    repete: Callable[["Passage"], Sequence[Repetition]] | None = None
    preremplir: Callable[["Passage", Repetition | None], Reponses] = _rien


@dataclass(frozen=True)
class Point:
    """One page on the path of this person."""

    etape: Etape
    repetition: Repetition | None = None

    @property
    def cle(self) -> str:
        """Its name in addresses and in the answers."""
        return f"{self.etape.nom}-{self.repetition.cle}" if self.repetition else self.etape.nom

    @property
    def titre(self) -> str:
        return f"{self.etape.titre} : {self.repetition.titre}" if self.repetition else self.etape.titre


@dataclass(frozen=True)
class Piece:
    """A document to add. ``exigee``: nothing is sent without it. ``si``: whether these answers ask for it."""

    nom: str
    titre: str
    aide: str = ""
    exigee: bool = False
    si: Callable[["Passage"], bool] = _toujours


@dataclass(frozen=True)
class Contact:
    """A new way to reach the person, which a code proves to be theirs; the former one is told."""

    canal: Literal["courriel", "telephone"]
    nouveau: str
    ancien: str | None


@dataclass(frozen=True)
class Periode:
    """What a démarche is about: one may be open at a time for each. ``texte``: in words."""

    cle: str = ""
    texte: str = ""


@dataclass(frozen=True, kw_only=True)
class Fiche:
    """A démarche of the catalogue. Each is one file there, which ends with ``FICHE = Fiche(...)``.

    ``fermee``: why this person cannot do it now, in a sentence with what to do instead; None when they can.
    ``effets``: what its acceptance does to the dossier. ``delai``: the dated parameter that counts the days to
    an answer. ``sensible``: sending it asks for a proof that it is really the person; ``sensible_si``: these answers
    do. ``attente``: the parameter of the hours during which it can be cancelled and nothing is done.
    ``apres_recuperation``: that of the hours during which it stays shut after « mot de passe oublié ».
    ``contacts``: what a code must confirm before an adviser takes it up. ``rupture``: whether it says that a couple
    parts, which ends the autorisation de gestion as soon as it is sent. ``version`` moves when the questions do.
    ``pieces``: every document that it may ask this person for.
    """

    slug: str
    titre: str
    objet: str
    rang: int
    etapes: tuple[Etape, ...]
    change: str
    suite: str
    version: int = 1
    bouton: str = "Envoyer ma demande"
    delai: str = "demarche.jours_reponse"
    sensible: bool = False
    sensible_si: Callable[["Passage"], bool] = lambda _: False
    apres_recuperation: str | None = None
    attente: str | None = None
    repetable: bool = False
    fermee: Callable[[Situation], str | None] = lambda _: None
    periode: Callable[[Situation], Periode] = lambda _: Periode()
    pieces: Callable[[Situation], Sequence[Piece]] = lambda _: ()
    effets: Callable[["Passage"], Sequence[Effet]] = lambda _: ()
    confidentielle: Callable[["Passage"], bool] = lambda _: False
    contacts: Callable[["Passage"], Sequence[Contact]] = lambda _: ()
    rupture: Callable[["Passage"], bool] = lambda _: False


class Passage:
    """A person on their way through a démarche. ``points``: the pages that their answers lead to, in order."""

    def __init__(self, fiche: Fiche, situation: Situation, reponses: Mapping[str, Reponses]) -> None:
        self.fiche, self.situation, self.reponses = fiche, situation, reponses
        self.points: list[Point] = []
        self._lus: dict[str, Formulaire] = {}
        for etape in fiche.etapes:
            if etape.si(self):
                tours = etape.repete(self) if etape.repete else [None]
                self.points.extend(Point(etape, tour) for tour in tours)

    def avec(self, point: Point, reponses: Reponses) -> "Passage":
        """The path once this page is answered so."""
        return Passage(self.fiche, self.situation, {**self.reponses, point.cle: reponses})

    @property
    def pieces(self) -> list[Piece]:
        """The documents that go with these answers; of those with the same name, the first."""
        demandees: dict[str, Piece] = {}
        for piece in self.fiche.pieces(self.situation):
            if piece.nom not in demandees and piece.si(self):
                demandees[piece.nom] = piece
        return list(demandees.values())

    @property
    def sensible(self) -> bool:
        """Whether sending these answers asks for a proof that it is really the person."""
        return self.fiche.sensible or self.fiche.sensible_si(self)

    def point(self, cle: str) -> Point | None:
        return next((point for point in self.points if point.cle == cle), None)

    def formulaire(self, point: Point, saisie: Reponses | None = None) -> Formulaire:
        """The form of a page: with what was just typed, else the saved answer, else what is proposed."""
        if saisie is None:
            saisie = self.reponses.get(point.cle)
        if saisie is None:
            saisie = point.etape.preremplir(self, point.repetition) or None
        return point.etape.formulaire(saisie, Question(self, point.repetition))

    def lus(self, genre: type[F]) -> list[tuple[Repetition | None, F]]:
        """The answers to a repeated step, turn by turn; ``genre`` is its form."""
        points = [point for point in self.points if point.etape.formulaire is genre and point.cle in self.reponses]
        return [(point.repetition, self._lu(point, genre)) for point in points]

    def lu(self, genre: type[F]) -> F | None:
        """The answers to the step whose form is ``genre``; None when it was not asked, or not yet answered."""
        return next((formulaire for _, formulaire in self.lus(genre)), None)

    def _lu(self, point: Point, genre: type[F]) -> F:
        if point.cle not in self._lus:
            formulaire = self.formulaire(point)
            formulaire.validate()
            self._lus[point.cle] = formulaire
        lu = self._lus[point.cle]
        assert isinstance(lu, genre)
        return lu

    def a_repondre(self) -> Point | None:
        """The first page that has no answer."""
        return next((point for point in self.points if point.cle not in self.reponses), None)

    def accessible(self, point: Point) -> bool:
        """Every page before it has its answer."""
        attendu = self.a_repondre()
        return attendu is None or self.points.index(point) <= self.points.index(attendu)

    def suivant(self, point: Point) -> Point | None:
        return next(iter(self.points[self.points.index(point) + 1 :]), None)

    def precedent(self, point: Point) -> Point | None:
        rang = self.points.index(point)
        return self.points[rang - 1] if rang else None

    def a_revoir(self) -> list[Point]:
        """The pages without answer, and those whose answer no longer holds: the dossier or the day has changed."""
        return [
            point for point in self.points if point.cle not in self.reponses or not self.formulaire(point).validate()
        ]

    def utiles(self) -> dict[str, Reponses]:
        """The answers on the path: those of a way that was left are not sent."""
        return {point.cle: self.reponses[point.cle] for point in self.points if point.cle in self.reponses}
