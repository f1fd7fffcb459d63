"""Where somebody is in « Créer Mon Compte »: kept on the server, found again by the cookie of their browser."""

from datetime import datetime, timedelta

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from caf_pwa.comptes import attentes, preuve
from caf_pwa.comptes.codes import Codes
from caf_pwa.comptes.modele import Attente

GENRE, COOKIE = "inscription", "caf-inscription"
DUREE = timedelta(minutes=30)


EnCours = Attente  # how the views call it


def commencer(session: Session, personne_id: str, numero: str, maintenant: datetime) -> str:
    """The token of this browser, once the person is recognised by what is on their letters."""
    donnees = {"personne_id": personne_id, "preuve": "courrier", "numero": numero}
    jeton, _ = attentes.ouvrir(session, GENRE, donnees, maintenant, DUREE)
    return jeton


def noter(attente: Attente, **valeurs: object) -> None:
    """A column changes when it is given another value, not when that is changed inside."""
    attente.donnees = {**attente.donnees, **valeurs}


def etape(attente: Attente) -> str:
    """The page it has come to."""
    if "numero" not in attente.donnees:
        return "identite"  # FranceConnect has said who it is: the number alone is asked
    if attente.donnees.get("confirme"):
        return "mot_de_passe"
    return "code" if attente.envois else "contact"


def envoyer_le_code(session: Session, codes: Codes, attente: Attente, maintenant: datetime) -> None:
    """A code, which ends the one before. Raises CodeRefuse."""
    preuve.envoyer(
        session, codes, attente, attente.donnees["courriel"], maintenant, "Sans ce code, aucun compte n’est créé."
    )


def confirmer(moteur: Engine, codes: Codes, attente: Attente, code: str, maintenant: datetime) -> None:
    """The address is theirs. Each try counts, in a transaction of its own. Raises CodeRefuse, TropDEssais."""
    preuve.juger(moteur, codes, attente, f"inscription:{attente.donnees['personne_id']}", code, maintenant)
    noter(attente, confirme=True)
