"""The one place where accepted answers change the dossier, and where one reads what they changed.

Every effect leaves the old value, the new one, who and when; all in the caller's transaction.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import Session

from caf_pwa.dossier import service
from caf_pwa.dossier.chantier import PERSONNE_DU_DOSSIER, Chantier, Ecart
from caf_pwa.dossier.effets import A_LA_PERSONNE, Effet
from caf_pwa.dossier.modele import Changement, Personne
from caf_pwa.extensions import modifier_une
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.horloge import PARIS, mois_avant

MOIS_MONTRES, MONTRES = 12, 20


@dataclass(frozen=True)
class Cause:
    """Why the dossier changes. ``auteur``: words shown to people; ``personne_id``: who asked for it."""

    demarche_id: str
    titre: str
    auteur: str
    personne_id: str | None = None
    confidentielle: bool = False


def appliquer(
    session: Session, foyer_id: str, effets: Sequence[Effet], cause: Cause, maintenant: datetime
) -> list[Changement]:
    """Bring the effects about, in their order, and tell what changed; an unchanged value is not told.

    Raises Introuvable when one of them names a person of another household, ResponsableSort when one takes the
    responsible person out: then nothing has changed.
    """
    chantier = Chantier(session, foyer_id, cause.confidentielle)
    chantier.controler(effets)
    ecarts = [ecart for effet in effets if (ecart := chantier.realiser(effet))]
    session.flush()
    changements = [_changement(foyer_id, cause, ecart, rang, maintenant) for rang, ecart in enumerate(ecarts)]
    session.add_all(changements)
    if changements:
        session.flush()
        service.marquer_modifie(session, foyer_id)
    return changements


class Lecteur(Protocol):
    """Who reads, and how far."""

    @property
    def foyer_id(self) -> str: ...
    @property
    def personne_id(self) -> str: ...
    @property
    def gere_le_dossier(self) -> bool: ...


@dataclass(frozen=True)
class ChangementLu:
    """A change as its reader is told it. ``prenom``: of the person it names, when that is somebody else."""

    changement: Changement
    prenom: str | None

    @property
    def jour(self) -> date:
        return self.changement.a.astimezone(PARIS).date()

    @property
    def conteste_le(self) -> date | None:
        conteste = self.changement.conteste_le
        return conteste.astimezone(PARIS).date() if conteste else None


def recents(session: Session, lecteur: Lecteur, aujourdhui: date) -> list[ChangementLu]:
    """The last changes of 12 months that this person may read, newest first.

    Everybody reads those that name them or that they asked for. Whoever manages the dossier reads the others too,
    but those which are confidential, or tell of somebody's work, of their contact data, or of one who has left.
    """
    depuis = Changement.a >= _minuit(mois_avant(aujourdhui, MOIS_MONTRES))
    requete = _lisibles(lecteur).where(depuis).limit(MONTRES)
    return [_lu(lecteur, changement, personne) for changement, personne in session.execute(requete)]


def entre(session: Session, lecteur: Lecteur, debut: date, fin: date) -> list[ChangementLu]:
    """The changes after the day ``debut`` and up to the day ``fin`` that this person may read, newest first."""
    requete = _lisibles(lecteur).where(
        Changement.a >= _minuit(debut + timedelta(days=1)), Changement.a < _minuit(fin + timedelta(days=1))
    )
    return [_lu(lecteur, changement, personne) for changement, personne in session.execute(requete)]


def changement(session: Session, lecteur: Lecteur, changement_id: str) -> ChangementLu:
    """One change that this person may read. Raises Introuvable."""
    requete = select(Changement, Personne).outerjoin(Personne, Personne.id == Changement.personne_id)
    trouve = session.execute(requete.where(Changement.id == changement_id, _lisible(lecteur))).one_or_none()
    if trouve is None:
        raise Introuvable(changement_id)
    return _lu(lecteur, *trouve)


def contester(session: Session, conteste: Changement, maintenant: datetime) -> bool:
    """Note that somebody contests this change. False when it was contested already: twice is once."""
    noter = update(Changement).where(Changement.id == conteste.id, Changement.conteste_le.is_(None))
    if not modifier_une(session, noter.values(conteste_le=maintenant)):
        return False
    session.refresh(conteste)
    service.marquer_modifie(session, conteste.foyer_id)
    return True


def reserve(changement: Changement) -> bool:
    """Whether somebody alone reads this change, and not whoever manages the dossier."""
    return changement.confidentiel or changement.rubrique in A_LA_PERSONNE


def _minuit(jour: date) -> datetime:
    return datetime.combine(jour, time(), PARIS)


def _lisibles(lecteur: Lecteur) -> Select[Changement, Personne]:
    requete = select(Changement, Personne).outerjoin(Personne, Personne.id == Changement.personne_id)
    return requete.where(_lisible(lecteur)).order_by(Changement.a.desc(), Changement.rang, Changement.id)


def _lisible(lecteur: Lecteur) -> ColumnElement[bool]:
    a_moi = or_(Changement.personne_id == lecteur.personne_id, Changement.demandeur_id == lecteur.personne_id)
    encore_la = and_(Personne.foyer_id == Changement.foyer_id, Personne.sortie.is_(False))
    du_dossier = and_(
        Changement.confidentiel.is_(False),
        or_(
            Changement.personne_id.is_(None),
            Changement.rubrique == PERSONNE_DU_DOSSIER,
            and_(encore_la, Changement.rubrique.not_in(A_LA_PERSONNE)),
        ),
    )
    lisible = or_(a_moi, du_dossier) if lecteur.gere_le_dossier else a_moi
    return and_(Changement.foyer_id == lecteur.foyer_id, lisible)


def _lu(lecteur: Lecteur, changement: Changement, personne: Personne | None) -> ChangementLu:
    """One who has left is named no more."""
    if personne is None or personne.id == lecteur.personne_id or personne.sortie:
        return ChangementLu(changement, None)
    return ChangementLu(changement, personne.appellation if personne.foyer_id == lecteur.foyer_id else None)


def _changement(foyer_id: str, cause: Cause, ecart: Ecart, rang: int, maintenant: datetime) -> Changement:
    """A confidential one is for who asked for it, whomever else it is about."""
    return Changement(
        id=uuid.uuid4().hex,
        foyer_id=foyer_id,
        personne_id=(cause.personne_id or ecart.personne_id) if cause.confidentielle else ecart.personne_id,
        demandeur_id=cause.personne_id,
        rubrique=ecart.rubrique,
        avant=ecart.avant,
        apres=ecart.apres,
        cause_id=cause.demarche_id,
        cause_titre=cause.titre,
        auteur=cause.auteur,
        confidentiel=cause.confidentielle,
        rang=rang,
        a=maintenant,
    )
