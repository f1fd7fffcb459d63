"""What each paper says. Pure reading of payments and quotients; amounts in euros."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from caf_pwa.allocations.modele import Paiement
from caf_pwa.allocations.service import debut_de_l_historique
from caf_pwa.socle.dates import lire_mois
from caf_pwa.socle.horloge import mois_avant


@dataclass(frozen=True)
class Periode:
    """Whole months, both included: their first days."""

    du: date
    au: date

    @property
    def fin(self) -> date:
        """The first day after the period."""
        return mois_avant(self.au, -1)


class PeriodeInvalide(ValueError):
    """The period asked for is not one; the message says why, in French."""


def periode(du: str | None, au: str | None, aujourdhui: date) -> Periode:
    """The period asked for (``AAAA-MM`` twice), the last three months by default.

    Raises PeriodeInvalide on what is not a month, on an end before the start and outside the 24 months.
    """
    fin = _mois(au) if au else mois_avant(aujourdhui, 0)
    plus_ancien = debut_de_l_historique(aujourdhui)
    debut = _mois(du) if du else min(fin, max(mois_avant(fin, 2), plus_ancien))
    if debut > fin:
        raise PeriodeInvalide("Le premier mois vient après le dernier. Choisissez-les dans l’ordre.")
    if debut < plus_ancien or fin > aujourdhui:
        raise PeriodeInvalide("Choisissez une période dans les 24 derniers mois.")
    return Periode(debut, fin)


def mois_proposes(aujourdhui: date) -> list[date]:
    """The months that a paper may cover, newest first."""
    return [mois_avant(aujourdhui, rang) for rang in range(25)]


def mouvements(session: Session, foyer_id: str, une_periode: Periode) -> list[Paiement]:
    """The payments of the period with their lines and deductions, oldest first."""
    return list(
        session.scalars(
            select(Paiement)
            .where(
                Paiement.foyer_id == foyer_id,
                Paiement.date >= une_periode.du,
                Paiement.date < une_periode.fin,
            )
            .order_by(Paiement.date, Paiement.id)
            .options(selectinload(Paiement.lignes), selectinload(Paiement.retenues))
        )
    )


def total(paiements: list[Paiement]) -> Decimal:
    """What reached the household over these payments."""
    return sum((paiement.montant for paiement in paiements), Decimal())


def _mois(texte: str) -> date:
    try:
        return lire_mois(texte)
    except ValueError:
        raise PeriodeInvalide("Ce mois n’existe pas. Choisissez un mois dans la liste.") from None
