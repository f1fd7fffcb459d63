"""The calendar of payments: the 5th of the month, for the month before (domain fact file 4.4)."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

from caf_pwa.socle.horloge import mois_avant
from caf_pwa.socle.parametres import parametre

SAMEDI, DIMANCHE = 5, 6


@lru_cache(256)
def date_de_paiement(mois: date) -> date:
    """The day of the monthly payment made in the month of ``mois``.

    A Saturday moves to the Friday before, a Sunday to the Monday after, a holiday to the next working day.
    """
    jour = mois.replace(day=int(parametre("paiement.jour_du_mois", mois)))
    if jour.weekday() == SAMEDI and not _ferie(jour - timedelta(days=1)):
        return jour - timedelta(days=1)
    while jour.weekday() in (SAMEDI, DIMANCHE) or _ferie(jour):
        jour += timedelta(days=1)
    return jour


def prochain_paiement(aujourdhui: date) -> date:
    """The day of the next monthly payment, today included."""
    return prochains_paiements(aujourdhui, 1)[0]


def prochains_paiements(aujourdhui: date, nombre: int) -> list[date]:
    """The days of the next monthly payments, today included."""
    jours = [date_de_paiement(mois_avant(aujourdhui, -rang)) for rang in range(nombre + 1)]
    return [jour for jour in jours if jour >= aujourdhui][:nombre]


def _ferie(jour: date) -> bool:
    return jour in _feries(jour.year)


@lru_cache(16)
def _feries(annee: int) -> holidays.HolidayBase:
    return holidays.country_holidays("FR", years=annee)
