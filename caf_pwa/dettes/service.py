"""Reading the debts of a household."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.dettes.modele import Creance, EtatCreance
from caf_pwa.socle.horloge import mois_avant
from caf_pwa.socle.parametres import parametre

_CLOSES = [etat for etat in EtatCreance if etat.close]


def en_cours(session: Session, foyer_id: str) -> list[Creance]:
    """The debts still open, oldest first."""
    return list(
        session.scalars(
            select(Creance)
            .where(Creance.foyer_id == foyer_id, Creance.etat.not_in(_CLOSES))
            .order_by(Creance.notifiee_le, Creance.id)
        )
    )


def limite_de_rectification(creance: Creance) -> date:
    """The last day to ask for a correction of the debt (R. 133-9-2 of the Code de la sécurité sociale)."""
    return creance.notifiee_le + timedelta(days=int(parametre("dette.jours_rectification", creance.notifiee_le)))


def limite_de_recours(creance: Creance) -> date:
    """The last day to appeal: same day of the month, two months later, or that month's last day."""
    mois = mois_avant(creance.notifiee_le, -int(parametre("dette.mois_recours", creance.notifiee_le)))
    dernier = (mois_avant(mois, -1) - timedelta(days=1)).day
    return mois.replace(day=min(creance.notifiee_le.day, dernier))
