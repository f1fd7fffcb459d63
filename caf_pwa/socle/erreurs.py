"""What can go wrong in the trade, as plain exceptions. Services raise them; the web edge translates.

Their messages are French and are shown to people: what happened, then what to do.
"""

from datetime import datetime


class ErreurMetier(Exception):
    """A rule of the trade says no. Where no view answers it better, 409 with its message, or ``phrase`` without one."""

    phrase = "Quelque chose a changé entre-temps. Revenez en arrière, puis recommencez."


class Introuvable(ErreurMetier):
    """There is no such thing for this person: answered as 404, whoever else may own it."""


class TropDEssais(ErreurMetier):
    """Too many tries: answered as 429 with the moment when trying again makes sense."""

    def __init__(self, reessayer_a: datetime) -> None:
        super().__init__("Il y a eu trop d’essais.")
        self.reessayer_a = reessayer_a


class Occupe(ErreurMetier):
    """Too much at once: answered as 503 with Retry-After."""
