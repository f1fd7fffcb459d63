"""What a paper is asked for: a period, a month, an object. Read from an address, or a sentence that says why not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode

from caf_pwa.allocations.service import debut_de_l_historique
from caf_pwa.socle.horloge import mois_avant

Demande = Mapping[str, str]


class DemandeInvalide(ValueError):
    """What is asked for makes no sense; the message says why, in French."""


@dataclass(frozen=True)
class Choix:
    """How a kind of paper is asked for. ``aspect`` names what the page offers to choose: "periode", "mois" or ""."""

    aspect: str
    lire: Callable[[Demande, date], dict[str, str]]


@dataclass(frozen=True)
class Periode:
    """Whole months, both included: their first days."""

    du: date
    au: date

    @property
    def fin(self) -> date:
        """The first day after the period."""
        return mois_avant(self.au, -1)


def cle(demande: Demande) -> str:
    """Its one form as text: kept with the paper, and what its address says."""
    return urlencode(sorted(demande.items()))


def depuis_cle(texte: str) -> dict[str, str]:
    return dict(parse_qsl(texte))


def periode_de(demande: Demande) -> Periode:
    """The period of a demande that has been read."""
    return Periode(_mois(demande["du"]), _mois(demande["au"]))


def mois_de(demande: Demande) -> date | None:
    """The month of a demande that has been read; None: the last one known."""
    return _mois(demande["mois"]) if "mois" in demande else None


def mois_proposes(aujourdhui: date) -> list[date]:
    """The months that a paper may cover, newest first."""
    return [mois_avant(aujourdhui, rang) for rang in range(25)]


def en_texte(mois: date) -> str:
    """``2026-10``."""
    return f"{mois:%Y-%m}"


def _lire_periode(demandee: Demande, aujourdhui: date) -> dict[str, str]:
    """``mois``, or ``du`` and ``au``; the last three months by default."""
    du, au = (demandee.get(nom) or demandee.get("mois") for nom in ("du", "au"))
    plus_ancien = debut_de_l_historique(aujourdhui)
    fin = _mois(au) if au else mois_avant(aujourdhui, 0)
    debut = _mois(du) if du else min(fin, max(mois_avant(fin, 2), plus_ancien))
    if debut > fin:
        raise DemandeInvalide("Le premier mois vient après le dernier. Choisissez-les dans l’ordre.")
    if debut < plus_ancien or fin > aujourdhui:
        raise DemandeInvalide("Choisissez une période dans les 24 derniers mois.")
    return {"du": en_texte(debut), "au": en_texte(fin)}


def _lire_mois(demandee: Demande, aujourdhui: date) -> dict[str, str]:
    """``mois``; the last one known by default."""
    if not demandee.get("mois"):
        return {}
    mois = _mois(demandee["mois"])
    if not debut_de_l_historique(aujourdhui) <= mois <= aujourdhui:
        raise DemandeInvalide("Choisissez un mois dans les 24 derniers mois.")
    return {"mois": en_texte(mois)}


def sur_un_objet(nom: str) -> Choix:
    """Asked for from the page of that object, by its id."""
    return Choix("", lambda demandee, _: {nom: demandee.get(nom, "")[:32]})


SUR_UNE_PERIODE = Choix("periode", _lire_periode)
SUR_UN_MOIS = Choix("mois", _lire_mois)


def _mois(texte: str) -> date:
    try:
        if len(texte) != 7 or not texte.isascii():
            raise ValueError
        return date.fromisoformat(f"{texte}-01")
    except ValueError:
        raise DemandeInvalide("Ce mois n’existe pas. Choisissez un mois dans la liste.") from None
