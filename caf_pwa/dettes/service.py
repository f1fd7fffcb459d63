"""Reading the debts of a household."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from caf_pwa.dettes.modele import Creance, EtatCreance
from caf_pwa.socle.horloge import mois_avant
from caf_pwa.socle.parametres import parametre

# Owed still: not closed, and something is left.
_OUVERTE = Creance.etat.not_in([etat for etat in EtatCreance if etat.close]) & (
    Creance.montant > Creance.rembourse + Creance.regle
)


@dataclass(frozen=True)
class CreanceResume:
    """A debt as a row of a list. ``reste``: what is left to pay back, in euros."""

    id: str
    prestation: str
    etat: EtatCreance
    reste: Decimal


# The list stands on the two pages most read: built once, and read without the ORM.
_RESUMEES = (
    select(Creance.id, Creance.prestation, Creance.etat, Creance.montant, Creance.rembourse, Creance.regle)
    .where(Creance.foyer_id == bindparam("foyer_id"), _OUVERTE)
    .order_by(Creance.notifiee_le, Creance.id)
)


def resumees(session: Session, foyer_id: str) -> list[CreanceResume]:
    """The debts still open, oldest first, as rows of a list."""
    lignes = session.connection().execute(_RESUMEES, {"foyer_id": foyer_id})
    return [
        CreanceResume(id_, prestation, etat, montant - rembourse - regle)
        for id_, prestation, etat, montant, rembourse, regle in lignes
    ]


def en_cours(session: Session, foyer_id: str) -> list[Creance]:
    """The debts still open, oldest first."""
    return list(
        session.scalars(
            select(Creance).where(Creance.foyer_id == foyer_id, _OUVERTE).order_by(Creance.notifiee_le, Creance.id)
        )
    )


@dataclass(frozen=True)
class Echeances:
    """The dates that matter for a debt. ``fin``: the month of the last deduction at today's pace, if any."""

    rectification: date
    recours: date
    fin: date | None


def echeances(creance: Creance, aujourdhui: date) -> Echeances:
    """The last day to ask for a correction, the last day to appeal, and when the debt will be paid back.

    R. 133-9-2 and R. 142-1 of the Code de la sécurité sociale; the durations are dated parameters.
    """
    notifiee_le = creance.notifiee_le
    jours = int(parametre("dette.jours_rectification", notifiee_le))
    mois = int(parametre("dette.mois_recours", notifiee_le))
    return Echeances(
        rectification=notifiee_le + timedelta(days=jours),
        recours=_mois_apres(notifiee_le, mois),
        fin=_dernier_mois_de_retenue(creance, aujourdhui),
    )


def _mois_apres(jour: date, nombre: int) -> date:
    """The same day of the month, or that month's last day."""
    mois = mois_avant(jour, -nombre)
    return mois.replace(day=min(jour.day, monthrange(mois.year, mois.month)[1]))


def _dernier_mois_de_retenue(creance: Creance, aujourdhui: date) -> date | None:
    if creance.etat.gelee or not creance.retenue_mensuelle or creance.reste <= 0:
        return None
    reprises = ceil(creance.reste / creance.retenue_mensuelle)
    return mois_avant(aujourdhui, -reprises)
