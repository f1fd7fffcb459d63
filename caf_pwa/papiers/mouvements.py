"""What was paid over a period: the payments that the statement and the certificate of payment are made from."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from caf_pwa.allocations import prestations
from caf_pwa.allocations.modele import Ligne, Paiement
from caf_pwa.papiers.demandes import Periode
from caf_pwa.socle import formats


def mouvements(session: Session, foyer_id: str, periode: Periode) -> list[Paiement]:
    """The payments of the period with their lines and deductions, oldest first."""
    return list(
        session.scalars(
            select(Paiement)
            .where(Paiement.foyer_id == foyer_id, Paiement.date >= periode.du, Paiement.date < periode.fin)
            .order_by(Paiement.date, Paiement.id)
            .options(selectinload(Paiement.lignes), selectinload(Paiement.retenues))
        )
    )


def total(paiements: Sequence[Paiement]) -> Decimal:
    """What reached the household over these payments."""
    return sum((paiement.montant for paiement in paiements), Decimal())


def total_des_tiers(paiements: Sequence[Paiement]) -> Decimal:
    """What went straight to others."""
    return sum((paiement.montant_tiers for paiement in paiements), Decimal())


def total_des_retenues(paiements: Sequence[Paiement]) -> Decimal:
    return sum((retenue.montant for paiement in paiements for retenue in paiement.retenues), Decimal())


def en_mots(periode: Periode) -> str:
    """``octobre 2026``, ``de septembre à novembre 2026``."""
    if periode.du == periode.au:
        return formats.mois(periode.du)
    de = "d’" if formats.mois(periode.du)[0] in "ao" else "de "
    return f"{de}{formats.mois(periode.du)} à {formats.mois(periode.au)}"


def nom(ligne: Ligne) -> str:
    """The benefit of a line."""
    return prestations.nom(ligne.prestation, ligne.libelle)


def du_mois(ligne: Ligne) -> str:
    """The month that it is due for."""
    return f"{formats.mois(ligne.mois)} (rappel)" if ligne.rappel else formats.mois(ligne.mois)
