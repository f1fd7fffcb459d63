"""Reading a feed line by line: bytes in, records or refusals out. Nothing here touches the database."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from pydantic import TypeAdapter, ValidationError

from caf_pwa.flux.genre import Genre, tous
from caf_pwa.flux.types import Donnees, Identifiant, Retrait

LIGNE_MAXIMALE = 5 * 1024 * 1024
_IDENTIFIANT = TypeAdapter(Identifiant)


@dataclass(frozen=True)
class Motif:
    """Why a record is refused: the field (empty for the line as a whole) and the reason, in French."""

    champ: str
    raison: str


class LigneRefusee(Exception):
    """The line is not a record; it changes nothing."""

    def __init__(self, motifs: list[Motif], nom: str = "") -> None:
        super().__init__(motifs)
        self.motifs = motifs
        self.nom = nom


@dataclass(frozen=True)
class Enregistrement:
    """A record of the right form. ``donnees`` is None when it withdraws the object.

    ``empreinte`` is the same for two lines that say the same, however they are written. ``contenu`` is what may be
    kept of the line and read again.
    """

    genre: Genre[Any]
    id: str
    version: int
    donnees: Donnees | None
    empreinte: str
    contenu: str

    @property
    def nom(self) -> str:
        return f"{self.genre.nom}:{self.id}"


def lignes(flux: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """The lines that are not empty, numbered from 1; None for one too long, which is skipped without being held."""
    numero = 0
    while ligne := flux.readline(LIGNE_MAXIMALE + 1):
        numero += 1
        if len(ligne) > LIGNE_MAXIMALE and not ligne.endswith(b"\n"):
            while (suite := flux.readline(LIGNE_MAXIMALE)) and not suite.endswith(b"\n"):
                pass
            yield numero, None
        elif ligne.strip():
            yield numero, ligne


def lire(ligne: bytes | None) -> Enregistrement:
    """One record. Raises LigneRefusee with every reason found."""
    if ligne is None:
        raise LigneRefusee([Motif("", f"la ligne dépasse {LIGNE_MAXIMALE // 1024 // 1024} Mo")])
    objet = _decoder(ligne)
    texte = ligne.decode().strip()
    nom = f"{_montrer(objet['genre'])}:{_montrer(objet.get('id'))}" if isinstance(objet.get("genre"), str) else ""
    genre = tous().get(objet["genre"]) if isinstance(objet.get("genre"), str) else None
    if genre is None:
        connus = ", ".join(sorted(tous()))
        raise LigneRefusee([Motif("genre", f"genre inconnu ; les genres connus sont : {connus}")], nom)
    try:
        if "retire" in objet and genre.retirable is not None:
            retrait = Retrait.model_validate_json(texte)
            return Enregistrement(genre, retrait.id, retrait.version, None, _empreinte(objet), texte)
        lu = genre.enregistrement.model_validate_json(texte)
    except ValidationError as erreurs:
        raise LigneRefusee([_motif(dict(erreur)) for erreur in erreurs.errors()], nom) from None
    return Enregistrement(genre, lu.id, lu.version, lu.donnees, _empreinte(objet), lu.model_dump_json())


def _empreinte(objet: dict[str, Any]) -> str:
    canonique = json.dumps(objet, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonique.encode()).hexdigest()


def _montrer(valeur: object) -> str:
    """A kind or an id as a report may show it: never a social-security number, nothing that forges another line."""
    try:
        return _IDENTIFIANT.validate_python(valeur)
    except ValidationError:
        return "?"


def _nom_de_champ(cle: str) -> str:
    return cle[:64] if cle.isprintable() else "?"


def _decoder(ligne: bytes) -> dict[str, Any]:
    if b"\0" in ligne:
        raise LigneRefusee([Motif("", "la ligne contient un octet nul")])
    try:
        texte = ligne.decode("utf-8")
    except UnicodeDecodeError as erreur:
        raise LigneRefusee([Motif("", f"la ligne n’est pas en UTF-8 (octet {erreur.start + 1})")]) from None
    try:
        objet = json.loads(texte, object_pairs_hook=_sans_doublon, parse_constant=_pas_de_constante)
    except json.JSONDecodeError as erreur:
        raise LigneRefusee([Motif("", f"la ligne n’est pas du JSON complet (caractère {erreur.pos + 1})")]) from None
    except RecursionError:
        raise LigneRefusee([Motif("", "la ligne est trop imbriquée")]) from None
    except ValueError:  # Python refuses to read numbers of thousands of digits
        raise LigneRefusee([Motif("", "la ligne contient un nombre démesuré")]) from None
    if not isinstance(objet, dict):
        raise LigneRefusee([Motif("", "la ligne n’est pas un objet JSON")])
    return objet


def _sans_doublon(paires: list[tuple[str, Any]]) -> dict[str, Any]:
    objet = dict(paires)
    if len(objet) != len(paires):
        vus: set[str] = set()
        double = next(cle for cle, _ in paires if cle in vus or vus.add(cle))  # type: ignore[func-returns-value]
        raise LigneRefusee([Motif(_nom_de_champ(double), "ce champ est écrit deux fois")])
    return objet


def _pas_de_constante(constante: str) -> None:
    raise LigneRefusee([Motif("", f"{constante} n’est pas un nombre")])


_RAISONS = {
    "missing": "ce champ manque",
    "extra_forbidden": "ce champ n’existe pas dans ce genre",
    "string_type": "il faut un texte",
    "string_too_short": "le texte est vide",
    "string_too_long": "le texte est trop long ({max_length} caractères au plus)",
    "string_pattern_mismatch": "la forme n’est pas celle attendue",
    "int_type": "il faut un nombre entier",
    "int_from_float": "il faut un nombre entier",
    "bool_type": "il faut true ou false",
    "decimal_type": "il faut un nombre",
    "decimal_parsing": "il faut un nombre",
    "finite_number": "il faut un nombre fini",
    "greater_than": "il faut plus de {gt}",
    "greater_than_equal": "il faut au moins {ge}",
    "less_than_equal": "il faut au plus {le}",
    "date_type": "il faut une date AAAA-MM-JJ",
    "date_parsing": "cette date n’existe pas ; une date s’écrit AAAA-MM-JJ",
    "date_from_datetime_parsing": "cette date n’existe pas ; une date s’écrit AAAA-MM-JJ",
    "date_from_datetime_inexact": "il faut une date sans heure",
    "literal_error": "valeur inconnue ; il faut {expected}",
    "list_type": "il faut une liste",
    "too_short": "il en faut au moins {min_length}",
    "too_long": "il en faut au plus {max_length}",
    "model_type": "il faut un objet",
    "model_attributes_type": "il faut un objet",
    "value_error": "{error}",
    "json_invalid": "la ligne n’est pas du JSON que l’on sait lire",
}


def _motif(erreur: dict[str, Any]) -> Motif:
    parties = (f"[{part}]" if isinstance(part, int) else f".{_nom_de_champ(part)}" for part in erreur["loc"])
    champ = "".join(parties).lstrip(".")
    gabarit = _RAISONS.get(erreur["type"], "cette valeur n’est pas acceptée")
    precisions = {nom: str(valeur).replace("' or '", "' ou '") for nom, valeur in erreur.get("ctx", {}).items()}
    return Motif(champ, gabarit.format_map(precisions))
