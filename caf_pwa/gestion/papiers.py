"""Withdrawing a paper that was issued to a household: it holds no more, and the person it was issued to reads why."""

from sqlalchemy.orm import Session

from caf_pwa.comptes import traces
from caf_pwa.dossier import service as dossier
from caf_pwa.gestion.service import Conseiller
from caf_pwa.papiers import emission
from caf_pwa.papiers.genres import genres
from caf_pwa.papiers.modele import Papier
from caf_pwa.socle.portee import Portee


def retirer(session: Session, qui: Conseiller, papier: Papier, motif: str) -> None:
    """Twice is once. What is a person's own is told to them alone."""
    if not emission.retirer(papier, motif, qui.maintenant):
        return
    sien = genres()[papier.genre].portee is Portee.PERSONNE
    acte = traces.Acte("papier_retire", f"Papier « {papier.titre} » retiré", motif, papier.personne_id, sien)
    traces.tracer(session, papier.foyer_id, acte, qui.maintenant, agent_id=qui.agent_id)
    dossier.marquer_modifie(session, papier.foyer_id)
