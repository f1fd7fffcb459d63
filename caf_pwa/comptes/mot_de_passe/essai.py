"""One try at a password, an allocataire's or an adviser's: counted before it is judged, given back when it is right."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy.engine import Engine

from caf_pwa.comptes import freins
from caf_pwa.comptes.agents.modele import Agent
from caf_pwa.comptes.modele import Compte
from caf_pwa.comptes.mot_de_passe import hachage

_T = TypeVar("_T", Compte, Agent)


def juger(
    moteur: Engine, cles: dict[str, str], chercher: Callable[[], _T | None], mot_de_passe: str, maintenant: datetime
) -> _T | None:
    """The one found, when the password is theirs; None in the same time when nobody is, or it is not.

    Raises TropDEssais when the brakes hold; Occupe when too many sign in at once: that is no try, and is not counted.
    """
    with hachage.place():
        with moteur.begin() as connexion:  # its own transaction: a failed try stays counted
            freins.compter_essai(connexion, cles, maintenant)
        trouve = chercher()
        empreinte = trouve.empreinte_mot_de_passe if trouve else None
        juste = hachage.verifier(empreinte, mot_de_passe[: hachage.LONGUEUR_MAXIMALE])
    return trouve if juste and len(mot_de_passe) <= hachage.LONGUEUR_MAXIMALE else None


def reussir(moteur: Engine, cles: dict[str, str], titulaire: Compte | Agent, mot_de_passe: str) -> None:
    """The try is given back; a hash made with the parameters of another year is made again."""
    with moteur.begin() as connexion:
        freins.rendre_essai(connexion, cles)
    if hachage.a_rehacher(titulaire.empreinte_mot_de_passe or ""):
        titulaire.empreinte_mot_de_passe = hachage.hacher(mot_de_passe)
