"""The kinds of alert: one file each, found by itself. Adding one is adding a file with a ``GENRE`` here."""

import importlib
import pkgutil
from functools import cache

from caf_pwa.alertes.genre import Genre


@cache
def genres() -> dict[str, Genre]:
    """Every kind by its name."""
    modules = [importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    return {module.GENRE.slug: module.GENRE for module in modules}


@cache
def rappels(slug: str) -> tuple[str, ...]:
    """The kinds that remind of that one."""
    return tuple(genre.slug for genre in genres().values() if genre.rappel and genre.suit == slug)
