"""What a kind of record is. Each kind is one file in ``genres/`` and registers itself; adding one is adding a file."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any, Generic, Literal, TypeVar

from pydantic import create_model
from sqlalchemy.orm import Session

from caf_pwa.documents.stockage import Stockage
from caf_pwa.extensions import Modele
from caf_pwa.flux import genres
from caf_pwa.flux.types import Donnees, Identifiant, Version
from caf_pwa.socle.erreurs import ErreurMetier

D = TypeVar("D", bound=Donnees)


class PasEncore(ErreurMetier):
    """A record that is right, but must wait for something: its name."""

    def __init__(self, attend: str) -> None:
        super().__init__(attend)
        self.attend = attend


class DonneesRefusees(ErreurMetier):
    """A record of the right form that says something impossible: the field, and why in French."""

    def __init__(self, champ: str, raison: str) -> None:
        super().__init__(f"{champ} : {raison}")
        self.champ = champ
        self.raison = raison


@dataclass(frozen=True)
class Contexte:
    """What applying a record needs. ``cle_numeros``: of the hashes of people's numbers. ``version`` is the record's."""

    session: Session
    stockage: Stockage
    maintenant: datetime
    aujourdhui: date
    cle_numeros: bytes
    version: int = 0


@dataclass(frozen=True)
class Genre(Generic[D]):
    """``references``: what must be here first, as ``genre:id``. ``retirable``: the table a withdrawal empties.

    ``fournit``: what else arrives with the record. ``completer``: what a version overtaken by a newer one still brings.
    """

    nom: str
    donnees: type[D]
    references: Callable[[D], list[str]]
    appliquer: Callable[[Contexte, str, D], None]
    fournit: Callable[[Contexte, str, D], list[str]] = lambda *_: []
    completer: Callable[[Contexte, str, D], None] = lambda *_: None
    retirable: type[Modele] | None = None

    @cached_property
    def enregistrement(self) -> Any:
        """The whole line: its envelope around the data."""
        return create_model(
            f"Enregistrement de genre {self.nom}",
            __base__=Donnees,
            genre=(Literal[self.nom], ...),  # type: ignore[arg-type]
            id=(Identifiant, ...),
            version=(Version, ...),
            donnees=(self.donnees, ...),
        )


@cache
def tous() -> dict[str, Genre[Any]]:
    """Every kind, by name."""
    modules = [
        importlib.import_module(f"{genres.__name__}.{module.name}") for module in pkgutil.iter_modules(genres.__path__)
    ]
    return {module.GENRE.nom: module.GENRE for module in modules}
