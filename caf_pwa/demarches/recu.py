"""The receipt of a démarche: a number that can be read aloud, and the hash of what was sent."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from typing import Any

from caf_pwa.demarches.recapitulatif import Rubrique
from caf_pwa.socle.formulaires import Reponses

# No letter or digit that looks or sounds like another one.
_ALPHABET = "234679ACDEFHJKMNPRTVWXY"


def numero() -> str:
    """A new receipt number: ``K7RW-42XM-D``, its last character checks the others."""
    lettres = [secrets.choice(_ALPHABET) for _ in range(8)]
    return f"{''.join(lettres[:4])}-{''.join(lettres[4:])}-{_controle(''.join(lettres))}"


def juste(texte: str) -> bool:
    """Whether a number copied by hand is one that could have been given."""
    lettres = texte.replace("-", "").strip().upper()
    return len(lettres) == 9 and set(lettres) <= set(_ALPHABET) and _controle(lettres[:8]) == lettres[8]


def empreinte(
    slug: str,
    version: int,
    reponses: dict[str, Reponses],
    recapitulatif: Sequence[Rubrique],
    documents: Sequence[str],
) -> str:
    """The SHA-256 of all that was sent: questions, answers, words, documents. The same content, the same hash."""
    contenu: dict[str, Any] = {
        "demarche": slug,
        "version": version,
        "reponses": reponses,
        "recapitulatif": recapitulatif,
        "documents": sorted(documents),
    }
    texte = json.dumps(contenu, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(texte.encode()).hexdigest()


def _controle(lettres: str) -> str:
    """Weights by place, modulo a prime number of characters: one wrong, or two swapped, is seen."""
    somme = sum(rang * _ALPHABET.index(lettre) for rang, lettre in enumerate(lettres, 1))
    return _ALPHABET[somme % len(_ALPHABET)]
