"""What an adviser does with a démarche, each with its trace. ``revision``: of what they had before their eyes.

Raises what ``demarches.reponse`` raises: DejaChangee when somebody has acted since, PasPossible with its reason.
"""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from caf_pwa.demarches import pieces, reponse
from caf_pwa.demarches.modele import Demarche
from caf_pwa.documents.modele import Document, EtatDocument
from caf_pwa.dossier.chantier import ResponsableSort
from caf_pwa.dossier.modele import Changement
from caf_pwa.extensions import modifier_une
from caf_pwa.gestion.service import Conseiller, tracer
from caf_pwa.socle.erreurs import Introuvable

_AUTEUR = "Conseiller de la Caf"  # an adviser is not named to people


class Ecart(NamedTuple):
    """A value that an acceptance changes, in words."""

    rubrique: str
    avant: str | None
    apres: str | None


def prendre_en_charge(session: Session, qui: Conseiller, demarche: Demarche, revision: int) -> None:
    reponse.prendre_en_charge(session, demarche, qui.agent_id, revision, qui.maintenant)
    tracer(session, qui, demarche, "prise_en_charge", f"Démarche {demarche.numero} prise en charge")


def demander(session: Session, qui: Conseiller, demarche: Demarche, question: str, revision: int) -> None:
    reponse.demander(session, demarche, question, revision, qui.maintenant)
    tracer(session, qui, demarche, "question", f"Question posée sur la démarche {demarche.numero}", question)


def demander_un_document(
    session: Session, qui: Conseiller, demarche: Demarche, piece: tuple[str, str, date], revision: int
) -> None:
    """``piece``: what, why, before when."""
    reponse.demander_un_document(session, demarche, piece, revision, qui.maintenant)
    tracer(session, qui, demarche, "document_demande", f"Document demandé : {piece[0]}", piece[1])


def accepter(session: Session, qui: Conseiller, demarche: Demarche, revision: int) -> None:
    """What was declared changes the dossier in the same transaction."""
    try:
        reponse.accepter(session, demarche, _AUTEUR, revision, qui.maintenant)
    except (Introuvable, ResponsableSort) as refus:
        raise reponse.PasPossible(_impossible(refus)) from None
    tracer(session, qui, demarche, "acceptation", f"Démarche {demarche.numero} acceptée")


def apercu(session: Session, qui: Conseiller, demarche: Demarche, revision: int) -> list[Ecart]:
    """What accepting it would change: done, read, and undone."""
    requete = select(Changement).where(Changement.cause_id == demarche.id).order_by(Changement.rang)
    with session.begin_nested() as essai:
        accepter(session, qui, demarche, revision)
        ecarts = [Ecart(un.rubrique, un.avant, un.apres) for un in session.scalars(requete)]
        essai.rollback()
    session.refresh(demarche)
    return ecarts


def refuser(session: Session, qui: Conseiller, demarche: Demarche, motif: str, revision: int) -> None:
    reponse.refuser(session, demarche, motif, revision, qui.maintenant)
    tracer(session, qui, demarche, "refus", f"Démarche {demarche.numero} refusée", motif)


def juger(
    session: Session, qui: Conseiller, demarche: Demarche, document: Document, vu: tuple[int, str], motif: str | None
) -> None:
    """Accept a document, or refuse it with a reason. ``vu``: the revision and the document's state, as seen."""
    revision, etat = vu
    _reserver(session, demarche, revision)
    session.refresh(document)
    if document.etat.value != etat or not demarche.etat.ouverte:
        raise reponse.DejaChangee
    if document.etat not in (EtatDocument.RECU, EtatDocument.LU):
        raise reponse.PasPossible("Ce document a déjà reçu une réponse.")
    pieces.juger(session, document, motif, qui.maintenant)
    verdict = "refusé" if motif else "accepté"
    tracer(session, qui, demarche, "document_juge", f"Document « {document.titre} » {verdict}", motif)


def _reserver(session: Session, demarche: Demarche, revision: int) -> None:
    """Whoever comes at the same moment waits until this is done. Raises DejaChangee."""
    meme = update(Demarche).where(Demarche.id == demarche.id, Demarche.revision == revision)
    if not modifier_une(session, meme.values(revision=revision)):
        raise reponse.DejaChangee
    session.refresh(demarche)


def _impossible(refus: Introuvable | ResponsableSort) -> str:
    if isinstance(refus, ResponsableSort):
        return str(refus)
    return "Une personne nommée dans cette démarche n’est plus dans ce dossier. Refusez-la en disant pourquoi."
