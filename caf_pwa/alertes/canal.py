"""What every way of telling has in common: something to send, and what became of it."""

import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from caf_pwa.alertes.genre import Genre


class Sort(enum.Enum):
    PARTIE = "partie"
    PLUS_TARD = "plus-tard"  # try again
    REFUSEE = "refusee"  # this one will never leave
    PERDUE = "perdue"  # nobody is there any more


@dataclass(frozen=True)
class Issue:
    """``dans``: how long the other side asks to be left alone."""

    sort: Sort
    dans: timedelta | None = None

    @classmethod
    def partie(cls) -> "Issue":
        return cls(Sort.PARTIE)

    @classmethod
    def plus_tard(cls, dans: timedelta | None = None) -> "Issue":
        return cls(Sort.PLUS_TARD, dans)

    @classmethod
    def refusee(cls) -> "Issue":
        return cls(Sort.REFUSEE)

    @classmethod
    def perdue(cls) -> "Issue":
        return cls(Sort.PERDUE)


@dataclass(frozen=True)
class Envoi:
    """One alert for one address. ``cle`` confirms that it came; ``sujet``: the same for all that is about one object.

    ``adresse``: what its way needs: a subscription, or ``{"contact": …}``. ``reste``: how long it is worth saying.
    """

    cle: str
    compte_id: str
    genre: Genre
    sujet: str
    adresse: dict[str, str] = field(repr=False)
    reste: timedelta


class Voie(Protocol):
    """A way of telling. Twice the same is the same to whoever receives it, as far as the way allows."""

    def commencer(self, envoi: Envoi) -> Callable[[], Issue]:
        """Send; what is given back waits for what becomes of it: others may leave meanwhile."""

    def fermer(self) -> None:
        """Nothing more leaves by it."""


class Aucune:
    """Where there is no such way: nothing leaves, and it is said so."""

    def commencer(self, envoi: Envoi) -> Callable[[], Issue]:
        return Issue.refusee

    def fermer(self) -> None:
        pass
