"""A code by mail for what a browser has begun: sent, sent again, judged. No request here.

Where there is nobody to send it to, all is done but the sending: a stranger sees no difference.
"""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from caf_pwa.comptes import attentes, freins
from caf_pwa.comptes.codes import Codes, encore_valable, envois_permis, essais_permis
from caf_pwa.comptes.modele import Attente
from caf_pwa.socle.erreurs import ErreurMetier
from caf_pwa.socle.expedition import expedier
from caf_pwa.socle.parametres import parametre

OBJET = "Votre code Caf"
UN_INTRUS = "Quelqu’un essaie d’entrer : changez votre mot de passe."
FAUX = "Ce code n’est pas le bon. Vérifiez les 6 chiffres du dernier mail reçu."


class CodeRefuse(ErreurMetier):
    """The code is not right, or no longer, or no other can be sent now: the sentence says what to do."""


def cles(secret: str, quoi: str, identifiant: str) -> dict[str, str]:
    """The brake on codes of one account: ``quoi`` is what is counted, "code" tried or "envoi" sent."""
    return {"compte": freins.cles_de(secret, f"{quoi}:{identifiant}", "")["compte"]}


def compter_envoi(moteur: Engine, secret: str, identifiant: str, maintenant: datetime) -> None:
    """In a transaction of its own, before any other write. Raises TropDEssais: nobody's mailbox is flooded."""
    with moteur.begin() as connexion:
        freins.compter_essai(connexion, cles(secret, "envoi", identifiant), maintenant)


def envoyer(
    session: Session, codes: Codes, attente: Attente, adresse: str | None, maintenant: datetime, sinon: str = UN_INTRUS
) -> None:
    """A code, which ends the one before. ``adresse`` None: nothing leaves. Raises CodeRefuse.

    ``sinon``: what whoever has asked for nothing reads.
    """
    if attente.envois >= envois_permis(maintenant):
        raise CodeRefuse("Trop de codes ont été envoyés. Recommencez dans une heure, ou appelez votre Caf au 3230.")
    possible = renvoi_possible(attente, maintenant)
    if possible is not None and possible > maintenant:
        raise CodeRefuse("Un code vient de partir. Attendez un peu avant d’en demander un autre.")
    attente.envois, attente.essais, attente.envoye_le = attente.envois + 1, 0, maintenant
    attente.expire_le = max(attente.expire_le, maintenant + duree(maintenant))
    code, empreinte = codes.nouveau(_pour(attente))
    attente.donnees = {**attente.donnees, "empreinte": empreinte}
    texte = (
        f"Votre code Caf : {code}. Saisissez-le dans l’application. Il sert une fois, pendant "
        f"{int(duree(maintenant).total_seconds()) // 60} minutes.\n\nNe le donnez à personne, même à quelqu’un qui "
        f"dit être de la Caf. Vous n’avez rien demandé ? {sinon}\n\nVotre Caf"
    )
    if adresse:
        expedier(session, partial(codes.envoyer, "courriel", adresse, OBJET, texte))


def renvoi_possible(attente: Attente, maintenant: datetime) -> datetime | None:
    """From when another code may be asked for; None when no more can be."""
    if attente.envois >= envois_permis(maintenant):
        return None
    attente_ = timedelta(seconds=int(parametre("code.secondes_avant_renvoi", maintenant.date())))
    return (attente.envoye_le or maintenant - attente_) + attente_


def juger(moteur: Engine, codes: Codes, attente: Attente, identifiant: str, saisi: str, maintenant: datetime) -> None:
    """Whether this is the code. Each try counts, in a transaction of its own. Raises CodeRefuse, TropDEssais."""
    secret = codes.secret
    with Session(moteur) as a_part:
        freins.compter_essai(a_part.connection(), cles(secret, "code", identifiant), maintenant)
        permis = attentes.compter(a_part, attente, essais_permis(maintenant))
        a_part.commit()
    if not permis or attente.envoye_le is None or not encore_valable(attente.envoye_le, maintenant):
        raise CodeRefuse("Ce code n’est plus valable. Demandez-en un nouveau.")
    if not codes.juste(_pour(attente), saisi, str(attente.donnees.get("empreinte", ""))):
        raise CodeRefuse(FAUX)
    with moteur.begin() as connexion:
        for quoi in ("code", "envoi"):
            freins.rendre_essai(connexion, cles(secret, quoi, identifiant))


def duree(maintenant: datetime) -> timedelta:
    return timedelta(minutes=int(parametre("code.minutes", maintenant.date())))


def _pour(attente: Attente) -> str:
    return f"{attente.id}:{attente.envois}"
