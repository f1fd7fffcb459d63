"""Receipt numbers: random, told over the telephone, checked when copied by hand."""

import secrets

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


def _controle(lettres: str) -> str:
    """Weights by place, modulo a prime number of characters: one wrong, or two swapped, is seen."""
    somme = sum(rang * _ALPHABET.index(lettre) for rang, lettre in enumerate(lettres, 1))
    return _ALPHABET[somme % len(_ALPHABET)]
