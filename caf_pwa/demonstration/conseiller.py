"""The adviser of the demonstration, and what was done with the dossier of Inès: no feed brings either."""

import hashlib
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.comptes.agents.modele import Agent
from caf_pwa.comptes.modele import Trace
from caf_pwa.comptes.mot_de_passe import hachage
from caf_pwa.demonstration.personas import AGENT
from caf_pwa.dossier.modele import Changement
from caf_pwa.socle.horloge import PARIS
from caf_pwa.socle.identifiants import interne

_FOYER, _INES = interne("foyer", "demo-ines"), interne("personne", "demo-ines")


def embaucher(session: Session) -> str:
    """The adviser's account, made when it is missing: once set, its password stays. Gives its id."""
    deja = session.scalar(select(Agent).where(Agent.email == AGENT.email))
    if deja is not None:
        deja.caisse = None  # a demonstration of before saw the households of one Caf
        return deja.id
    sel = hashlib.sha256(AGENT.persona.encode()).digest()[:16]
    agent = Agent(
        id=interne("agent", AGENT.email),
        email=AGENT.email,
        nom=f"{AGENT.prenom} {AGENT.nom}",
        caisse=None,  # the households of the demonstration live all over the country
        empreinte_mot_de_passe=hachage.hacher(AGENT.mot_de_passe, sel),
        actif=True,
    )
    session.add(agent)
    session.flush()
    return agent.id


def raconter(session: Session, agent_id: str, aujourdhui: date) -> None:
    """Inès changed her telephone; later the adviser opened her dossier. Told again, it moves with the day."""
    session.merge(
        Changement(
            id=interne("changement", "demo-ines-telephone"),
            foyer_id=_FOYER,
            personne_id=_INES,
            rubrique="Téléphone",
            avant="06 00 00 00 10",
            apres="06 00 00 00 11",
            cause_id=interne("demarche", "demo-ines-coordonnees"),
            cause_titre="Changement de coordonnées",
            auteur="Inès",
            confidentiel=False,
            rang=0,
            a=_a(aujourdhui, 12, time(18, 5)),
        )
    )
    session.merge(
        Trace(
            id=interne("trace", "demo-ines-consultation"),
            foyer_id=_FOYER,
            agent_id=agent_id,
            acte="consultation",
            texte="Dossier consulté",
            motif="vérification du loyer",
            confidentielle=False,
            a=_a(aujourdhui, 9, time(10, 12)),
        )
    )


def _a(aujourdhui: date, jours: int, heure: time) -> datetime:
    return datetime.combine(aujourdhui - timedelta(days=jours), heure, PARIS)
