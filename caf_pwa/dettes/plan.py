"""A debt spread over months, pure: what is paid each month, what is left after, the last month smaller."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from caf_pwa.socle.horloge import mois_avant

CENTIME = Decimal("0.01")
# Beyond, a table and a curve say nothing more: the end is told.
MOIS_MONTRES = 120


@dataclass(frozen=True)
class Mensualite:
    """One month (its first day): what is paid, and what is left after it. Euros."""

    mois: date
    montant: Decimal
    reste: Decimal


def etaler(reste: Decimal, mensualite: Decimal, premier: date) -> list[Mensualite]:
    """Month by month from ``premier`` until nothing is left; their sum is ``reste`` to the cent."""
    plan: list[Mensualite] = []
    while reste > 0 and mensualite > 0 and len(plan) < MOIS_MONTRES:
        montant = min(mensualite, reste)
        reste -= montant
        plan.append(Mensualite(mois_avant(premier, -len(plan)), montant, reste))
    return plan


def duree(reste: Decimal, mensualite: Decimal) -> int:
    """How many months it takes, the last one included."""
    return int((reste / mensualite).to_integral_value(ROUND_CEILING))


def mensualite_pour(reste: Decimal, nombre: int) -> Decimal:
    """The smallest amount, in whole cents, that pays it back in at most that many months."""
    return (reste / nombre).quantize(CENTIME, ROUND_CEILING)
