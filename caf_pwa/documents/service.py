"""Documents that people send: composed page by page, then frozen as one PDF. Knows no request."""

import base64
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import IO, Protocol

from sqlalchemy import bindparam, delete, func, or_, select, update
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.documents.atelier import Atelier
from caf_pwa.documents.modele import Document, EtatDocument, Page
from caf_pwa.documents.refus import FichierRefuse, Refus
from caf_pwa.dossier import service as dossier
from caf_pwa.extensions import modifier_une
from caf_pwa.socle.erreurs import ErreurMetier, Introuvable, Occupe

PAGES = 20

# Asked for with each file that arrives: built once.
_LE_SIEN = Document.personne_id == bindparam("personne_id")
_DU_FOYER = select(Document).where(Document.id == bindparam("document_id"), Document.foyer_id == bindparam("foyer_id"))
_LISIBLES = {  # whether the person manages the dossier → the documents that they may read
    True: _DU_FOYER.where(or_(_LE_SIEN, Document.confidentiel.is_(False))),
    False: _DU_FOYER.where(_LE_SIEN),
}
_RANGS = select(func.count(), func.max(Page.rang)).where(Page.document_id == bindparam("document_id"))
_MODIFICATION = (
    update(Document)
    .where(Document.id == bindparam("document_id"), Document.etat == EtatDocument.BROUILLON)
    .values(
        revision=Document.revision + 1,
        modifie_le=bindparam("maintenant"),
        pages=Document.pages + bindparam("feuilles"),
    )
)

__all__ = ["Atelier", "Document", "DocumentVide", "EtatDocument"]


class DocumentVide(ErreurMetier):
    """Nothing has been added to it: there is nothing to send."""


class Deposant(Protocol):
    """Who sends a document."""

    @property
    def foyer_id(self) -> str: ...

    @property
    def personne_id(self) -> str: ...


def commencer(
    session: Session, deposant: Deposant, titre: str, retour: str, maintenant: datetime, confidentiel: bool = False
) -> Document:
    """A document with no page yet. ``retour`` is the page of ours to go back to once it is composed."""
    document = Document(
        id=uuid.uuid4().hex,
        foyer_id=deposant.foyer_id,
        personne_id=deposant.personne_id,
        titre=titre,
        retour=retour,
        etat=EtatDocument.BROUILLON,
        cree_le=maintenant,
        modifie_le=maintenant,
        confidentiel=confidentiel,
        taille=0,
        pages=0,
        revision=0,
    )
    session.add(document)
    dossier.marquer_modifie(session, deposant.foyer_id)
    return document


def ajouter(session: Session, atelier: Atelier, document: Document, flux: IO[bytes], maintenant: datetime) -> Page:
    """Check a file and add it after the others. It is opened before anything is written: nobody waits for it.

    Raises FichierRefuse, Occupe; Introuvable once the document has been sent.
    """
    _exiger_brouillon(document)
    nombre, dernier = session.connection().execute(_RANGS, {"document_id": document.id}).one()
    if nombre >= PAGES:
        raise FichierRefuse(Refus.TROP_DE_PAGES)
    garde, faits = atelier.recevoir(flux)
    _modifier(session, document, maintenant, feuilles=faits["feuilles"])
    page = Page(
        id=uuid.uuid4().hex,
        document_id=document.id,
        rang=1 + (dernier or 0),
        nature=faits["nature"],
        fichier=garde.nom,
        empreinte=garde.empreinte,
        taille=garde.taille,
        feuilles=faits["feuilles"],
        rotation=0,
        avis=faits["avis"],
    )
    if faits["vignette"]:
        page.vignette = atelier.sceller(page.id, base64.b64decode(faits["vignette"]))
    session.add(page)
    session.flush()
    return page


def pages(session: Session, document: Document) -> Sequence[Page]:
    """What it is made from, in order, until it is sent."""
    return session.scalars(select(Page).where(Page.document_id == document.id).order_by(Page.rang, Page.id)).all()


def tourner(session: Session, document: Document, page_id: str, maintenant: datetime) -> None:
    """A quarter turn clockwise. Raises Introuvable."""
    page = _page(session, document, page_id)
    _modifier(session, document, maintenant)
    page.rotation = (page.rotation + 90) % 360


