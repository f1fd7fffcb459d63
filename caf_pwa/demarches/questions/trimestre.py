"""Which three months a quarterly declaration asks: they follow from the month in which it opens."""

from datetime import date

from caf_pwa.demarches.situation import Situation
from caf_pwa.socle.formats import mois as en_mois
from caf_pwa.socle.horloge import mois_avant
from caf_pwa.socle.parametres import parametre

_MOIS = 3


def ouverture(situation: Situation) -> date:
    """The first day of the month that opens the declaration: the expected one's, else the current quarter's."""
    jour = situation.attendue.ouverte_le if situation.attendue else situation.aujourdhui
    return mois_avant(jour, 0 if situation.attendue else jour.month % _MOIS)


def les_trois_mois(situation: Situation) -> list[date]:
    """Their first days, oldest first: M-4 to M-2 since March 2025."""
    debut = ouverture(situation)
    decalage = int(parametre("dtr.decalage_mois", debut))
    return [mois_avant(debut, decalage - rang) for rang in range(_MOIS)]


def en_toutes_lettres(mois: list[date]) -> str:
    """``août à octobre 2026``; ``novembre 2025 à janvier 2026``."""
    premier, dernier = mois[0], mois[-1]
    debut = en_mois(premier) if premier.year != dernier.year else en_mois(premier).rsplit(" ", 1)[0]
    return f"{debut} à {en_mois(dernier)}"
