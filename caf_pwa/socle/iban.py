"""A bank account number as people copy it: its country, its keys, its bank. schwifty knows the tables of the banks."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from caf_pwa.socle.erreurs import ErreurMetier

# The countries whose accounts take a transfer in euros (SEPA), each with its first day there. The other French
# territories write FR, the Channel Islands and Man GB. Source: European Payments Council, list of SEPA countries
# (EPC409-09). Certitude: a-verifier.
_ANCIENS = "AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HU IE IS IT LI LT LU LV MC MT NL NO PL PT RO SE SI SK"
SEPA = {
    **dict.fromkeys(_ANCIENS.split(), date(2008, 1, 28)),
    "HR": date(2013, 7, 1),
    "SM": date(2014, 2, 1),
    "AD": date(2019, 3, 1),
    "VA": date(2019, 3, 1),
    "AL": date(2025, 10, 5),
    "MD": date(2025, 10, 5),
    "ME": date(2025, 10, 5),
    "MK": date(2025, 10, 5),
    "RS": date(2026, 5, 1),
}

_FORME = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]+", re.ASCII)
_SEPARATEURS = re.compile(r"[\s.\-_\u00ad\u200b-\u200d\u2060\ufeff]+")
_AVEC_CLE_RIB = ("FR", "MC")
_RIB = 23  # the old French number: as many characters, without the country


class IbanRefuse(ErreurMetier):
    """No transfer can go to what was typed; the message says why and what to do."""


@dataclass(frozen=True)
class Compte:
    """``banque`` and ``bic`` are None where the tables do not know that bank."""

    iban: str
    banque: str | None
    bic: str | None


def lire_iban(saisie: str, jour: date) -> Compte:
    """The account that was typed, with spaces or not. Raises IbanRefuse with a French sentence."""
    compact = _compacter(saisie)
    _controler_la_forme(compact, jour)
    try:
        iban = IBAN(compact, validate_bban=compact[:2] in _AVEC_CLE_RIB)
    except SchwiftyException:
        raise IbanRefuse("Ce numéro contient une erreur. Recopiez-le depuis votre RIB, chiffre par chiffre.") from None
    if not str(iban.bank_code).strip("0"):
        raise IbanRefuse("Cette banque n’existe pas. Recopiez le numéro depuis votre RIB.")
    return Compte(str(iban), iban.bank_name or None, str(iban.bic) if iban.bic else None)


def _controler_la_forme(compact: str, jour: date) -> None:
    if len(compact) == _RIB and compact[:5].isdigit():
        raise IbanRefuse("C’est un ancien numéro de RIB. Écrivez l’IBAN : il commence par FR, sur le même document.")
    if not _FORME.fullmatch(compact):
        raise IbanRefuse("Un IBAN commence par deux lettres, puis deux chiffres. Recopiez-le depuis votre RIB.")
    if compact[:2] not in SEPA or jour < SEPA[compact[:2]]:
        raise IbanRefuse("Ce pays ne reçoit pas nos virements. Donnez un compte de la zone SEPA.")


def _compacter(saisie: str) -> str:
    compact = _SEPARATEURS.sub("", unicodedata.normalize("NFKC", saisie)).upper()
    return compact.removeprefix("IBAN").removeprefix(":")