def retirer(session: Session, document: Document, page_id: str, maintenant: datetime) -> None:
    """Take a page out. Raises Introuvable."""
    page = _page(session, document, page_id)
    _modifier(session, document, maintenant, feuilles=-page.feuilles)
    session.delete(page)
    session.flush()


def figer(session: Session, atelier: Atelier, document: Document, maintenant: datetime) -> None:
    """Put its pages together as one PDF, which never changes again. Twice is once.

    Raises DocumentVide; Occupe when it was sent, or a page of it changed, meanwhile.
    """
    if document.etat is not EtatDocument.BROUILLON:
        return
    composees = pages(session, document)
    if not composees:
        raise DocumentVide
    garde, faits = atelier.assembler((page.fichier, page.nature, page.rotation) for page in composees)
    gele = (
        update(Document)
        .where(
            Document.id == document.id,
            Document.etat == EtatDocument.BROUILLON,
            Document.revision == document.revision,
        )
        .values(
            etat=EtatDocument.RECU,
            fichier=garde.nom,
            empreinte=garde.empreinte,
            taille=garde.taille,
            pages=faits["feuilles"],
            recu_le=maintenant,
            modifie_le=maintenant,
        )
    )
    if not modifier_une(session, gele):
        raise Occupe
    session.refresh(document)
    session.execute(delete(Page).where(Page.document_id == document.id))
    dossier.marquer_modifie(session, document.foyer_id)


def du_deposant(session: Session, identite: Identite, document_id: str) -> Document:
    """A document this person sent, or one of the household for who manages the dossier. Raises Introuvable."""
    valeurs = {"document_id": document_id, "foyer_id": identite.foyer_id, "personne_id": identite.personne_id}
    trouve = session.scalar(_LISIBLES[identite.gere_le_dossier], valeurs)
    if trouve is None:
        raise Introuvable(document_id)
    return trouve


def pour_un_conseiller(session: Session, document_id: str) -> Document:
    """A document that has been sent: what is still being composed, no adviser reads. Raises Introuvable."""
    envoye = Document.etat != EtatDocument.BROUILLON
    trouve = session.scalar(select(Document).where(Document.id == document_id, envoye))
    if trouve is None:
        raise Introuvable(document_id)
    return trouve


def lire(atelier: Atelier, document: Document) -> Iterator[bytes]:
    """The PDF, a part at a time. Raises Introuvable as long as it has not been sent."""
    if document.fichier is None:
        raise Introuvable(document.id)
    return atelier.lire(document.fichier)


def lire_page(session: Session, atelier: Atelier, document: Document, page_id: str) -> bytes:
    """A small picture of a photo. Raises Introuvable: a PDF has none."""
    page = _page(session, document, page_id)
    if page.vignette is None:
        raise Introuvable(page_id)
    return atelier.desceller(page.id, page.vignette)


def abandonner(session: Session, document: Document) -> None:
    """Throw away what was not sent. Twice is once; what was sent stays."""
    session.execute(delete(Document).where(Document.id == document.id, Document.etat == EtatDocument.BROUILLON))
    dossier.marquer_modifie(session, document.foyer_id)


def marquer(session: Session, document_id: str, etat: EtatDocument, motif: str | None, maintenant: datetime) -> None:
    """What became of a document that was sent; ``motif`` says why it is refused. Raises Introuvable."""
    document = pour_un_conseiller(session, document_id)
    document.etat, document.motif_refus, document.modifie_le = etat, motif, maintenant
    session.flush()
    dossier.marquer_modifie(session, document.foyer_id)


def _exiger_brouillon(document: Document) -> None:
    if document.etat is not EtatDocument.BROUILLON:
        raise Introuvable(document.id)


def _page(session: Session, document: Document, page_id: str) -> Page:
    _exiger_brouillon(document)
    page = session.scalar(select(Page).where(Page.id == page_id, Page.document_id == document.id))
    if page is None:
        raise Introuvable(page_id)
    return page


def _modifier(session: Session, document: Document, maintenant: datetime, feuilles: int = 0) -> None:
    """Its pages change, unless it was sent meanwhile. Raises Introuvable."""
    valeurs = {"document_id": document.id, "maintenant": maintenant, "feuilles": feuilles}
    if not modifier_une(session, _MODIFICATION, valeurs):
        raise Introuvable(document.id)
    session.expire(document, ["revision", "modifie_le", "pages"])
    dossier.marquer_modifie(session, document.foyer_id)
