"""Whether a new password is hard enough to guess. Pure: no request, no database. The only importer of zxcvbn.

Length and no rule on kinds of characters: NIST SP 800-63B-4 and CNIL 2022-100. Refused: what guessers try first,
which zxcvbn estimates; what is in a known leak; what is made of the person's own data.
"""

import gzip
import hashlib
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from zxcvbn import matching, zxcvbn

from caf_pwa.comptes.mot_de_passe.hachage import LONGUEUR_MAXIMALE
from caf_pwa.socle.erreurs import ErreurMetier

LONGUEUR_MINIMALE = 12

# To verify: a guesser who holds the hashes tries about 20 a second on each core, so this holds one for a year and more.
_ESSAIS_MINIMAUX = 10**9
_RESTE_MINIMAL = 8  # characters beyond the person's own data

# Lists of others (MIT): see outils/mots_de_passe.py. Leaks are kept as the first bytes of their SHA-256.
LISTES = Path(__file__).with_name("listes")
_OCTETS = 5
_ANALYSES = 72  # characters that the estimate reads: beyond, its time grows and its answer no more

_DU_SERVICE = ("caf", "moncompte", "allocations", "familiales", "allocataire", "motdepasse", "mdp", "password", "passe")

# Both rows of a French keyboard, told as those of the keyboard that the estimate knows.
_CLAVIER = str.maketrans("azqwm&é\"'(-è_çà", "qwazm1234567890")


class MotDePasseFaible(ErreurMetier):
    """This password would be guessed; the sentence says why, and what to do."""


def exiger_solide(mot_de_passe: str, personnels: Iterable[str]) -> None:
    """``personnels``: names, birth dates, numbers of the person. Raises MotDePasseFaible."""
    if len(mot_de_passe) > LONGUEUR_MAXIMALE:
        raise MotDePasseFaible(f"Ce mot de passe est trop long : {LONGUEUR_MAXIMALE} caractères au plus.")
    plie = plier(mot_de_passe)
    if min(len(plie), len(unicodedata.normalize("NFC", mot_de_passe))) < LONGUEUR_MINIMALE:
        raise MotDePasseFaible(
            f"Ce mot de passe est trop court. Il faut au moins {LONGUEUR_MINIMALE} caractères : quatre mots sans "
            "rapport entre eux font un bon mot de passe."
        )
    if _en_fuite(plie) or _en_fuite(mot_de_passe):
        raise MotDePasseFaible(
            "Ce mot de passe est connu des pirates : il a déjà été volé ailleurs. Choisissez-en un autre."
        )
    reste, ote = _sans(plie, _morceaux(personnels))
    if ote and len(reste) < _RESTE_MINIMAL:
        raise MotDePasseFaible(
            "Ce mot de passe est fait de vos nom, numéro ou date de naissance, ou de mots comme « caf ». "
            "Choisissez des mots que personne ne relie à vous."
        )
    if _essais(plie) < _ESSAIS_MINIMAUX or (ote and _essais(reste) < _ESSAIS_MINIMAUX // 1000):
        raise MotDePasseFaible(
            "Ce mot de passe se devine facilement : mot courant, suite de touches, année ou répétition. "
            "Prenez quatre mots sans rapport entre eux."
        )


def plier(texte: str) -> str:
    """The same, however it is capitalised and whichever keyboard typed its accents."""
    return unicodedata.normalize("NFC", texte).casefold().strip()


def empreinte(mot_de_passe: str) -> bytes:
    """The few bytes that a leaked password is kept as."""
    return hashlib.sha256(plier(mot_de_passe).encode("utf-8", "replace")).digest()[:_OCTETS]


def _en_fuite(mot_de_passe: str) -> bool:
    liste, cherchee = _fuites(), empreinte(mot_de_passe)
    rang = bisect_left(range(0, len(liste), _OCTETS), cherchee, key=lambda debut: liste[debut : debut + _OCTETS])
    return liste[rang * _OCTETS : (rang + 1) * _OCTETS] == cherchee


def _essais(texte: str) -> float:
    """How many tries a guesser needs, whichever keyboard its keys were followed on."""
    _apprendre_le_francais()
    lettres = _sans_accent(texte)[:_ANALYSES]
    return min(float(zxcvbn(essai)["guesses"]) for essai in {lettres, texte[:_ANALYSES].translate(_CLAVIER)} if essai)


def _morceaux(personnels: Iterable[str]) -> list[str]:
    """The words and figures to take out, longest first: whole and in parts, a date in each of its usual orders."""
    trouves = set(_DU_SERVICE)
    for texte in personnels:
        mots = re.findall(r"[^\W_]+", _sans_accent(plier(texte)))
        trouves |= {mot for mot in [*mots, "".join(mots)] if len(mot) > 2}
        if re.fullmatch(r"\d{4}-\d\d-\d\d", texte):
            annee, mois, jour = texte.split("-")
            trouves |= {jour + mois + annee, jour + mois + annee[2:], annee[2:] + mois + jour, jour + mois, mois + jour}
        elif len(compact := "".join(mots)) >= 13 and compact[:5].isdigit():  # a number: sex, year, month, department…
            trouves |= {compact[:7], compact[:5], compact[1:5], compact[5:], compact[-6:]}
    return sorted(trouves, key=len, reverse=True)


def _sans(texte: str, morceaux: Iterable[str]) -> tuple[str, bool]:
    """The letters and digits left once those pieces are out, and whether any was there."""
    avant = reste = "".join(signe for signe in _sans_accent(texte) if signe.isalnum() or ord(signe) > 0x2000)
    for morceau in morceaux:
        reste = reste.replace(morceau, "")
    return reste, reste != avant


def _sans_accent(texte: str) -> str:
    return "".join(signe for signe in unicodedata.normalize("NFKD", texte) if not unicodedata.combining(signe))


@cache
def _fuites() -> bytes:
    return (LISTES / "fuites.bin").read_bytes()


@cache
def _apprendre_le_francais() -> None:
    mots = gzip.decompress((LISTES / "mots.txt.gz").read_bytes()).decode().splitlines()
    matching.add_frequency_lists({"francais": [_sans_accent(mot) for mot in mots]})
