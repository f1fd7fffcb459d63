"""Paul has contested his debt in the application, and waits for the answer: no feed brings that."""

from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from caf_pwa.dettes.modele import DemandeDeCreance, EtatDeDemande, GenreDeDemande
from caf_pwa.socle.horloge import PARIS
from caf_pwa.socle.identifiants import interne

_JOURS = 21  # ago


def contester(session: Session, aujourdhui: date) -> None:
    """Told again, it moves with the day, until an adviser answers."""
    identifiant = interne("demande-de-creance", "demo-paul")
    deja = session.get(DemandeDeCreance, identifiant)
    if deja is not None and not deja.ouverte:
        return
    jour = aujourdhui - timedelta(days=_JOURS)
    session.merge(
        DemandeDeCreance(
            id=identifiant,
            foyer_id=interne("foyer", "demo-paul"),
            creance_id=interne("creance", "demo-paul-dette-aah"),
            compte_id=interne("compte", "demo-paul"),
            genre=GenreDeDemande.RECOURS,
            reponses={"Pourquoi cette dette est fausse": "Cette pension est celle de mon frère, pas la mienne."},
            cle=identifiant,
            numero="RRYP-32NW-M",
            deposee_le=jour,
            deposee_a=datetime.combine(jour, time(10, 40), PARIS),
            etat=EtatDeDemande.RECUE,
        )
    )
