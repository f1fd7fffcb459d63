"""Two months of payments side by side, line by line. Pure: no Flask, no database. Amounts in euros.

The differences of the lines add up to the difference of what was received, to the cent.
"""

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from caf_pwa.allocations import prestations
from caf_pwa.dettes.modele import Creance
from caf_pwa.socle.horloge import mois_avant


class Famille(enum.Enum):
    """The kinds of lines, in the order of the page."""

    ALLOCATION = "allocation"
    RAPPEL = "rappel"
    TIERS = "tiers"  # taken out again: it did not reach the household
    RETENUE = "retenue"

    @property
    def rang(self) -> int:
        return list(Famille).index(self)


class LigneLue(NamedTuple):
    """A line of a payment. ``mois``: the month it is due for."""

    prestation: str
    libelle: str | None
    mois: date
    rappel: bool
    montant: Decimal
    tiers: str | None


class RetenueLue(NamedTuple):
    """A deduction, and the debt that it pays back, as it is today."""

    libelle: str
    montant: Decimal
    creance: Creance | None


@dataclass(frozen=True)
class Versements:
    """What was paid in a month. ``jour``: the last day of payment; the first of the month where nothing was."""

    jour: date
    lignes: tuple[LigneLue, ...] = ()
    retenues: tuple[RetenueLue, ...] = ()

    @property
    def mois(self) -> date:
        return self.jour.replace(day=1)

    @property
    def du(self) -> date:
        """The last month paid for: a payment comes a month later."""
        return max((ligne.mois for ligne in self.lignes if not ligne.rappel), default=mois_avant(self.jour, 1))

    @property
    def recu(self) -> Decimal:
        """What reached the household."""
        au_foyer = sum((ligne.montant for ligne in self.lignes if ligne.tiers is None), Decimal())
        return au_foyer - sum((retenue.montant for retenue in self.retenues), Decimal())


@dataclass(frozen=True)
class Poste:
    """A line of the comparison. ``cle``: the code of a benefit, the third party, the debt."""

    famille: Famille
    cle: str
    nom: str
    avant: Decimal
    apres: Decimal

    @property
    def ecart(self) -> Decimal:
        return self.apres - self.avant


class _Montant(NamedTuple):
    famille: Famille
    cle: str
    nom: str
    montant: Decimal


def postes(avant: Versements, apres: Versements) -> list[Poste]:
    """Every line that one of the two months has, those of one kind together."""
    noms: dict[tuple[Famille, str], str] = {}
    sommes: dict[tuple[Famille, str], list[Decimal]] = {}
    for rang, versements in enumerate((avant, apres)):
        for famille, cle, nom, montant in _montants(versements):
            noms[famille, cle] = nom
            sommes.setdefault((famille, cle), [Decimal(), Decimal()])[rang] += montant
    trouves = [Poste(*ou, noms[ou], *deux) for ou, deux in sommes.items()]
    return sorted(trouves, key=lambda poste: poste.famille.rang)


def du_poste(versements: Versements, poste: Poste) -> Iterable[LigneLue]:
    """The lines of that month that a line of the comparison is made of; none for a deduction."""
    if poste.famille is Famille.TIERS:
        return [ligne for ligne in versements.lignes if ligne.tiers == poste.cle]
    rappel = poste.famille is Famille.RAPPEL
    return [ligne for ligne in versements.lignes if ligne.rappel is rappel and ligne.prestation == poste.cle]


def _montants(versements: Versements) -> Iterator[_Montant]:
    for ligne in versements.lignes:
        nom = prestations.nom(ligne.prestation, ligne.libelle)
        famille = Famille.RAPPEL if ligne.rappel else Famille.ALLOCATION
        yield _Montant(famille, ligne.prestation, nom, ligne.montant)
        if ligne.tiers is not None:
            yield _Montant(Famille.TIERS, ligne.tiers, ligne.tiers, -ligne.montant)
    for retenue in versements.retenues:
        cle = retenue.creance.id if retenue.creance else retenue.libelle
        yield _Montant(Famille.RETENUE, cle, retenue.libelle, -retenue.montant)
