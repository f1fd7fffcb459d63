"""The rules of law that an answer names, written into it as they are on a day."""

import re
from datetime import date

from caf_pwa.socle.formats import euros, nombre
from caf_pwa.socle.parametres import parametre

# ``{rsa.seul:euros}``, ``{rsa.age}``: a parameter, and how to write it.
REGLE = re.compile(r"\{([a-z_.0-9]+)(?::(euros))?\}")
_INCONNUE = "(à vérifier)"  # no rule of that name held that day


def completer(texte: str, jour: date) -> str:
    """The text with each rule it names, as it was on that day."""
    return REGLE.sub(lambda nommee: _ecrire(nommee[1], nommee[2], jour), texte)


def _ecrire(nom: str, forme: str | None, jour: date) -> str:
    try:
        valeur = parametre(nom, jour)
    except KeyError:
        return _INCONNUE
    return euros(valeur) if forme else nombre(valeur)
