"""The kinds of papers: one file each, found by itself. Adding one is adding a file with a ``GENRE`` here."""

import importlib
import pkgutil
from functools import cache

from caf_pwa.papiers.genre import Genre


@cache
def genres() -> dict[str, Genre]:
    """Every kind by its address, in the order of the list."""
    modules = [importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    connus = sorted((module.GENRE for module in modules), key=lambda genre: genre.rang)
    return {genre.slug: genre for genre in connus}
