"""Rules of law as dated parameters: what a rule said on a given day, with its source beside it."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

_FICHIER = Path(__file__).with_name("parametres.toml")


@dataclass(frozen=True)
class Regle:
    """What a rule says from a day on, where that is written, and how sure it is."""

    valeur: Decimal
    depuis: date
    source: str
    certitude: str


def parametre(nom: str, jour: date) -> Decimal:
    """The value of ``nom`` in force on ``jour``. Raises KeyError where no rule of that name held that day."""
    return Decimal(str(_version(nom, jour)["valeur"]))


def regle(nom: str, jour: date) -> Regle:
    """The same, with where it comes from."""
    version = _version(nom, jour)
    return Regle(Decimal(str(version["valeur"])), version["depuis"], version["source"], version["certitude"])


def _version(nom: str, jour: date) -> dict[str, Any]:
    versions = [version for version in _tous()[nom] if version["depuis"] <= jour]
    if not versions:
        raise KeyError(f"{nom} on {jour}")
    return max(versions, key=lambda version: version["depuis"])


@cache
def _tous() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(_FICHIER.read_text(), parse_float=Decimal)
