"""What a kind of paper is: the contract that each file of ``genres`` fulfils."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy.orm import Session

from caf_pwa.papiers.contenu import Contenu
from caf_pwa.papiers.demandes import Choix, Demande
from caf_pwa.socle.portee import Portee


class SansPapier(Exception):
    """There is no such paper for now: why, and what to do, in French."""

    def __init__(self, raison: str, que_faire: str) -> None:
        super().__init__(raison)
        self.raison, self.que_faire = raison, que_faire


class Qui(Protocol):
    """Who asks for a paper: read-only."""

    @property
    def foyer_id(self) -> str: ...

    @property
    def personne_id(self) -> str: ...


def _toujours(_session: Session, _foyer_id: str, _aujourdhui: date) -> bool:
    return True


@dataclass(frozen=True)
class Genre:
    """A kind of paper. ``slug`` is its address and the name of its file.

    ``composer`` raises SansPapier, and Introuvable for an object that is not theirs. ``disponible``: whether a
    household has one without asking for anything in particular. ``corrigeable``: the Caf may correct its figures
    later; what says that something was done is never other.
    """

    slug: str
    rang: int
    titre: str
    phrase: str
    portee: Portee
    choix: Choix
    composer: Callable[[Session, Qui, Demande, date], Contenu]
    disponible: Callable[[Session, str, date], bool] = _toujours
    corrigeable: bool = True

    @property
    def dans_la_liste(self) -> bool:
        """Asked for without an object."""
        return bool(self.choix.aspect)
