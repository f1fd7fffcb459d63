"""The démarches: one file each, found by itself. Adding one is adding a file here that ends with ``FICHE = …``."""

import importlib
import pkgutil
from functools import cache

from caf_pwa.demarches.moteur import Fiche


@cache
def catalogue() -> dict[str, Fiche]:
    """Every démarche by its address, in the order of the list."""
    modules = [importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    fiches = sorted((module.FICHE for module in modules), key=lambda fiche: fiche.rang)
    return {fiche.slug: fiche for fiche in fiches}
