"""A new mail address or telephone is proved by a code sent to it."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from caf_pwa.comptes.codes import Codes, encore_valable, envois_permis, essais_permis
from caf_pwa.demarches.modele import CodeEnvoye, Demarche
from caf_pwa.demarches.moteur import Contact
from caf_pwa.dossier import service as dossier
from caf_pwa.extensions import modifier_une
from caf_pwa.socle.erreurs import ErreurMetier
from caf_pwa.socle.identifiants import interne
from caf_pwa.socle.messagerie import NonParti


class CodeRefuse(ErreurMetier):
    """The code is not right, or no longer: the sentence says which, and what to do."""


def demander(
    session: Session, codes: Codes, demarche: Demarche, contacts: Sequence[Contact], maintenant: datetime
) -> list[Contact]:
    """Send a code to each new contact, and tell which ones it was. A message that cannot leave stops nothing."""
    nouveaux = []
    for contact in contacts:
        identifiant = interne("code", f"{demarche.id}/{contact.canal}")
        if session.get(CodeEnvoye, identifiant) is not None:
            continue  # the same tap, twice
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
        session.add(ligne)
        _envoyer(codes, ligne)
        nouveaux.append(contact)
    return nouveaux


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
    if not encore_valable(ligne.envoye_le, maintenant) or not _compter(session, ligne, maintenant):
        raise CodeRefuse("Ce code n’est plus valable. Demandez-en un nouveau.")
    if not codes.juste(_pour(ligne), code, ligne.empreinte):
        return False
    ligne.confirme_le = maintenant
    dossier.marquer_modifie(session, ligne.foyer_id)
    return True


def renvoyer(codes: Codes, ligne: CodeEnvoye, maintenant: datetime) -> None:
    """Another code, which ends the one before. Raises CodeRefuse after too many; NonParti when it cannot leave."""
    if ligne.envois >= envois_permis(maintenant):
        raise CodeRefuse("Trop de codes ont été envoyés. Appelez votre Caf au 3230, ou refaites la démarche.")
    ligne.envois, ligne.essais, ligne.envoye_le = ligne.envois + 1, 0, maintenant
    _envoyer(codes, ligne)


def _compter(session: Session, ligne: CodeEnvoye, maintenant: datetime) -> bool:
    """One more try, unless all are used: decided by the database, however many come at the same moment."""
    un_de_plus = update(CodeEnvoye).where(CodeEnvoye.id == ligne.id, CodeEnvoye.essais < essais_permis(maintenant))
    return modifier_une(session, un_de_plus.values(essais=CodeEnvoye.essais + 1))


def _pour(ligne: CodeEnvoye) -> str:
    return f"{ligne.id}:{ligne.envois}"


def _envoyer(codes: Codes, ligne: CodeEnvoye) -> None:
    code, ligne.empreinte = codes.nouveau(_pour(ligne))
    texte = (
        f"Votre code Caf : {code}. Saisissez-le dans l’application, page de votre démarche. Ne le donnez à personne."
    )
    with suppress(NonParti):  # the page offers to send it again
        codes.envoyer(ligne.canal, ligne.destinataire, "Votre code de confirmation", texte)
