"""Opening a démarche for a reason, and reading it, its documents and its dossier. The person reads who did, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.allocations import prestations
from caf_pwa.allocations import service as allocations
from caf_pwa.allocations.modele import Droit
from caf_pwa.comptes import traces
from caf_pwa.comptes.modele import Trace
from caf_pwa.demarches import jointes
from caf_pwa.demarches.modele import Demarche, PieceJointe
from caf_pwa.documents import service as documents
from caf_pwa.documents.modele import Document, EtatDocument
from caf_pwa.documents.service import Atelier
from caf_pwa.dossier import service as dossier
from caf_pwa.dossier.modele import Foyer, Personne
from caf_pwa.socle.erreurs import ErreurMetier, Introuvable
from caf_pwa.socle.horloge import PARIS

CONSULTATION = "consultation"


class MotifAttendu(ErreurMetier):
    """This adviser has not said today why they open this démarche."""


class HorsCaisse(Introuvable):
    """Another Caf holds this dossier: not found, and the attempt is logged."""


@dataclass(frozen=True)
class Conseiller:
    """Who acts, and when. ``caisse``: the Caf whose dossiers they open; None: any."""

    agent_id: str
    caisse: str | None
    maintenant: datetime


@dataclass(frozen=True)
class Dossier:
    """The household in short, around the person who sent the démarche. ``droits``: with their names."""

    auteur: Personne
    foyer: Foyer
    droits: list[tuple[Droit, str]]


def demarche(session: Session, qui: Conseiller, demarche_id: str) -> Demarche:
    """A démarche sent through the application to the adviser's Caf. Raises Introuvable, HorsCaisse."""
    requete = select(Demarche, Foyer.caisse).join(Foyer, Foyer.id == Demarche.foyer_id)
    trouvee = session.execute(requete.where(Demarche.id == demarche_id, Demarche.slug.is_not(None))).one_or_none()
    if trouvee is None:
        raise Introuvable(demarche_id)
    une, caisse = trouvee
    if qui.caisse not in (None, caisse):
        raise HorsCaisse(demarche_id)
    return une


def ouverte(session: Session, qui: Conseiller, demarche_id: str) -> Demarche:
    """The démarche, for an adviser who has said today why. Raises MotifAttendu, Introuvable."""
    trouvee = demarche(session, qui, demarche_id)
    if not deja_dit(session, qui, trouvee.foyer_id, _consultation(trouvee)):
        raise MotifAttendu(demarche_id)
    return trouvee


def deja_dit(session: Session, qui: Conseiller, foyer_id: str, consultation: str) -> bool:
    """This adviser has said today why they open what ``consultation`` names."""
    jour = qui.maintenant.astimezone(PARIS).date()
    deja = select(Trace.id).where(
        Trace.foyer_id == foyer_id,
        Trace.agent_id == qui.agent_id,
        Trace.acte == CONSULTATION,
        Trace.texte == consultation,
        Trace.a >= datetime.combine(jour, time(), PARIS),
    )
    return session.scalar(deja.limit(1)) is not None


def ouvrir(session: Session, qui: Conseiller, une: Demarche, motif: str) -> None:
    """Say why, once a day. The person reads it."""
    try:
        ouverte(session, qui, une.id)
    except MotifAttendu:
        tracer(session, qui, une, CONSULTATION, _consultation(une), motif)


def tracer(session: Session, qui: Conseiller, une: Demarche, code: str, texte: str, motif: str | None = None) -> None:
    """Tell the person who sent it; the whole household too, unless the démarche is theirs alone."""
    acte = traces.Acte(code, texte, motif, une.personne_id, une.confidentielle)
    traces.tracer(session, une.foyer_id, acte, qui.maintenant, agent_id=qui.agent_id)


def _consultation(une: Demarche) -> str:
    return f"Démarche {une.numero} et dossier consultés"


def lire_le_dossier(session: Session, une: Demarche) -> Dossier:
    assert une.personne_id is not None
    auteur = session.get_one(Personne, une.personne_id)
    droits = allocations.droits(session, une.foyer_id)
    nommes = [(droit, prestations.nom(droit.prestation, droit.libelle)) for droit in droits]
    return Dossier(auteur, dossier.foyer(session, une.foyer_id), nommes)


def documents_de(session: Session, une: Demarche) -> list[Document]:
    """What was sent with it; what is still being made is the person's own."""
    return [un for un in jointes.de_la_demarche(session, une) if un.etat is not EtatDocument.BROUILLON]


def document(session: Session, une: Demarche, document_id: str) -> Document:
    """One document of that démarche. Raises Introuvable."""
    trouve = next((un for un in documents_de(session, une) if un.id == document_id), None)
    if trouve is None:
        raise Introuvable(document_id)
    return trouve


def demarche_du_document(session: Session, document_id: str) -> str:
    """The démarche that a document was sent with. Raises Introuvable."""
    trouvee = session.scalar(select(PieceJointe.demarche_id).where(PieceJointe.document_id == document_id))
    if trouvee is None:
        raise Introuvable(document_id)
    return trouvee


def lire_un_document(
    session: Session, atelier: Atelier, qui: Conseiller, une: Demarche, un: Document
) -> Iterator[bytes]:
    """Its bytes; it counts as read from now on."""
    if un.etat is EtatDocument.RECU:
        documents.marquer(session, un.id, EtatDocument.LU, None, qui.maintenant)
    tracer(session, qui, une, "document_lu", f"Document « {un.titre} » lu")
    return documents.lire(atelier, un)
