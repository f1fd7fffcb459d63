"""A calendar as RFC 5545 writes it: whole days, titles, nothing else. Pure.

Written here: the library that reads it back in the tests would take 7 MB of every web process.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta

from caf_pwa.echeances.service import Date

_OCTETS = 75  # of a line, its end excepted
_ECHAPPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def ecrire(dates: Iterable[Date], aujourdhui: date, detaille: bool) -> bytes:
    """The file. Without ``detaille`` a title says what kind of day it is, and not of what or from whom."""
    nom = "Caf – Mon Compte" if detaille else "Mes dates"
    lignes = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Caf – Mon Compte//Calendrier//FR",
        f"X-WR-CALNAME:{nom}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        *(ligne for une in dates for ligne in _evenement(une, aujourdhui, detaille)),
        "END:VCALENDAR",
    ]
    return b"".join(_plier(ligne) for ligne in lignes)


def _evenement(une: Date, aujourdhui: date, detaille: bool) -> list[str]:
    titre = une.genre
    if detaille:
        titre = une.titre if une.genre == "Paiement" else f"{une.genre}\xa0: {une.titre}"
    return [
        "BEGIN:VEVENT",
        f"UID:{hashlib.sha256(une.cle.encode()).hexdigest()[:32]}@caf-mon-compte",
        f"DTSTAMP:{aujourdhui:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{une.jour:%Y%m%d}",
        f"DTEND;VALUE=DATE:{une.jour + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{titre.translate(_ECHAPPES)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _plier(ligne: str) -> bytes:
    """A line ends by CRLF; a long one goes on after a space, cut between characters."""
    morceaux, courant = [], b""
    for lettre in ligne:
        octets = lettre.encode()
        if len(courant) + len(octets) > _OCTETS:
            morceaux.append(courant)
            courant = b" "
        courant += octets
    return b"\r\n".join([*morceaux, courant]) + b"\r\n"
