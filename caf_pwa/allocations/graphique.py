"""The geometry of the chart: twelve months of payments, stacked by benefit. Pure numbers; a template draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from caf_pwa.allocations.service import MoisDePaiements

LARGEUR, HAUTEUR, PIED = 360, 150, 20
MARGE = 48  # on the left, for the marks
COULEURS = 6  # classes serie-1 … serie-6; the smallest benefits share the last one


class Bloc(NamedTuple):
    x: float
    y: float
    hauteur: float
    serie: int


@dataclass(frozen=True)
class Graphique:
    blocs: list[Bloc]
    pieds: list[tuple[float, date]]  # the middle of each column and its month
    largeur_colonne: float
    reperes: list[tuple[float, Decimal]]  # horizontal marks: height and amount
    series: dict[str, int]  # benefit → series, largest first


def tracer(mois: Sequence[MoisDePaiements]) -> Graphique | None:
    """The chart of these months, or None when nothing was paid in any of them."""
    maximum = max((_hauteur(un_mois) for un_mois in mois), default=Decimal())
    if maximum <= 0:
        return None
    sommet = _arrondi_au_dessus(maximum)
    utile = HAUTEUR - PIED
    echelle = utile / float(sommet)
    pas = (LARGEUR - MARGE) / len(mois)
    largeur = pas * 0.62
    series = _series(mois)
    blocs = []
    for rang, un_mois in enumerate(mois):
        bas = float(utile)
        for nom, montant in un_mois.parts.items():
            if montant <= 0:
                continue
            hauteur = float(montant) * echelle
            bas -= hauteur
            x = MARGE + pas * rang + (pas - largeur) / 2
            blocs.append(Bloc(round(x, 2), round(bas, 2), round(hauteur, 2), series[nom]))
    return Graphique(
        blocs=blocs,
        pieds=[(round(MARGE + pas * (rang + 0.5), 2), un_mois.mois) for rang, un_mois in enumerate(mois)],
        largeur_colonne=round(largeur, 2),
        reperes=[(round(utile - float(part) * utile, 2), sommet * part) for part in (Decimal("0.5"), Decimal(1))],
        series=series,
    )


def _hauteur(un_mois: MoisDePaiements) -> Decimal:
    """What a column stacks: a correction that takes back is not drawn."""
    return sum((montant for montant in un_mois.parts.values() if montant > 0), Decimal())


def _series(mois: Sequence[MoisDePaiements]) -> dict[str, int]:
    totaux: dict[str, Decimal] = {}
    for un_mois in mois:
        for nom, montant in un_mois.parts.items():
            totaux[nom] = totaux.get(nom, Decimal()) + montant
    ordre = sorted(totaux, key=lambda nom: (-totaux[nom], nom))
    return {nom: min(rang, COULEURS) for rang, nom in enumerate(ordre, start=1)}


def _arrondi_au_dessus(montant: Decimal) -> Decimal:
    """The next figure whose half is round too."""
    unite = Decimal(10) ** (montant.adjusted() - 1)
    return next(unite * facteur for facteur in (10, 12, 16, 20, 30, 40, 50, 60, 80, 100) if unite * facteur >= montant)
