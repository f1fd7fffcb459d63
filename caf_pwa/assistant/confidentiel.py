"""What nobody should type into a help, and what is taken out of a question before it is kept."""

import re
import unicodedata
from collections.abc import Iterable

from caf_pwa.socle.recherche import cle_de_recherche

GARDES = 120  # characters of a question that are kept, at most
_DATE = re.compile(r"\d{1,2}([/.])\d{1,2}(?:\1\d{2,4})?|\d{1,2}-\d{1,2}-\d{4}")
_LONG = re.compile(r"(?:\d[\s.\-_/]*){6,}")  # a code, a card, an account, a social-security number
_IBAN = re.compile(r"\b[a-z]{2}\d{2}(?:[\s.-]*[a-z0-9]{4}){2,}", re.IGNORECASE)
_NIR_CORSE = re.compile(r"\b[1-478](?:[\s.-]*\d){4}[\s.-]*2[ab](?:[\s.-]*\d){6}", re.IGNORECASE)
_MOT_DE_PASSE = re.compile(
    r"\b(?:mot de passe|mdp|password|code)\b\W*(?:c.est|est|:|=)?\W*(?=[^\s\d]*\d)\S{4,}", re.IGNORECASE
)
_SECRETS = (_LONG, _IBAN, _NIR_CORSE, _MOT_DE_PASSE)
_MAIL = re.compile(r"\S+@\S+|\bhttps?:\S+|\bwww\.\S+", re.IGNORECASE)
_CHIFFRES = re.compile(r"\S*\d\S*")
_NOM_PROPRE = re.compile(r"(?<=[^.?!\s]\s)[A-ZÀ-ÖØ-Þ][\w’'-]*")


def contient_un_secret(texte: str) -> bool:
    """A code, a password, the number of a card, an account or a person: dates and amounts are none."""
    lisible = _DATE.sub(" ", unicodedata.normalize("NFKC", texte))
    return any(motif.search(lisible) for motif in _SECRETS)


def epurer(texte: str, noms: Iterable[str]) -> str | None:
    """What may be kept of a question: no number, no address, no name. None when it is long or says nothing."""
    lisible = unicodedata.normalize("NFKC", texte)
    if len(lisible) > GARDES or contient_un_secret(lisible):
        return None
    for motif in (_MAIL, _CHIFFRES, _NOM_PROPRE):
        lisible = motif.sub(" ", lisible)
    tus = {partie for nom in noms for partie in cle_de_recherche(nom).split()}
    mots = [mot for mot in cle_de_recherche(lisible).split() if mot not in tus]
    return " ".join(mots) if len(mots) > 1 else None
