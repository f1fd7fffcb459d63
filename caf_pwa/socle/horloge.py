"""Today and now, in Europe/Paris: the one clock of the trade, replaceable in tests."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


class Horloge:
    """A clock that may start from another day than the real one, then runs at its normal pace."""

    def __init__(self) -> None:
        self._decalage = timedelta()

    def regler(self, depart: date | None) -> None:
        """Start from ``depart`` (None: the real day), keeping the hour of the wall clock."""
        reel = datetime.now(PARIS)
        self._decalage = (depart - reel.date()) if depart else timedelta()

    def maintenant(self) -> datetime:
        """Now, aware, in Europe/Paris."""
        reel = datetime.now(PARIS)
        return (reel.replace(tzinfo=None) + self._decalage).replace(tzinfo=PARIS)

    def aujourdhui(self) -> date:
        """Today's date in Europe/Paris."""
        return self.maintenant().date()


def instant() -> datetime:
    """The real moment, in UTC: for sessions, throttles and whatever must not follow a moved clock."""
    return datetime.now(UTC)


def mois_avant(jour: date, nombre: int) -> date:
    """The first day of the month that lies ``nombre`` months before that of ``jour`` (negative: after)."""
    rang = jour.year * 12 + jour.month - 1 - nombre
    return date(rang // 12, rang % 12 + 1, 1)
