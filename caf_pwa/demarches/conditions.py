"""Which pages are asked, said in a way that a device without network can work out too. Pure: no Flask, no database."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from caf_pwa.demarches.moteur import Fiche, Passage, Point, Repetition
from caf_pwa.demarches.situation import Situation
from caf_pwa.socle.formulaires import Formulaire


class Condition(ABC):
    """Holds, or not, for a person on their way; ``decrire`` says it as JSON for their device."""

    @abstractmethod
    def __call__(self, passage: Passage) -> bool: ...

    @abstractmethod
    def decrire(self, fiche: Fiche, situation: Situation) -> Any: ...

    def __and__(self, autre: "Condition") -> "Condition":
        return _Toutes((self, autre))

    def __or__(self, autre: "Condition") -> "Condition":
        return _Une((self, autre))

    def __invert__(self) -> "Condition":
        return _Pas(self)


@dataclass(frozen=True)
class Choisi(Condition):
    """One of these was answered to that question on the page of ``formulaire``; on its turn ``tour`` if it has several.

    A page that is not on the path was answered nothing.
    """

    formulaire: type[Formulaire]
    champ: str
    valeurs: frozenset[str]
    tour: Repetition | None = None

    def __call__(self, passage: Passage) -> bool:
        lus = passage.lus(self.formulaire)
        return any(self._dit(lu) for tour, lu in lus if self.tour is None or tour == self.tour)

    def _dit(self, lu: Formulaire) -> bool:
        donnee = lu[self.champ].data
        return not self.valeurs.isdisjoint(donnee if isinstance(donnee, list) else [donnee])

    def decrire(self, fiche: Fiche, situation: Situation) -> Any:
        page = _page(fiche, self.formulaire, self.tour)
        return {"page": page, "champ": self.champ, "parmi": sorted(self.valeurs)}


def choisi(formulaire: type[Formulaire], champ: str, *valeurs: str, tour: Repetition | None = None) -> Condition:
    return Choisi(formulaire, champ, frozenset(valeurs), tour)


def _page(fiche: Fiche, formulaire: type[Formulaire], tour: Repetition | None) -> str:
    """The name of the page that asks it."""
    etape = next(etape for etape in fiche.etapes if etape.formulaire is formulaire)
    return Point(etape, tour).cle


@dataclass(frozen=True)
class Corrige(Condition):
    """On that turn of that page, one of these amounts is another than the known one, which is 0 where none is."""

    formulaire: type[Formulaire]
    champs: Sequence[str]
    tour: Repetition
    connus: Callable[[Situation, Repetition], Mapping[str, Decimal]]

    def __call__(self, passage: Passage) -> bool:
        lu = next((lu for tour, lu in passage.lus(self.formulaire) if tour == self.tour), None)
        if lu is None:
            return False
        connus = self.connus(passage.situation, self.tour)
        return any(
            getattr(lu[champ], "montant", None) not in (None, connus.get(champ, Decimal())) for champ in self.champs
        )

    def decrire(self, fiche: Fiche, situation: Situation) -> Any:
        connus = self.connus(situation, self.tour)
        dits = {champ: str(connus[champ]) for champ in self.champs if champ in connus}
        return {"page": _page(fiche, self.formulaire, self.tour), "champs": list(self.champs), "connus": dits}


@dataclass(frozen=True)
class Selon(Condition):
    """What is known before anything is answered."""

    vrai: Callable[[Situation], bool]

    def __call__(self, passage: Passage) -> bool:
        return self.vrai(passage.situation)

    def decrire(self, fiche: Fiche, situation: Situation) -> Any:
        return self.vrai(situation)


@dataclass(frozen=True)
class Environ(Condition):
    """More than a device can work out: ``exacte`` decides, ``large`` holds at least as often. What is asked in excess
    is not sent: see ``Passage.utiles``.
    """

    exacte: Callable[[Passage], bool]
    large: Condition

    def __call__(self, passage: Passage) -> bool:
        return self.exacte(passage)

    def decrire(self, fiche: Fiche, situation: Situation) -> Any:
        return self.large.decrire(fiche, situation)


@dataclass(frozen=True)
class _Toutes(Condition):
    conditions: Sequence[Condition]

    def __call__(self, passage: Passage) -> bool:
        return all(condition(passage) for condition in self.conditions)

    def decrire(self, fiche: Fiche, situation: Situation) -> Any:
        dites = [condition.decrire(fiche, situation) for condition in self.conditions]
        reste = [dite for dite in dites if dite is not True]
        if False in reste:
            return False
        return {"toutes": reste} if len(reste) > 1 else reste[0] if reste else True


@dataclass(frozen=True)
class _Une(Condition):
    conditions: Sequence[Condition]

    def __call__(self, passage: Passage) -> bool:
        return any(condition(passage) for condition in self.conditions)

    def decrire(self, fiche: Fiche, situation: Situation) -> Any:
        return {"une": [condition.decrire(fiche, situation) for condition in self.conditions]}


@dataclass(frozen=True)
class _Pas(Condition):
    condition: Condition

    def __call__(self, passage: Passage) -> bool:
        return not self.condition(passage)

    def decrire(self, fiche: Fiche, situation: Situation) -> Any:
        return {"pas": self.condition.decrire(fiche, situation)}


TOUJOURS = Selon(lambda _: True)


def decrire(fiche: Fiche, situation: Situation, *ensemble: Callable[[Passage], bool]) -> Any:
    """All of these, as a device reads them: True, False, or what to look at. What is not a condition always holds."""
    return _Toutes([une for une in ensemble if isinstance(une, Condition)]).decrire(fiche, situation)


@dataclass(frozen=True)
class Tours:
    """The turns of a page that is asked several times: of those that there may be, the ones for which ``si`` holds."""

    possibles: Callable[[Situation], Sequence[Repetition]]
    si: Callable[[Repetition], Condition] = lambda _: TOUJOURS

    def __call__(self, passage: Passage) -> list[Repetition]:
        return [tour for tour in self.possibles(passage.situation) if self.si(tour)(passage)]
