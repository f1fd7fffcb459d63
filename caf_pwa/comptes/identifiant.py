"""The number a person signs in with: social-security number, or "identifiant provisoire".

Form of the number: domain fact file 3.1; key by python-stdnum, which knows Corsica. First digits 7 and 8 are
legal (temporary numbers): refusing them locked out about 68,000 people in October 2021.
"""

import re
import unicodedata

from stdnum.fr import nir

from caf_pwa.socle.erreurs import ErreurMetier

# Sex 1-2, being registered 3-4, temporary 7-8. Months 20 to 42 and 50 to 99 stand for an unknown month.
_NUMERO = re.compile(r"[123478]\d{2}(0[1-9]|1[0-2]|[23]\d|4[0-2]|[5-9]\d)(\d{2}|2[AB])\d{6}", re.ASCII)
_SEPARATEURS = re.compile(r"[\s.\-_\u00ad\u200b-\u200d\u2060\ufeff]+")


class IdentifiantInvalide(ErreurMetier):
    """What was typed cannot be a number; the message says what is wrong and what to do."""


def lire(saisie: str, motif_provisoire: re.Pattern[str]) -> str:
    """The number as accounts keep it: 13 characters, or the identifiant provisoire.

    Takes spaces, dots, small letters, other scripts' digits, and the 15 characters of the carte Vitale
    (their key is then checked). Raises IdentifiantInvalide with a French sentence.
    """
    compact = _compacter(saisie)
    if not compact:
        raise IdentifiantInvalide("Saisissez votre numéro de sécurité sociale ou votre identifiant provisoire.")
    if motif_provisoire.fullmatch(compact):
        return compact
    if not compact[0].isdigit():
        raise IdentifiantInvalide(
            "Cet identifiant n’a pas la forme attendue. Recopiez-le tel qu’il figure sur votre courrier."
        )
    if not re.fullmatch(r"\d{6}(\d|(?<=2)[AB])\d*|\d{0,6}", compact, re.ASCII):
        raise IdentifiantInvalide(
            "Le numéro ne contient que des chiffres, sauf 2A ou 2B pour une naissance en Corse. Vérifiez votre saisie."
        )
    if len(compact) not in (13, 15):
        raise IdentifiantInvalide(
            f"Le numéro compte 13 chiffres. Vous en avez saisi {len(compact)}. Vérifiez votre saisie."
        )
    if not _NUMERO.fullmatch(compact[:13]):
        raise IdentifiantInvalide("Ce numéro n’existe pas sous cette forme. Recopiez-le depuis votre carte Vitale.")
    if len(compact) == 15 and not nir.is_valid(compact):
        raise IdentifiantInvalide(
            "Les deux derniers chiffres ne correspondent pas aux 13 premiers. Saisissez seulement les 13 premiers."
        )
    return compact[:13]


def _compacter(saisie: str) -> str:
    lettres = _SEPARATEURS.sub("", unicodedata.normalize("NFKC", saisie)).upper()
    return "".join(str(unicodedata.decimal(c, -1)) if c.isdecimal() else c for c in lettres)
