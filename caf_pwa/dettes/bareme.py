"""The scale of deductions from benefits, pure: domain fact file 4.5. Its figures are dated parameters."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from caf_pwa.socle.parametres import Regle, parametre, regle

_CENTIME = Decimal("0.01")
TRANCHES = (1, 2, 3, 4)


@dataclass(frozen=True)
class Menage:
    """What the scale looks at, for a month. Euros."""

    ressources: Decimal
    prestations: Decimal
    loyer: Decimal
    en_couple: bool
    enfants: int


@dataclass(frozen=True)
class Tranche:
    """``taux`` in per cent of ``assiette``, the part of the income that lies in the slice. Euros."""

    taux: Decimal
    assiette: Decimal
    montant: Decimal


@dataclass(frozen=True)
class Retenue:
    """What the scale gives, and how. ``bareme``: the rule it comes from, with its date and source."""

    revenu_pondere: Decimal
    coefficient: Decimal
    forfait: Decimal
    tranches: list[Tranche]
    bareme: Regle

    @property
    def montant(self) -> Decimal:
        return self.forfait + sum((tranche.montant for tranche in self.tranches), Decimal())


def coefficient(en_couple: bool, enfants: int, jour: date) -> Decimal:
    adultes = parametre("retenue.coefficient_couple" if en_couple else "retenue.coefficient_seul", jour)
    return adultes + enfants * parametre("retenue.coefficient_enfant", jour)


def estimer(menage: Menage, jour: date) -> Retenue:
    """The deduction for these figures by the scale in force that day."""
    parts = coefficient(menage.en_couple, menage.enfants, jour)
    net = menage.ressources + menage.prestations - menage.loyer
    revenu = max(Decimal(), _arrondi(net / parts))
    return Retenue(
        revenu_pondere=revenu,
        coefficient=parts,
        forfait=parametre("retenue.forfait", jour),
        tranches=list(_tranches(revenu, jour)),
        bareme=regle("retenue.forfait", jour),
    )


def _tranches(revenu: Decimal, jour: date) -> list[Tranche]:
    """The slices that the income reaches; each is rounded to the cent, so that what is shown adds up."""
    debuts = [parametre(f"retenue.tranche_{rang}_debut", jour) for rang in TRANCHES]
    fins = [*debuts[1:], revenu]
    tranches = []
    for rang, debut, fin in zip(TRANCHES, debuts, fins, strict=True):
        assiette = min(revenu, fin) - debut
        if assiette > 0:
            taux = parametre(f"retenue.tranche_{rang}_taux", jour)
            tranches.append(Tranche(taux, assiette, _arrondi(assiette * taux / 100)))
    return tranches


def _arrondi(montant: Decimal) -> Decimal:
    return montant.quantize(_CENTIME, ROUND_HALF_UP)
