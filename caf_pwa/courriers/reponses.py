"""How a letter is answered: by a démarche of the catalogue, by a document that it asks for, and whether it was."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.courriers.modele import Courrier
from caf_pwa.demarches import lecture
from caf_pwa.demarches import service as demarches
from caf_pwa.demarches.modele import Demarche, PieceDemandee
from caf_pwa.socle.erreurs import Introuvable


@dataclass(frozen=True)
class ParUneDemarche:
    """``envoyee``: the one sent since the letter. ``fermee``: why this person cannot make it now, in a sentence."""

    slug: str
    titre: str
    envoyee: Demarche | None
    fermee: str | None


def par_une_demarche(
    session: Session, identite: Identite, courrier: Courrier, aujourdhui: date
) -> ParUneDemarche | None:
    """None for a letter that no démarche answers, or one that has left the catalogue."""
    if courrier.demarche is None:
        return None
    try:
        fiche = lecture.fiche(courrier.demarche)
    except Introuvable:
        return None
    envoyee = demarches.derniere_envoyee(session, identite, fiche.slug, courrier.date)
    if envoyee is not None:
        return ParUneDemarche(fiche.slug, fiche.titre, envoyee, None)
    return ParUneDemarche(fiche.slug, fiche.titre, None, lecture.raison_fermee(session, identite, fiche, aujourdhui))


def par_une_piece(session: Session, identite: Identite, courrier: Courrier) -> PieceDemandee | None:
    """The document that the letter asks for; None when it asks for none that this person may read."""
    if courrier.piece_id is None:
        return None
    try:
        return demarches.piece(session, identite, courrier.piece_id)
    except Introuvable:
        return None
