"""Where somebody is in « Créer Mon Compte »: kept on the server, found again by the cookie of their browser."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from caf_pwa.comptes import attentes
from caf_pwa.comptes.codes import Codes, encore_valable, envois_permis, essais_permis
from caf_pwa.comptes.modele import Attente
from caf_pwa.socle.erreurs import ErreurMetier
from caf_pwa.socle.expedition import expedier

GENRE, COOKIE = "inscription", "caf-inscription"
DUREE = timedelta(minutes=30)


EnCours = Attente  # how the views call it


class CodeRefuse(ErreurMetier):
    """The code is not right, or no longer: the sentence says which, and what to do."""


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
    return "code" if attente.donnees.get("code") else "contact"


def envoyer_le_code(session: Session, codes: Codes, attente: Attente, maintenant: datetime) -> None:
    """A code, which ends the one before. Raises CodeRefuse after too many."""
    if attente.envois >= envois_permis(maintenant):
        raise CodeRefuse("Trop de codes ont été envoyés. Attendez une heure et recommencez, ou appelez le 3230.")
    attente.envois, attente.essais, attente.envoye_le = attente.envois + 1, 0, maintenant
    code, empreinte = codes.nouveau(_pour(attente))
    noter(attente, code=empreinte)
    texte = (
        f"Bonjour,\n\nVotre code Caf : {code}. Saisissez-le sur la page « Créer Mon Compte ». Il sert pendant 15 "
        "minutes. Ne le donnez à personne : nous ne vous le demanderons jamais.\n\nVous n’avez rien demandé ? Ne "
        "faites rien : sans ce code, aucun compte n’est créé.\n\nVotre Caf"
    )
    expedier(session, partial(codes.envoyer, "courriel", attente.donnees["courriel"], "Votre code Caf", texte))


def confirmer(session: Session, codes: Codes, attente: Attente, code: str, maintenant: datetime) -> bool:
    """Whether this is the code. Each try counts: the caller keeps the transaction. Raises CodeRefuse."""
    envoye_le = attente.envoye_le
    if envoye_le is None or not encore_valable(envoye_le, maintenant):
        raise CodeRefuse("Ce code n’est plus valable : il sert 15 minutes. Demandez-en un nouveau.")
    if not attentes.compter(session, attente, essais_permis(maintenant)):
        raise CodeRefuse("Trop d’essais : ce code n’est plus valable. Demandez-en un nouveau.")
    session.refresh(attente)
    if not codes.juste(_pour(attente), code, attente.donnees["code"]):
        return False
    noter(attente, confirme=True)
    return True


def _pour(attente: Attente) -> str:
    return f"{attente.id}:{attente.envois}"
