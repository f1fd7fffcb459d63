"""An account: who may sign in, and with what."""

import re
import secrets
from typing import Annotated

from pydantic import Field
from sqlalchemy import select

from caf_pwa.comptes import identifiant as numeros
from caf_pwa.comptes.modele import Compte
from caf_pwa.flux.genre import Contexte, DonneesRefusees, Genre
from caf_pwa.flux.types import Donnees, Identifiant
from caf_pwa.socle.identifiants import interne

# The pattern of the identifiant provisoire is a setting of the sign-in page; the feed is not held to it.
# What has the length of a social-security number, or nearly, is one: its form and its key are checked.
_PROVISOIRE = re.compile(r"(?!\d{6}[\dAB]\d{5,9}$)[A-Z0-9]{4,32}", re.ASCII)
# Whole and within reason: a hash that cannot be checked, or only in gigabytes, would break its owner's sign-in.
_ARGON2ID = r"^\$argon2id\$v=19\$m=[0-9]{4,6},t=[0-9]{1,2},p=[0-9]{1,2}\$[A-Za-z0-9+/]{11,64}\$[A-Za-z0-9+/]{16,128}$"


class DonneesCompte(Donnees):
    """``empreinte_mot_de_passe``: an argon2id hash in PHC form. A password never travels in the feed."""

    personne: Identifiant
    identifiant: Annotated[
        str,
        Field(
            max_length=40,
            description="Numéro de sécurité sociale (13 ou 15 caractères) ou identifiant provisoire.",
        ),
    ]
    empreinte_mot_de_passe: Annotated[str, Field(pattern=_ARGON2ID)] | None = None


def appliquer(contexte: Contexte, identifiant: str, donnees: DonneesCompte) -> None:
    """A new version may change the number (a provisional one becomes definitive); a password once set stays."""
    session = contexte.session
    compte_id, personne_id = interne("compte", identifiant), interne("personne", donnees.personne)
    try:
        numero = numeros.lire(donnees.identifiant, _PROVISOIRE)
    except numeros.IdentifiantInvalide as erreur:
        raise DonneesRefusees("donnees.identifiant", str(erreur)) from None
    if session.scalar(select(Compte.id).where(Compte.identifiant == numero, Compte.id != compte_id)):
        raise DonneesRefusees("donnees.identifiant", "un autre compte porte déjà ce numéro")
    if session.scalar(select(Compte.id).where(Compte.personne_id == personne_id, Compte.id != compte_id)):
        raise DonneesRefusees("donnees.personne", "cette personne a déjà un compte")
    compte = session.get(Compte, compte_id)
    if compte is None:
        compte = Compte(id=compte_id, personne_id=personne_id, version=0, cle_hors_connexion=secrets.token_bytes(32))
        session.add(compte)
    compte.personne_id = personne_id
    compte.identifiant = numero
    _garder_le_mot_de_passe(contexte, compte, donnees)
    compte.version += 1


def completer(contexte: Contexte, identifiant: str, donnees: DonneesCompte) -> None:
    compte = contexte.session.get(Compte, interne("compte", identifiant))
    if compte is not None:
        _garder_le_mot_de_passe(contexte, compte, donnees)


def _garder_le_mot_de_passe(contexte: Contexte, compte: Compte, donnees: DonneesCompte) -> None:
    """The password of the oldest version that has one stays, in whatever order they arrive."""
    ancien = compte.empreinte_mot_de_passe is not None and compte.version_mot_de_passe <= contexte.version
    if donnees.empreinte_mot_de_passe and not ancien:
        compte.empreinte_mot_de_passe = donnees.empreinte_mot_de_passe
        compte.version_mot_de_passe = contexte.version


GENRE = Genre(
    "compte",
    DonneesCompte,
    references=lambda donnees: [f"personne:{donnees.personne}"],
    appliquer=appliquer,
    completer=completer,
)
