"""Whether a number may be a person's: as the register knows it, else as it says their sex and birth."""

import hmac

from caf_pwa.dossier.modele import Personne
from caf_pwa.socle.dates import DatePartielle

_SEXES = {"1": "M", "2": "F"}  # first digits 3, 4, 7 and 8 are temporary and say nothing sure


def empreinte(cle: bytes, numero: str) -> str:
    """The keyed hash that a person's row keeps of their number: without the key nobody finds the number again."""
    return hmac.digest(cle, numero.encode(), "sha256").hex()


def peut_etre_celui_de(cle: bytes, numero: str, personne: Personne) -> bool:
    """Whether this number may be that person's.

    The register's own word decides where there is one. An identifiant provisoire that it does not know is nobody's.
    """
    if personne.empreinte_numero is not None:
        return hmac.compare_digest(empreinte(cle, numero), personne.empreinte_numero)
    return numero[0].isdigit() and _dit_la_meme_chose(numero, personne.sexe, DatePartielle.lire(personne.naissance))


def _dit_la_meme_chose(numero: str, sexe: str | None, naissance: DatePartielle) -> bool:
    if numero[0] not in _SEXES:
        return True
    annee, mois = int(numero[1:3]), int(numero[3:5])
    return (
        sexe in (None, _SEXES[numero[0]])
        and (not naissance.annee or naissance.annee % 100 == annee)
        and (not naissance.mois or naissance.mois == mois or mois > 12)  # above 12: a month that nobody knew
    )
