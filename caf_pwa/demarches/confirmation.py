"""A new mail address or telephone is proved by a code sent to it; the former one is told that a change was asked."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from caf_pwa.alertes.messagerie import Messagerie, NonParti
from caf_pwa.demarches.modele import CodeEnvoye, Demarche
from caf_pwa.demarches.moteur import Contact
from caf_pwa.dossier import service as dossier
from caf_pwa.extensions import modifier_une
from caf_pwa.socle.erreurs import ErreurMetier
from caf_pwa.socle.identifiants import interne
from caf_pwa.socle.parametres import parametre


@dataclass(frozen=True)
class Codes:
    """What codes are made and sent with."""

    messagerie: Messagerie
    secret: str


class CodeRefuse(ErreurMetier):
    """The code is not right, or no longer: the sentence says which, and what to do."""


def demander(
    session: Session, codes: Codes, demarche: Demarche, contacts: Sequence[Contact], maintenant: datetime
) -> None:
    """Send a code to each new contact, and a word to the former one. A message that cannot leave stops nothing."""
    for contact in contacts:
        identifiant = interne("code", f"{demarche.id}/{contact.canal}")
        if session.get(CodeEnvoye, identifiant) is not None:
            continue  # the same tap, twice
        code = _code()
        ligne = CodeEnvoye(
            id=identifiant,
            foyer_id=demarche.foyer_id,
            demarche_id=demarche.id,
            canal=contact.canal,
            destinataire=contact.nouveau,
            envoye_le=maintenant,
            essais=0,
            envois=1,
            empreinte="",
        )
        ligne.empreinte = _empreinte(codes, ligne, code)
        session.add(ligne)
        _envoyer(codes.messagerie, contact.canal, contact.nouveau, code)
        if contact.ancien:
            _prevenir(codes.messagerie, contact)


def en_attente(session: Session, demarche: Demarche) -> list[CodeEnvoye]:
    """The contacts of a démarche that no code has confirmed yet."""
    requete = (
        select(CodeEnvoye)
        .where(CodeEnvoye.demarche_id == demarche.id, CodeEnvoye.confirme_le.is_(None))
        .order_by(CodeEnvoye.canal)
    )
    return list(session.scalars(requete))


def confirmer(session: Session, codes: Codes, ligne: CodeEnvoye, code: str, maintenant: datetime) -> bool:
    """Whether this is the code. Each try counts, a wrong one too: the caller keeps the transaction.

    Raises CodeRefuse once it is too old, or after too many tries: another one must be sent.
    """
    duree = timedelta(minutes=int(parametre("code.minutes", maintenant.date())))
    if maintenant - ligne.envoye_le > duree or not _compter(session, ligne, maintenant):
        raise CodeRefuse("Ce code n’est plus valable. Demandez-en un nouveau.")
    compact = "".join(code.split())
    if not hmac.compare_digest(_empreinte(codes, ligne, compact), ligne.empreinte):
        return False
    ligne.confirme_le = maintenant
    dossier.marquer_modifie(session, ligne.foyer_id)
    return True


def renvoyer(codes: Codes, ligne: CodeEnvoye, maintenant: datetime) -> None:
    """Another code, which ends the one before. Raises CodeRefuse after too many; NonParti when it cannot leave."""
    if ligne.envois >= int(parametre("code.envois", maintenant.date())):
        raise CodeRefuse("Trop de codes ont été envoyés. Appelez votre Caf au 3230, ou refaites la démarche.")
    code = _code()
    ligne.envois, ligne.essais, ligne.envoye_le = ligne.envois + 1, 0, maintenant
    ligne.empreinte = _empreinte(codes, ligne, code)
    _envoyer(codes.messagerie, ligne.canal, ligne.destinataire, code)


def _compter(session: Session, ligne: CodeEnvoye, maintenant: datetime) -> bool:
    """One more try, unless all are used: decided by the database, however many come at the same moment."""
    permis = int(parametre("code.essais", maintenant.date()))
    un_de_plus = update(CodeEnvoye).where(CodeEnvoye.id == ligne.id, CodeEnvoye.essais < permis)
    return modifier_une(session, un_de_plus.values(essais=CodeEnvoye.essais + 1))


def _code() -> str:
    return f"{secrets.randbelow(10**6):06}"


def _empreinte(codes: Codes, ligne: CodeEnvoye, code: str) -> str:
    matiere = f"code:{ligne.id}:{ligne.envois}:{code}"
    return hmac.new(codes.secret.encode(), matiere.encode(), hashlib.sha256).hexdigest()


def _envoyer(messagerie: Messagerie, canal: str, destinataire: str, code: str) -> None:
    texte = (
        f"Votre code Caf : {code}. Saisissez-le dans l’application, page de votre démarche. Ne le donnez à personne."
    )
    with suppress(NonParti):  # the page offers to send it again
        if canal == "courriel":
            messagerie.courriel(destinataire, "Votre code de confirmation", texte)
        else:
            messagerie.sms(destinataire, texte)


def _prevenir(messagerie: Messagerie, contact: Contact) -> None:
    quoi = "votre adresse mail" if contact.canal == "courriel" else "votre numéro de téléphone"
    texte = (
        f"Bonjour,\n\nUn changement de {quoi} a été demandé dans votre espace Mon Compte. Si c’est vous, vous n’avez "
        "rien à faire.\n\nSi ce n’est pas vous, appelez votre Caf au 3230 (prix d’un appel local).\n\nVotre Caf"
    )
    with suppress(NonParti):
        if contact.canal == "courriel":
            messagerie.courriel(contact.ancien or "", f"Changement de {quoi}", texte)
        else:
            messagerie.sms(contact.ancien or "", texte)
