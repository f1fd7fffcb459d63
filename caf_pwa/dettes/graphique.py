"""The geometry of a debt that is paid back month by month: a curve of what is left. Pure numbers; a template draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from caf_pwa.dettes.plan import Mensualite

LARGEUR, HAUTEUR, PIED, MARGE = 360, 150, 20, 60


@dataclass(frozen=True)
class Courbe:
    """``trace``: the path of what is left, from today's amount to nothing. ``reperes``: height and amount."""

    trace: str
    points: list[tuple[float, float]]
    reperes: list[tuple[float, Decimal]]
    debut: date
    fin: date


def tracer(reste: Decimal, plan: Sequence[Mensualite]) -> Courbe | None:
    """The curve of these months, or None when there is none."""
    if not plan:
        return None
    utile = HAUTEUR - PIED
    pas = (LARGEUR - MARGE - 8) / len(plan)
    restes = [reste, *(mois.reste for mois in plan)]
    points = [
        (round(MARGE + pas * rang, 2), round(utile - float(encore / reste) * utile, 2))
        for rang, encore in enumerate(restes)
    ]
    return Courbe(
        trace="M" + "L".join(f"{x} {y}" for x, y in points),
        points=points,
        reperes=[(0, reste), (round(utile / 2, 2), reste / 2), (utile, Decimal())],
        debut=plan[0].mois,
        fin=plan[-1].mois,
    )
