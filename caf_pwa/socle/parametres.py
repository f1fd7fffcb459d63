"""Rules of law as dated parameters: what a rule said on a given day, with its source beside it."""

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

_FICHIER = Path(__file__).with_name("parametres.toml")


def parametre(nom: str, jour: date) -> Decimal:
    """The value of ``nom`` in force on ``jour``. Raises KeyError where no rule of that name held that day."""
    versions = [(version["depuis"], version["valeur"]) for version in _tous()[nom] if version["depuis"] <= jour]
    if not versions:
        raise KeyError(f"{nom} on {jour}")
    return Decimal(str(max(versions)[1]))


@cache
def _tous() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(_FICHIER.read_text(), parse_float=Decimal)
