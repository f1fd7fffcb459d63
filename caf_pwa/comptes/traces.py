"""What was done with a dossier, by whom, when and why: leaving a trace, and reading those one may read."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import Compte, Moyen, Trace
from caf_pwa.dossier.modele import Personne
from caf_pwa.socle.horloge import PARIS, mois_avant

MOIS_D_HISTORIQUE = 24


@dataclass(frozen=True)
class Acte:
    """What was done. ``code`` is short, ``texte`` a French sentence; ``personne_id``: whom it names."""

    code: str
    texte: str
    motif: str | None = None
    personne_id: str | None = None
    confidentielle: bool = False


@dataclass(frozen=True)
class TraceLue:
    """A trace as its reader is told it. ``a`` is in Paris."""

    a: datetime
    auteur: str
    texte: str
    motif: str | None

    @property
    def jour(self) -> date:
        return self.a.date()

    @property
    def heure(self) -> str:
        return f"{self.a.hour} h {self.a.minute:02}"


def tracer(
    session: Session,
    foyer_id: str,
    acte: Acte,
    maintenant: datetime,
    *,
    personne_auteur_id: str | None = None,
    agent_id: str | None = None,
) -> Trace:
    """Leave a trace, of a person or of an adviser; of neither, it is the Caf's own."""
    trace = Trace(
        id=uuid.uuid4().hex,
        foyer_id=foyer_id,
        personne_id=acte.personne_id,
        personne_auteur_id=personne_auteur_id,
        agent_id=agent_id,
        acte=acte.code,
        texte=acte.texte,
        motif=acte.motif,
        confidentielle=acte.confidentielle,
        a=maintenant,
    )
    session.add(trace)
    return trace


PAR = {Moyen.MOT_DE_PASSE: "mot de passe", Moyen.CLE: "empreinte ou visage", Moyen.FRANCECONNECT: "FranceConnect"}


def noter_connexion(session: Session, compte_id: str, moyen: Moyen, appareil: str, maintenant: datetime) -> None:
    """Somebody signed in: the person alone reads it."""
    noter(session, compte_id, "connexion", f"Connexion à votre compte par {PAR[moyen]}, {appareil}", maintenant)


def noter(session: Session, compte_id: str, code: str, texte: str, maintenant: datetime) -> None:
    """Something happened to an account: its person alone reads it."""
    requete = select(Personne.id, Personne.foyer_id).join(Compte, Compte.personne_id == Personne.id)
    personne_id, foyer_id = session.execute(requete.where(Compte.id == compte_id)).one()
    acte = Acte(code, texte, personne_id=personne_id, confidentielle=True)
    tracer(session, foyer_id, acte, maintenant, personne_auteur_id=personne_id)


def historique(session: Session, identite: Identite, aujourdhui: date) -> list[TraceLue]:
    """The traces of the last 24 months that this person may read, newest first.

    Whoever manages the dossier reads the household's; others, what names them or what they did. A confidential
    trace is read by its author and by the person it names, and by nobody else.
    """
    debut = datetime.combine(mois_avant(aujourdhui, MOIS_D_HISTORIQUE), time(), PARIS)
    requete = (
        select(Trace, Personne)
        .outerjoin(Personne, Personne.id == Trace.personne_auteur_id)
        .where(Trace.foyer_id == identite.foyer_id, _lisible(identite), Trace.a >= debut)
        .order_by(Trace.a.desc(), Trace.id)
    )
    return [
        TraceLue(trace.a.astimezone(PARIS), _auteur(trace, identite, auteur), trace.texte, trace.motif)
        for trace, auteur in session.execute(requete)
    ]


def _lisible(identite: Identite) -> ColumnElement[bool]:
    a_moi = or_(Trace.personne_id == identite.personne_id, Trace.personne_auteur_id == identite.personne_id)
    return or_(a_moi, Trace.confidentielle.is_(False)) if identite.gere_le_dossier else a_moi


def _auteur(trace: Trace, identite: Identite, auteur: Personne | None) -> str:
    """An adviser is not named, nor is one who has left; whoever manages the dossier reads the others' first names."""
    if auteur is None:
        return "Conseiller de la Caf" if trace.agent_id else "Votre Caf"
    if auteur.id == identite.personne_id:
        return "Vous"
    if auteur.sortie or auteur.foyer_id != identite.foyer_id:
        return "Une personne sortie de votre dossier"
    return auteur.appellation if identite.gere_le_dossier else "Une autre personne de votre foyer"
