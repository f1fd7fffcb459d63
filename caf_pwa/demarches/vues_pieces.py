"""Answering a document asked for, in place; several at once."""

from flask import current_app, redirect, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.comptes.courant import moi
from caf_pwa.demarches import jointes, pieces, service
from caf_pwa.demarches.blueprint import bp
from caf_pwa.extensions import db
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee


@bp.post("/pieces/<piece_id>/document")
@portee(Portee.PERSONNE)
def joindre_a_la_piece(piece_id: str) -> ResponseReturnValue:
    """Begin the document, or go on with the one begun. Where none is awaited any more, back to what is."""
    session, identite = db.session(), moi()
    piece = service.piece(session, identite, piece_id)
    if not piece.etat.attendue:
        return redirect(url_for("demarches.a_transmettre"), 303)
    document = pieces.en_preparation(session, identite, piece)
    if document is None:
        place = jointes.Place(piece=piece, confidentiel=piece.confidentielle)
        retour = url_for("demarches.a_transmettre")
        document = jointes.joindre(session, identite, place, piece.libelle, retour, instant())
    return redirect(url_for("documents.composer", document_id=document.id), 303)


@bp.post("/pieces/envoi")
@portee(Portee.PERSONNE)
def envoyer_les_pieces() -> ResponseReturnValue:
    """Send every document that is ready."""
    pieces.envoyer(db.session(), current_app.extensions["documents"], moi(), instant())
    return redirect(url_for("demarches.a_consulter"), 303)
