"""The package as its own source tells it: which module imports which, read without running anything."""

import ast
from functools import cache
from typing import NamedTuple

from tests.regles.routes import RACINE

PAQUET = "caf_pwa"


class Import(NamedTuple):
    """``cible``: a module of ours, or the name of a library. ``interne``: written inside a function."""

    cible: str
    ligne: int
    interne: bool


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the package by its dotted name; the schema's history, which a tool writes, left out."""
    fichiers = sorted((RACINE / PAQUET).rglob("*.py"))
    trouves = {}
    for fichier in fichiers:
        parties = fichier.relative_to(RACINE).with_suffix("").parts
        if "migrations" not in parties:
            nom = ".".join(parties).removesuffix(".__init__")
            trouves[nom] = ast.parse(fichier.read_text(), str(fichier))
    return trouves


@cache
def imports(module: str) -> list[Import]:
    arbre = modules()[module]
    dans_une_fonction = {
        noeud
        for fonction in ast.walk(arbre)
        if isinstance(fonction, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for noeud in ast.walk(fonction)
    }
    return [
        Import(_resoudre(cible), noeud.lineno, noeud in dans_une_fonction)
        for noeud in ast.walk(arbre)
        if isinstance(noeud, ast.Import | ast.ImportFrom)
        for cible in _cibles(noeud)
    ]


def nos_imports(module: str) -> list[Import]:
    return [un for un in imports(module) if un.cible.split(".")[0] == PAQUET]


def bibliotheques(module: str) -> set[str]:
    """The libraries that a module imports, by their first name."""
    return {un.cible.split(".")[0] for un in imports(module)} - {PAQUET}


def tranche(module: str) -> str:
    """The slice that a module belongs to: the folder under the package, or the file that stands there alone."""
    return [*module.split("."), ""][1]


def fichier(module: str) -> str:
    """The last part of a module's name: ``service`` for ``caf_pwa.dettes.service``."""
    return module.rsplit(".", 1)[-1]


def _cibles(noeud: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(noeud, ast.Import):
        return [alias.name for alias in noeud.names]
    assert not noeud.level, "imports are absolute in this house"
    return [f"{noeud.module}.{alias.name}" for alias in noeud.names]


def _resoudre(cible: str) -> str:
    """``caf_pwa.extensions.db`` is a name in ``caf_pwa.extensions``."""
    while cible.startswith(PAQUET) and cible not in modules():
        cible = cible.rpartition(".")[0]
    return cible
