"""Amounts and days as people type them."""

import re
from datetime import date
from decimal import Decimal

_MONTANT = re.compile(r"(\d{1,3}(?: \d{3})+|\d+)(?:[.,](\d{1,2}))?", re.ASCII)
_JOUR_ECRIT = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})", re.ASCII)


def lire_montant(texte: str) -> Decimal | None:
    """The amount that a French keyboard types, None when it is not one: ``1 234,56 €`` is 1234.56."""
    compact = re.sub(r"[\s\u00a0\u202f]+", " ", texte.replace("€", " ")).strip()
    trouve = _MONTANT.fullmatch(compact)
    if not trouve:
        return None
    return Decimal(f"{trouve[1].replace(' ', '')}.{(trouve[2] or '0'):0<2}")


def lire_jour(texte: str) -> date | None:
    """The day written ``AAAA-MM-JJ`` or ``JJ/MM/AAAA``, None when there is no such day."""
    trouve = _JOUR_ECRIT.fullmatch(texte.strip())
    try:
        return date(*(int(part) for part in reversed(trouve.groups()))) if trouve else date.fromisoformat(texte.strip())
    except ValueError:
        return None
