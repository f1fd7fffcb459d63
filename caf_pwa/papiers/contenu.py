"""What a paper says, as words already written in French: drawn as a page and as a sheet, sealed, compared.

``resume`` is what the public check shows of it, and no more.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Rangee:
    """A row: what it is first, its amount last. ``genre``: "" or "groupe" (the rows that follow are parts of it)."""

    cellules: tuple[str, ...]
    genre: str = ""


@dataclass(frozen=True)
class Tableau:
    titre: str
    colonnes: tuple[str, ...]
    rangees: tuple[Rangee, ...]
    totaux: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Contenu:
    """One paper. ``demande``: what it was made for, with nothing left to guess; ``chiffre``: its one big figure."""

    titre: str
    demande: dict[str, str]
    fait_le: str
    emetteur: tuple[str, ...]
    destinataire: tuple[str, ...]
    phrase: str
    resume: tuple[tuple[str, str], ...]
    chiffre: tuple[str, str] | None = None
    faits: tuple[tuple[str, str], ...] = ()
    tableaux: tuple[Tableau, ...] = ()
    personnes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def en_json(self) -> dict[str, Any]:
        """What is kept of it: lists where there are tuples."""
        garde: dict[str, Any] = json.loads(_canonique(asdict(self)))
        return garde

    @property
    def empreinte(self) -> str:
        """The SHA-256 of all that it says: the same words, the same hash."""
        return hashlib.sha256(_canonique(asdict(self))).hexdigest()


def memes_chiffres(garde: dict[str, Any], contenu: Contenu) -> bool:
    """Whether a paper that was kept has the figures of this one; a new address is no correction of them."""
    compose = contenu.en_json()
    return all(garde[nom] == compose[nom] for nom in ("chiffre", "faits", "tableaux"))


def _canonique(valeur: dict[str, Any]) -> bytes:
    return json.dumps(valeur, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
