"""Civil dates that may be partly unknown, as the registers give them: ``2020-00-00``, ``1981-11-00``."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Self

_FORME = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


def lire_mois(texte: str) -> date:
    """The first day of a month written ``AAAA-MM``. Raises ValueError."""
    return date.fromisoformat(f"{texte}-01")


@dataclass(frozen=True)
class DatePartielle:
    """A date whose parts may be 0, meaning unknown. What is unknown stays unknown: no 1 January is made up."""

    annee: int
    mois: int
    jour: int

    def __post_init__(self) -> None:
        if not 0 <= self.mois <= 12:
            raise ValueError(f"le mois {self.mois:02} n’existe pas")
        # Without the year, 29 February may exist: a leap year is assumed.
        jours = monthrange(self.annee or 2000, self.mois)[1] if self.mois else 31
        if not 0 <= self.jour <= jours:
            raise ValueError(f"le jour {self.jour:02} n’existe pas dans ce mois")

    @classmethod
    def lire(cls, texte: str) -> Self:
        """Read ``AAAA-MM-JJ``, with 00 for what is unknown. Raises ValueError with a French reason."""
        trouve = _FORME.fullmatch(texte)
        if not trouve:
            raise ValueError("une date s’écrit AAAA-MM-JJ, avec 00 pour ce qui est inconnu")
        return cls(*(int(partie) for partie in trouve.groups()))

    def __str__(self) -> str:
        return f"{self.annee:04}-{self.mois:02}-{self.jour:02}"

    def exacte(self) -> date | None:
        """The date when every part is known."""
        return date(self.annee, self.mois, self.jour) if self.annee and self.mois and self.jour else None

    def age_le(self, jour: date) -> int | None:
        """Whole years on ``jour``; None when an unknown part leaves a doubt."""
        if not self.annee:
            return None
        tot = (self.mois or 1, self.jour or 1)
        tard = (self.mois or 12, self.jour or 31)
        ages = {jour.year - self.annee - (borne > (jour.month, jour.day)) for borne in (tot, tard)}
        return ages.pop() if len(ages) == 1 else None
