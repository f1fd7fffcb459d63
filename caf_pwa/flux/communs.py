"""What most kinds share: the household they belong to, the person they name, the alert they ring."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Protocol

from caf_pwa.alertes import service as alertes
from caf_pwa.comptes import identifiant as numeros
from caf_pwa.dossier import service as dossier
from caf_pwa.dossier.modele import ObjetDuFoyer, Personne
from caf_pwa.flux.genre import Contexte, DonneesRefusees
from caf_pwa.flux.types import Donnees, Identifiant
from caf_pwa.socle.identifiants import interne

_RECENT = timedelta(days=31)

# The pattern of the identifiant provisoire is a setting of the sign-in page; the feed is not held to it.
# What has the length of a social-security number, or nearly, is one: its form and its key are checked.
_PROVISOIRE = re.compile(r"(?!\d{6}[\dAB]\d{5,9}$)[A-Z0-9]{4,32}", re.ASCII)


class Rattachement(Protocol):
    """Data that name their household, and maybe a person of it."""

    @property
    def foyer(self) -> str: ...

    @property
    def personne(self) -> str | None: ...


class DonneesDuFoyer(Donnees):
    """What belongs to a household, and to one person of it where ``personne`` names one."""

    foyer: Identifiant
    personne: Identifiant | None = None


def lire_numero(texte: str, champ: str) -> str:
    """A number to sign in with, as accounts keep it. Refuses, naming ``champ``, what cannot be one."""
    try:
        return numeros.lire(texte, _PROVISOIRE)
    except numeros.IdentifiantInvalide as erreur:
        raise DonneesRefusees(champ, str(erreur)) from None


def references(donnees: Rattachement) -> list[str]:
    attendues = [f"foyer:{donnees.foyer}"]
    return attendues + ([f"personne:{donnees.personne}"] if donnees.personne else [])


def situer(contexte: Contexte, donnees: Rattachement) -> tuple[str, str | None]:
    """The household's id and the person's. Marks the dossier as changed. Refuses a person of another household."""
    foyer_id = interne("foyer", donnees.foyer)
    personne_id = interne("personne", donnees.personne) if donnees.personne else None
    if personne_id is not None:
        personne = contexte.session.get_one(Personne, personne_id)
        if personne.foyer_id != foyer_id:
            raise DonneesRefusees("donnees.personne", "cette personne n’est pas de ce foyer")
    dossier.marquer_modifie(contexte.session, foyer_id)
    return foyer_id, personne_id


def remplacer(contexte: Contexte, genre: str, objet: ObjetDuFoyer) -> None:
    """Put the object in place of its former version. One that was in another household leaves no trace there."""
    ancien = contexte.session.get(type(objet), objet.id)
    if ancien is not None and ancien.foyer_id != objet.foyer_id:
        dossier.marquer_modifie(contexte.session, ancien.foyer_id)
        alertes.clore(contexte.session, genre, objet.id, contexte.maintenant)
    contexte.session.merge(objet)


def est_recent(contexte: Contexte, jour: date) -> bool:
    """What is older is history, not news; what is to come is not news yet."""
    return timedelta() <= contexte.aujourdhui - jour <= _RECENT


def alerter(
    contexte: Contexte,
    genre: str,
    objet_id: str,
    concernes: tuple[str, str | None],
    valeurs: Mapping[str, str],
) -> None:
    """Publish to whoever may read the object, in the transaction that brings it."""
    alertes.publier(contexte.session, concernes, genre, objet_id, dict(valeurs), contexte.maintenant)


def cloturer(contexte: Contexte, genre: str, objet_id: str) -> None:
    """Nothing is left to do about this object."""
    alertes.clore(contexte.session, genre, objet_id, contexte.maintenant)
