"""An account: who may sign in, and with what."""

from typing import Annotated

from pydantic import Field
from sqlalchemy.orm import Session

from caf_pwa.comptes import ouverture
from caf_pwa.comptes.modele import Compte
from caf_pwa.flux.communs import lire_numero
from caf_pwa.flux.genre import Contexte, DonneesRefusees, Genre
from caf_pwa.flux.types import Donnees, Identifiant
from caf_pwa.socle.identifiants import interne

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
    """A new version may change the number (a provisional one becomes definitive); all that hangs on the account
    stays, and the former number opens nothing any more. A password once set stays.
    """
    session = contexte.session
    compte_id, personne_id = interne("compte", identifiant), interne("personne", donnees.personne)
    numero = lire_numero(donnees.identifiant, "donnees.identifiant")
    compte = _connu(session, compte_id, personne_id)
    if ouverture.numero_pris(session, numero, sauf=compte.id if compte else ""):
        raise DonneesRefusees("donnees.identifiant", "un autre compte porte déjà ce numéro")
    de_la_personne = ouverture.compte_de(session, personne_id)
    if de_la_personne is not None and de_la_personne is not compte:
        raise DonneesRefusees("donnees.personne", "cette personne a déjà un compte")
    if compte is None:
        compte = ouverture.nouveau(session, compte_id, personne_id, numero)
    compte.personne_id = personne_id
    compte.identifiant = numero
    _garder_le_mot_de_passe(contexte, compte, donnees)
    compte.version += 1


def completer(contexte: Contexte, identifiant: str, donnees: DonneesCompte) -> None:
    personne_id = interne("personne", donnees.personne)
    compte = _connu(contexte.session, interne("compte", identifiant), personne_id)
    if compte is not None:
        _garder_le_mot_de_passe(contexte, compte, donnees)


def _connu(session: Session, compte_id: str, personne_id: str) -> Compte | None:
    """The account of this record: its own, or the one that the person opened by themselves before it came."""
    return session.get(Compte, compte_id) or session.get(Compte, ouverture.identifiant_choisi(personne_id))


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
