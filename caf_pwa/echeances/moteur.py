"""Which reminders ring on which day. Pure: no base, no clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from caf_pwa.dettes.service import fin_de_recours, fin_de_rectification
from caf_pwa.socle.horloge import PARIS
from caf_pwa.socle.parametres import parametre

_UN_AN = 366
_UN_JOUR = timedelta(days=1)


def _le_jour_meme(repere: date) -> date:
    return repere


@dataclass(frozen=True)
class Cran:
    """A reminder, and how many days before its deadline it may ring: from ``de`` down to ``a``; negative ones after.

    The days of one object's reminders never overlap: a worker that comes back late rings the last one alone.
    ``echeance``: the deadline that follows from the date kept with the object; a later date never has an earlier one.
    """

    genre: str
    de: int
    a: int
    echeance: Callable[[date], date] = _le_jour_meme

    def du(self, repere: date, jour: date) -> bool:
        """It may ring on that day."""
        return self.a <= (self.echeance(repere) - jour).days <= self.de

    def reperes(self, jour: date) -> tuple[date, date]:
        """The first and the last date for which it may ring on that day: what a base is asked for."""
        avant = _dernier_repere(self.echeance, jour + timedelta(days=self.a - 1))
        return avant + _UN_JOUR, _dernier_repere(self.echeance, jour + timedelta(days=self.de))


@lru_cache(64)
def _dernier_repere(echeance: Callable[[date], date], borne: date) -> date:
    """The last date whose deadline is not after ``borne``."""
    repere = borne
    while echeance(repere) > borne:
        repere -= _UN_JOUR
    return repere


def d_une_declaration(jour: date) -> tuple[Cran, ...]:
    """It opens, then three reminders before its last day, and one after."""
    bientot, pressante, retard = _jours(jour, "declaration_bientot", "declaration_pressante", "declaration_en_retard")
    return (
        Cran("declaration", _UN_AN, bientot + 1),
        Cran("declaration-bientot", bientot, pressante + 1),
        Cran("declaration-pressante", pressante, 1),
        Cran("declaration-dernier-jour", 0, 0),
        Cran("declaration-en-retard", -1, -retard),
    )


def d_une_piece(jour: date) -> tuple[Cran, ...]:
    """A document nearly due."""
    (bientot,) = _jours(jour, "piece_bientot")
    return (Cran("piece-bientot", bientot, 0),)


def d_une_piece_reservee(jour: date) -> tuple[Cran, ...]:
    """The same, told to one person alone."""
    (bientot,) = _jours(jour, "piece_bientot")
    return (Cran("piece-reservee-bientot", bientot, 0),)


def d_une_dette(jour: date) -> tuple[Cran, ...]:
    """The end of the days to ask for a correction, what is to be paid from then on, the end of those to appeal."""
    rectification, recours, payer = _jours(jour, "dette_rectification", "dette_recours", "dette_a_payer")
    return (
        Cran("dette-rectification", rectification, 0, fin_de_rectification),
        Cran("dette-a-payer", -1, -payer, fin_de_rectification),
        Cran("dette-recours", recours, 0, fin_de_recours),
    )


def heure_civile(maintenant: datetime) -> bool:
    """Nobody is woken: reminders ring by day, in Paris."""
    ici = maintenant.astimezone(PARIS)
    debut, fin = (parametre(f"rappel.heure_{borne}", ici.date()) for borne in ("debut", "fin"))
    return debut <= ici.hour < fin


def _jours(jour: date, *noms: str) -> list[int]:
    return [int(parametre(f"rappel.jours_{nom}", jour)) for nom in noms]
