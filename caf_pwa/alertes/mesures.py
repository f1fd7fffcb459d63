"""/metrics: how the queue goes, in the text format of Prometheus. It counts, and names nobody."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caf_pwa.alertes.modele import Annonce, EtatLivraison, Livraison


def texte(session: Session, maintenant: datetime) -> str:
    return "\n".join(_lignes(session, maintenant)) + "\n"


def _lignes(session: Session, maintenant: datetime) -> Iterator[str]:
    dues = (Livraison.etat == EtatLivraison.A_PARTIR, Livraison.pas_avant <= maintenant)
    annonces, premiere = session.execute(select(func.count(), func.min(Annonce.publiee_le))).one()
    livraisons, plus_vieille = session.execute(select(func.count(), func.min(Livraison.pas_avant)).where(*dues)).one()
    depuis = [(maintenant - un).total_seconds() for un in (premiere, plus_vieille) if un is not None]
    yield from _jauge("caf_alertes_en_attente", "What waits to leave now.", annonces + livraisons)
    yield from _jauge("caf_alertes_age_secondes", "How long the oldest of it has waited.", max(0, *depuis, 0))
    par_canal = select(Livraison.canal, Livraison.etat, func.count()).group_by(Livraison.canal, Livraison.etat)
    yield "# HELP caf_alertes_livraisons Deliveries of the last 30 days."
    yield "# TYPE caf_alertes_livraisons gauge"
    for canal, etat, nombre in session.execute(par_canal):
        yield f'caf_alertes_livraisons{{canal="{canal.value}",etat="{etat.value}"}} {nombre}'


def _jauge(nom: str, aide: str, valeur: float) -> Iterator[str]:
    yield f"# HELP {nom} {aide}"
    yield f"# TYPE {nom} gauge"
    yield f"{nom} {valeur:g}"
