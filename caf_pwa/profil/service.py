"""Saying "this was not me" of a change of the dossier."""

from datetime import datetime

from sqlalchemy.orm import Session

from caf_pwa.comptes import traces
from caf_pwa.comptes.identite import Identite
from caf_pwa.dossier import changements


def contester(
    session: Session, identite: Identite, changement_id: str, explication: str | None, maintenant: datetime
) -> None:
    """Contest a change that this person may read: the Caf finds it in the history. Twice is once.

    Raises Introuvable.
    """
    conteste = changements.changement(session, identite, changement_id).changement
    if not changements.contester(session, conteste, maintenant):
        return
    acte = traces.Acte(
        "contestation",
        f"Changement contesté : {conteste.rubrique}",
        motif=explication or None,
        personne_id=conteste.personne_id,
        confidentielle=changements.reserve(conteste),
    )
    traces.tracer(session, identite.foyer_id, acte, maintenant, personne_auteur_id=identite.personne_id)
