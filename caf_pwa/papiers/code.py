"""The code printed on a paper, which anybody may type: 19 random characters (95 bits) and one that checks them.

The alphabet is Crockford's: no I, L, O or U. What is read as one of them is taken for the digit it looks like.
"""

import secrets

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RESSEMBLANCES = str.maketrans("OIL", "011")
_ALEA = 19


def nouveau() -> str:
    """A code that nobody can guess, without its spaces."""
    lettres = "".join(secrets.choice(_ALPHABET) for _ in range(_ALEA))
    return lettres + _controle(lettres)


def lire(tape: str) -> str:
    """What was typed, in capitals and without spaces or hyphens; letters that look like a digit are that digit."""
    return "".join(lettre for lettre in tape.upper().translate(_RESSEMBLANCES) if lettre in _ALPHABET)[:64]


def juste(lu: str) -> bool:
    """Whether it is one that could have been given: a character wrong, or two swapped, is seen."""
    return len(lu) == _ALEA + 1 and _controle(lu[:_ALEA]) == lu[_ALEA]


def en_groupes(code: str) -> str:
    """``7K2M-…``: as it is printed."""
    return "-".join(code[rang : rang + 4] for rang in range(0, len(code), 4))


def _controle(lettres: str) -> str:
    """A polynomial over the 32 values of a character: each place has a weight of its own."""
    somme = 0
    for lettre in lettres:
        somme = _doubler(somme ^ _ALPHABET.index(lettre))
    return _ALPHABET[somme]


def _doubler(valeur: int) -> int:
    """Multiplied by x modulo x⁵ + x² + 1."""
    return (valeur << 1) ^ (0b100101 if valeur & 0b10000 else 0)
