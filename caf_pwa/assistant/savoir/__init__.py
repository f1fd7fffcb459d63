"""What the assistant knows: one file for each subject, read once. Knows no web and no database."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

_ICI = Path(__file__).parent


@dataclass(frozen=True)
class Source:
    nom: str
    adresse: str


@dataclass(frozen=True)
class Fiche:
    """One answer. ``titre`` and ``reponse`` may name rules of law: ``textes.completer`` fills them in.

    ``dites``: ways to ask it. ``liens``: names of pages, as ``liens.py`` knows them. ``personnel``: what it tells of
    the person's own dossier, as ``personnel.py`` knows it. ``certitude``: as in ``parametres.toml``.
    """

    cle: str
    titre: str
    dites: tuple[str, ...]
    reponse: str
    source: Source
    verifie_le: date
    liens: tuple[str, ...]
    certitude: str
    personnel: str | None

    @property
    def paragraphes(self) -> list[str]:
        return self.reponse.strip().splitlines()


@dataclass(frozen=True)
class Sujet:
    cle: str
    titre: str
    fiches: tuple[Fiche, ...]


@cache
def sujets() -> dict[str, Sujet]:
    """Every subject by its key, in the order of the files' names."""
    lus = [_sujet(tomllib.loads(fichier.read_text())) for fichier in sorted(_ICI.glob("sujets/*.toml"))]
    return {sujet.cle: sujet for sujet in lus}


@cache
def fiches() -> dict[str, Fiche]:
    """Every answer by its key."""
    return {fiche.cle: fiche for sujet in sujets().values() for fiche in sujet.fiches}


@cache
def sources() -> dict[str, Source]:
    return {cle: Source(**dite) for cle, dite in tomllib.loads((_ICI / "sources.toml").read_text()).items()}


def sujet_de(fiche: Fiche) -> Sujet:
    return next(sujet for sujet in sujets().values() if fiche in sujet.fiches)


def _sujet(dit: dict[str, Any]) -> Sujet:
    return Sujet(dit["cle"], dit["titre"], tuple(_fiche(une, dit["verifie_le"]) for une in dit["fiche"]))


def _fiche(dite: dict[str, Any], verifie_le: date) -> Fiche:
    return Fiche(
        cle=dite["cle"],
        titre=dite["titre"],
        dites=tuple(dite["dites"]),
        reponse=dite["reponse"],
        source=sources()[dite["source"]],
        verifie_le=dite.get("verifie_le", verifie_le),
        liens=tuple(dite["liens"]),
        certitude=dite.get("certitude", "haute"),
        personnel=dite.get("personnel"),
    )
