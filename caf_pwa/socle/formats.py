"""Amounts, dates and masks as French writes them; Babel underneath. FILTRES are the template filters."""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from caf_pwa.socle.dates import DatePartielle
from caf_pwa.socle.horloge import PARIS

_TAILLE = 8_192


@lru_cache(_TAILLE)
def euros(montant: Decimal) -> str:
    """``1 234,56 €``: narrow no-break space in thousands, no-break space before the sign."""
    return format_currency(montant, "EUR", locale="fr").replace("-", "−")


def euros_signes(ecart: Decimal) -> str:
    """``+12,50 €``, ``−38,90 €``, ``0,00 €``: a difference."""
    return f"+{euros(ecart)}" if ecart > 0 else euros(ecart)


@lru_cache(_TAILLE)
def euros_ronds(montant: Decimal) -> str:
    """``1 500 €``: the marks of a chart."""
    return format_currency(montant, "EUR", "#,##0\u00a0¤", locale="fr", currency_digits=False)


@lru_cache(_TAILLE)
def nombre(valeur: int | Decimal) -> str:
    """``1 234``."""
    return format_decimal(valeur, locale="fr").replace("-", "−")


@lru_cache(_TAILLE)
def jour(valeur: date) -> str:
    """``5 décembre 2026``, ``1er décembre 2026``; of a moment, its day in Paris."""
    if isinstance(valeur, datetime):
        valeur = valeur.astimezone(PARIS)
    return _premier(valeur, format_date(valeur, "d MMMM y", locale="fr"))


@lru_cache(_TAILLE)
def jour_court(valeur: date) -> str:
    """``5 décembre``: where the year is written beside."""
    return _premier(valeur, format_date(valeur, "d MMMM", locale="fr"))


@lru_cache(_TAILLE)
def jour_semaine(valeur: date) -> str:
    """``vendredi 4 décembre 2026``."""
    return f"{format_date(valeur, 'EEEE', locale='fr')} {jour(valeur)}"


@lru_cache(_TAILLE)
def mois(valeur: date) -> str:
    """``octobre 2026``."""
    return format_date(valeur, "MMMM y", locale="fr")


@lru_cache(_TAILLE)
def mois_abrege(valeur: date) -> str:
    """``oct.``: the feet of a chart."""
    return format_date(valeur, "MMM", locale="fr")


def moment(valeur: datetime) -> str:
    """``23 novembre à 14 h 05``, in Paris. The service worker writes the same form from the same moment."""
    valeur = valeur.astimezone(PARIS)
    return f"{jour_court(valeur.date())} à {valeur.hour} h {valeur.minute:02}"


def heure(valeur: datetime) -> str:
    """``14 h 05``, in Paris."""
    valeur = valeur.astimezone(PARIS)
    return f"{valeur.hour} h {valeur.minute:02}"


def date_partielle(texte: str) -> str:
    """A civil date with its unknown parts said: ``2020 (jour et mois inconnus)``."""
    valeur = DatePartielle.lire(texte)
    exacte = valeur.exacte()
    if exacte:
        return jour(exacte)
    annee = f"{valeur.annee:04}" if valeur.annee else ""
    nom_du_mois = format_date(date(2000, valeur.mois, 1), "MMMM", locale="fr") if valeur.mois else ""
    connu = " ".join(filter(None, [str(valeur.jour) if valeur.jour else "", nom_du_mois, annee]))
    manque = [nom for nom, part in (("jour", valeur.jour), ("mois", valeur.mois), ("année", valeur.annee)) if not part]
    if len(manque) == 3:
        return "date inconnue"
    if manque == ["année"]:
        return f"{connu} (année inconnue)"
    accord = "inconnu" if len(manque) == 1 else "inconnus"
    return f"{connu} ({' et '.join(manque)} {accord})"


def dans(valeur: date, aujourdhui: date) -> str:
    """A countdown in words: ``aujourd’hui``, ``demain``, ``dans 12 jours``, ``depuis 3 jours``."""
    ecart = (valeur - aujourdhui).days
    proches = {0: "aujourd’hui", 1: "demain", -1: "depuis hier"}
    if ecart in proches:
        return proches[ecart]
    return f"dans {ecart} jours" if ecart > 0 else f"depuis {-ecart} jours"


def cesures(texte: str, longueur: int) -> str:
    """A word longer than that is cut: a sheet of paper cannot be scrolled."""
    return re.sub(rf"(\S{{{longueur}}})(?=\S)", r"\1 ", texte)


def masquer_identifiant(identifiant: str) -> str:
    """A social-security number keeps its first three digits and its last two: ``2 91 •• … ••11``."""
    if len(identifiant) != 13:
        return f"{identifiant[:3]}••••{identifiant[-2:]}"
    return f"{identifiant[0]} {identifiant[1:3]} •• •• ••• •{identifiant[-2:]}"


def masquer_iban(iban: str) -> str:
    """``FR76 •••• 1234``: the country and its key, then the last four characters."""
    compact = "".join(iban.split()).upper()
    return f"{compact[:4]} •••• {compact[-4:]}"


def _premier(valeur: date, texte: str) -> str:
    return texte.replace("1 ", "1er ", 1) if valeur.day == 1 else texte


FILTRES = (
    euros,
    euros_signes,
    euros_ronds,
    nombre,
    jour,
    jour_court,
    jour_semaine,
    mois,
    mois_abrege,
    moment,
    heure,
    date_partielle,
    dans,
    cesures,
)
