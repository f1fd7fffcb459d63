"""What an accepted answer does to the dossier, as plain values. ``changements.appliquer`` brings them about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from caf_pwa.dossier.modele import ADRESSE, Role
from caf_pwa.socle.dates import DatePartielle

Valeur = str | date | Mapping[str, str] | None

ChampDuFoyer = Literal["situation", "situation_depuis", "adresse", "compte_bancaire", "titulaire_du_compte"]
ChampDeLaPersonne = Literal["activite", "activite_depuis", "employeur", "courriel", "telephone", "nom_usage"]

# Field → what people call it.
RUBRIQUES: dict[str, str] = {
    "situation": "Situation familiale",
    "situation_depuis": "Situation familiale depuis",
    "adresse": "Adresse",
    "compte_bancaire": "Compte bancaire",
    "titulaire_du_compte": "Titulaire du compte",
    "activite": "Situation professionnelle",
    "activite_depuis": "Situation professionnelle depuis",
    "employeur": "Employeur",
    "courriel": "Adresse mail",
    "telephone": "Téléphone",
    "nom_usage": "Nom d’usage",
}
# What a person alone reads of themselves: whoever manages the dossier does not.
A_LA_PERSONNE = frozenset(
    RUBRIQUES[champ] for champ in ("activite", "activite_depuis", "employeur", "courriel", "telephone")
)
_DATES = ("situation_depuis", "activite_depuis")


@dataclass(frozen=True)
class ChangerFoyer:
    """``valeur``: a date for ``situation_depuis``, the parts by name for ``adresse``, an IBAN for the account."""

    champ: ChampDuFoyer
    valeur: Valeur

    def __post_init__(self) -> None:
        _controler(self.champ, ChampDuFoyer, self.valeur)


@dataclass(frozen=True)
class ChangerPersonne:
    """``valeur``: a date for ``activite_depuis``."""

    personne_id: str
    champ: ChampDeLaPersonne
    valeur: Valeur

    def __post_init__(self) -> None:
        _controler(self.champ, ChampDeLaPersonne, self.valeur)


@dataclass(frozen=True)
class AjouterPersonne:
    """``naissance`` is the text of a DatePartielle: its unknown parts are zeros."""

    role: Role
    prenoms: str
    nom_naissance: str
    naissance: str
    sexe: str | None = None
    lieu_naissance: str | None = None

    def __post_init__(self) -> None:
        DatePartielle.lire(self.naissance)
        if self.role is Role.RESPONSABLE:
            raise ValueError("one dossier has one responsible person")


@dataclass(frozen=True)
class SortirPersonne:
    personne_id: str


@dataclass(frozen=True)
class DeclarerRessource:
    """A figure declared by the person, of a year or of a month of it; it replaces the one declared before."""

    personne_id: str
    annee: int
    mois: int | None
    libelle: str
    montant: Decimal


@dataclass(frozen=True)
class NoterFait:
    """What a person declared and no register of ours has a place for: shown in « Mon profil » until said otherwise."""

    personne_id: str
    libelle: str
    valeur: str


Effet = ChangerFoyer | ChangerPersonne | AjouterPersonne | SortirPersonne | DeclarerRessource | NoterFait


def _controler(champ: str, permis: object, valeur: Valeur) -> None:
    """A wrong field or kind of value is an error of the program, told before anything changes."""
    if champ not in getattr(permis, "__args__", ()):
        raise ValueError(f"no effect changes {champ}")
    genre: type | tuple[type, ...] = date if champ in _DATES else Mapping if champ == "adresse" else str
    if valeur is not None and not isinstance(valeur, genre):
        raise ValueError(f"{champ} cannot be {type(valeur).__name__}")
    if isinstance(valeur, Mapping) and set(valeur) - set(ADRESSE):
        raise ValueError("an address has the parts of ADRESSE")
