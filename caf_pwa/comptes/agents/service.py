"""Advisers: their accounts, signing in and out. Knows no request: takes a session, plain values and the moment."""

import hashlib
import secrets
import uuid
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from caf_pwa.comptes import freins
from caf_pwa.comptes.agents.identite import IdentiteAgent
from caf_pwa.comptes.agents.modele import Agent, ConnexionAgent
from caf_pwa.comptes.mot_de_passe import essai, hachage
from caf_pwa.comptes.service import ConnexionRefusee
from caf_pwa.socle.erreurs import ErreurMetier

_PAS_DE_VUE_LE = timedelta(minutes=5)  # a sign-in in use is noted at most this often


class EmailInvalide(ErreurMetier):
    """What was given cannot be an e-mail address."""


def lire_email(saisie: str) -> str:
    """The address as accounts keep it. Raises EmailInvalide with a French sentence."""
    email = saisie.strip().lower()
    boite, _, domaine = email.partition("@")
    if not boite or "@" in domaine or "." not in domaine or " " in email or len(email) > 254:
        raise EmailInvalide("Cette adresse mail n’a pas la forme attendue. Exemple : prenom.nom@exemple.fr.")
    return email


def inscrire(
    session: Session, email: str, mot_de_passe: str, *, nom: str | None = None, caisse: str | None = None
) -> Agent:
    """Make an adviser's account. A known address gets the new password, and all its sign-ins are closed."""
    email, empreinte = lire_email(email), hachage.hacher(mot_de_passe)
    agent = session.scalar(select(Agent).where(Agent.email == email))
    if agent is None:
        agent = Agent(id=uuid.uuid4().hex, email=email, nom=nom or email.partition("@")[0])
        session.add(agent)
    agent.nom, agent.caisse = nom or agent.nom, caisse or agent.caisse
    agent.empreinte_mot_de_passe, agent.actif = empreinte, True
    session.flush()
    session.execute(delete(ConnexionAgent).where(ConnexionAgent.agent_id == agent.id))
    return agent


def cles_de(secret: str, email: str, adresse_ip: str) -> dict[str, str]:
    """The keys of a try: an adviser's address is never counted as an allocataire's number."""
    return freins.cles_de(secret, f"agent:{email}", adresse_ip)


def verifier_mot_de_passe(
    session: Session, moteur: Engine, cles: dict[str, str], email: str, mot_de_passe: str, maintenant: datetime
) -> Agent:
    """The adviser of ``email`` when the password is their own.

    Raises ConnexionRefusee, the same in the same time for an unknown address, a wrong password and one who has
    left; TropDEssais when the brakes hold; Occupe when too many sign in at once.
    """
    encore_la = select(Agent).where(Agent.email == email, Agent.actif.is_(True))
    agent = essai.juger(moteur, cles, lambda: session.scalar(encore_la), mot_de_passe, maintenant)
    if agent is None:
        raise ConnexionRefusee
    essai.reussir(moteur, cles, agent, mot_de_passe)
    return agent


def ouvrir(session: Session, agent_id: str, maintenant: datetime) -> str:
    """Open a sign-in and return its token, which is kept nowhere else than on the device."""
    jeton = secrets.token_urlsafe(32)
    session.add(ConnexionAgent(id=_empreinte(jeton), agent_id=agent_id, ouverte_le=maintenant, vue_le=maintenant))
    return jeton


def fermer(session: Session, connexion_id: str) -> None:
    """Close a sign-in: its token opens nothing any more, on any worker."""
    session.execute(delete(ConnexionAgent).where(ConnexionAgent.id == connexion_id))


def retrouver(session: Session, jeton: str, maintenant: datetime, inactivite: timedelta) -> IdentiteAgent | None:
    """The adviser who holds this token, or None: unknown, closed, unused for too long, or of one who has left."""
    trouve = session.execute(
        select(ConnexionAgent.id, ConnexionAgent.vue_le, Agent.id, Agent.nom, Agent.caisse)
        .join(Agent, Agent.id == ConnexionAgent.agent_id)
        .where(ConnexionAgent.id == _empreinte(jeton), Agent.actif.is_(True))
    ).one_or_none()
    if trouve is None:
        return None
    connexion_id, vue_le, agent_id, nom, caisse = trouve
    return None if maintenant - vue_le > inactivite else IdentiteAgent(connexion_id, agent_id, nom, caisse, vue_le)


def noter_vue(session: Session, agent: IdentiteAgent, maintenant: datetime) -> bool:
    """They are there: their sign-in goes on. False, most of the time, when that was noted a moment ago."""
    if maintenant - agent.vue_le <= _PAS_DE_VUE_LE:
        return False
    session.execute(update(ConnexionAgent).where(ConnexionAgent.id == agent.connexion_id).values(vue_le=maintenant))
    return True


def _empreinte(jeton: str) -> str:
    return hashlib.sha256(jeton.encode()).hexdigest()
