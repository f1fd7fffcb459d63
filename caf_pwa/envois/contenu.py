"""What a device sends as one declaration: read strictly, since nobody looks at it before it counts."""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from caf_pwa.envois.transferts import CLE
from caf_pwa.socle.erreurs import ErreurMetier
from caf_pwa.socle.formulaires import Reponses

OCTETS = 64 * 1024
DOCUMENTS, VERSIONS, REPONSES, LISTE = 20, 50, 200, 100
_NOM = re.compile(r"[a-z0-9_-]{1,80}", re.ASCII)


class Illisible(ErreurMetier):
    """This is not what an application of ours sends."""


@dataclass(frozen=True)
class Fichier:
    """A file that came before: its key, and the place that it takes (``Piece.nom``)."""

    cle: str
    emplacement: str


@dataclass(frozen=True)
class Contenu:
    """``revision``: that of the draft that the device knew of; ``version``: of the questions it asked.

    ``avant``: the keys under which former versions of it may have come. ``empreinte``: SHA-256 of the bytes themselves.
    """

    demarche: str
    version: int
    revision: int
    reponses: dict[str, Reponses]
    fichiers: tuple[Fichier, ...]
    avant: tuple[str, ...]
    empreinte: str


def lire(octets: bytes) -> Contenu:
    """Raises Illisible."""
    try:
        brut = json.loads(octets)
        contenu = Contenu(
            demarche=_nom(brut["demarche"]),
            version=_entier(brut["version"]),
            revision=_entier(brut["revision"]),
            reponses={_nom(point): _reponses(valeurs) for point, valeurs in brut["reponses"].items()},
            fichiers=tuple(Fichier(_cle(un["cle"]), _nom(un["emplacement"])) for un in brut["documents"]),
            avant=tuple(_cle(cle) for cle in brut["avant"]),
            empreinte=hashlib.sha256(octets).hexdigest(),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Illisible from None
    tailles = ((contenu.fichiers, DOCUMENTS), (contenu.avant, VERSIONS), (contenu.reponses, REPONSES))
    if any(len(liste) > au_plus for liste, au_plus in tailles):
        raise Illisible
    return contenu


@dataclass(frozen=True)
class Retrait:
    """What is given up: the keys of its former versions, and those of its files that may have come."""

    avant: tuple[str, ...]
    fichiers: tuple[str, ...]


def retrait(octets: bytes) -> Retrait:
    """Raises Illisible."""
    try:
        brut = json.loads(octets)
        avant, fichiers = (tuple(map(_cle, brut[nom])) for nom in ("avant", "documents"))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Illisible from None
    return Retrait(avant[:VERSIONS], fichiers[:DOCUMENTS])


def _reponses(valeurs: Any) -> Reponses:
    lues = {_nom(champ): [_texte(texte) for texte in textes[:LISTE]] for champ, textes in valeurs.items()}
    if len(lues) > REPONSES:
        raise ValueError
    return lues


def _texte(valeur: Any) -> str:
    if not isinstance(valeur, str):
        raise TypeError
    return valeur


def _nom(valeur: Any) -> str:
    if not _NOM.fullmatch(_texte(valeur)):
        raise ValueError
    return str(valeur)


def _cle(valeur: Any) -> str:
    if not CLE.fullmatch(_texte(valeur)):
        raise ValueError
    return str(valeur)


def _entier(valeur: Any) -> int:
    if type(valeur) is not int or not 0 <= valeur < 1_000_000:
        raise ValueError
    return int(valeur)
