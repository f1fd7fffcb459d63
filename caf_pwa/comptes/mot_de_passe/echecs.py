"""Failed sign-ins, told to the person they were aimed at: one line a day, which counts them.

Written once the answer has left: how long it took says nothing of whether there is such an account.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from caf_pwa.comptes.modele import Compte, Trace
from caf_pwa.dossier.modele import Personne
from caf_pwa.extensions import inserer_si_absent
from caf_pwa.socle.identifiants import interne

_UN, _PLUSIEURS = "essai de connexion refusé", "essais de connexion refusés"


def noter(moteur: Engine, identifiant: str, maintenant: datetime) -> None:
    """One more for whoever has this number; nothing when nobody has."""
    with Session(moteur) as session:
        requete = select(Personne.id, Personne.foyer_id).join(Compte, Compte.personne_id == Personne.id)
        ligne = session.execute(requete.where(Compte.identifiant == identifiant)).one_or_none()
        if ligne is not None:
            _ajouter(session, ligne.id, ligne.foyer_id, maintenant)
            session.commit()


def _ajouter(session: Session, personne_id: str, foyer_id: str, maintenant: datetime) -> None:
    trace_id = interne("echecs", f"{personne_id}/{maintenant.date()}")
    premiere = {
        "id": trace_id,
        "foyer_id": foyer_id,
        "personne_id": personne_id,
        "acte": "connexion-refusee",
        "texte": f"1 {_UN}",
        "confidentielle": True,
        "a": maintenant,
    }
    if inserer_si_absent(session.connection(), Trace, premiere):
        return
    trace = session.scalars(select(Trace).where(Trace.id == trace_id).with_for_update()).one()
    nombre = int(trace.texte.split()[0]) + 1
    trace.texte, trace.a = f"{nombre} {_PLUSIEURS}", maintenant
