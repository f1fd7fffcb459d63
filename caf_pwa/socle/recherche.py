"""Names as one looks for them: without accents, capitals, hyphens or apostrophes."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE"})
_AUTRES = re.compile(r"[^a-z0-9]+")


def cle_de_recherche(texte: str) -> str:
    """Small letters without accents and digits, in words: ``Zoé LE-GOFF`` is ``zoe le goff``."""
    decompose = unicodedata.normalize("NFKD", texte.translate(_LIGATURES))
    sans_accent = "".join(lettre for lettre in decompose if not unicodedata.combining(lettre))
    return _AUTRES.sub(" ", sans_accent.casefold()).strip()
