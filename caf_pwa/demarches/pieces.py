"""Documents asked for: preparing the answer, sending several at once, and what the adviser says of each."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from caf_pwa.alertes import service as alertes
from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches import jointes, recu, reponse, service
from caf_pwa.demarches.depot import evenement
from caf_pwa.demarches.modele import Demarche, EtatDemarche, EtatPiece, PieceDemandee, PieceJointe
from caf_pwa.demarches.recapitulatif import Rubrique
from caf_pwa.documents import service as documents
from caf_pwa.documents.modele import Document, EtatDocument
from caf_pwa.documents.service import Atelier
from caf_pwa.dossier import service as dossier
from caf_pwa.extensions import modifier_une
from caf_pwa.socle import recepisses
from caf_pwa.socle.horloge import PARIS


def en_preparation(session: Session, identite: Identite, piece: PieceDemandee) -> Document | None:
    """The document that this person has begun for it and not sent."""
    return next(iter(jointes.des_pieces(session, identite, [piece])[piece.id]), None)


def envoyer(session: Session, atelier: Atelier, identite: Identite, maintenant: datetime) -> list[Demarche]:
    """Send every document that is ready, each for what it was asked for. None ready sends nothing: twice is once."""
    attendues = service.pieces_attendues(session, identite)
    preparees = jointes.des_pieces(session, identite, attendues)
    envoyees = []
    for piece in attendues:
        prets = [document for document in preparees[piece.id] if document.pages]
        if prets and _reserver(session, piece):
            for document in prets:
                documents.figer(session, atelier, document, maintenant)
            envoyees.append(_deposer(session, identite, piece, prets, maintenant))
            alertes.clore(session, "piece", piece.id, maintenant)
    if envoyees:
        dossier.marquer_modifie(session, identite.foyer_id)
    return envoyees


def juger(session: Session, document: Document, motif: str | None, maintenant: datetime) -> None:
    """The adviser's word on a document: accepted, or refused with a reason; asked for again then."""
    etat = EtatDocument.REFUSE if motif else EtatDocument.ACCEPTE
    documents.marquer(session, document.id, etat, motif, maintenant)
    piece = session.scalar(
        select(PieceDemandee)
        .join(PieceJointe, PieceJointe.piece_id == PieceDemandee.id)
        .where(PieceJointe.document_id == document.id)
    )
    dossier.marquer_modifie(session, document.foyer_id)
    if piece is None:
        return
    piece.etat = EtatPiece.REFUSEE if motif else EtatPiece.ACCEPTEE
    piece.motif_refus = motif
    if not piece.confidentielle:
        genre, valeurs = ("piece-refusee", {"motif": motif}) if motif else ("piece-acceptee", {})
        alertes.clore(session, "piece", piece.id, maintenant)
        dit = valeurs | {"libelle": piece.libelle}
        alertes.publier(session, (piece.foyer_id, piece.personne_id), genre, piece.id, dit, maintenant)


def _reserver(session: Session, piece: PieceDemandee) -> bool:
    """The one who sends it: two devices at the same moment send it once."""
    attendus = [etat for etat in EtatPiece if etat.attendue]
    attendue = update(PieceDemandee).where(PieceDemandee.id == piece.id, PieceDemandee.etat.in_(attendus))
    prise = modifier_une(session, attendue.values(etat=EtatPiece.RECUE))
    session.refresh(piece)
    return prise


def _deposer(
    session: Session, identite: Identite, piece: PieceDemandee, prets: Sequence[Document], maintenant: datetime
) -> Demarche:
    """Sent for a démarche, it goes to it; else it is a démarche of its own, with a receipt."""
    demarche = session.get(Demarche, piece.demarche_id) if piece.demarche_id else None
    if demarche is None or not demarche.etat.ouverte:
        demarche = _nouvelle(identite, piece, prets, maintenant)
        session.add(demarche)
        session.flush()
    else:
        reponse.recevoir(session, demarche, identite.prenom, f"Document envoyé : {piece.libelle}.", maintenant)
    session.execute(
        update(PieceJointe)
        .where(PieceJointe.document_id.in_([document.id for document in prets]))
        .values(demarche_id=demarche.id)
    )
    return demarche


def _nouvelle(identite: Identite, piece: PieceDemandee, prets: Sequence[Document], maintenant: datetime) -> Demarche:
    identifiant = uuid.uuid4().hex
    lignes = [["Document", piece.libelle], ["Demandé parce que", piece.raison]]
    mots: list[Rubrique] = [{"cle": "piece", "titre": "Document demandé", "lignes": lignes}]
    empreintes = [document.empreinte or "" for document in prets]
    return Demarche(
        id=identifiant,
        foyer_id=identite.foyer_id,
        personne_id=identite.personne_id,
        titre=f"Document envoyé : {piece.libelle}",
        numero=recepisses.numero(),
        deposee_le=maintenant.astimezone(PARIS).date(),
        etat=EtatDemarche.RECUE,
        historique=[evenement(maintenant, identite.prenom, "Document envoyé depuis l’application.")],
        slug="document",
        periode=identifiant,
        version_formulaire=0,
        recapitulatif=mots,
        empreinte=recu.empreinte("document", 0, {}, mots, empreintes),
        deposee_a=maintenant,
        confidentielle=piece.confidentielle,
        au_nom_du_foyer=identite.gere_le_dossier,
    )
