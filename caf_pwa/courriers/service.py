"""Reading letters. Whoever manages the dossier reads those of the household; others, those addressed to them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from caf_pwa.comptes import service as comptes
from caf_pwa.comptes.identite import Identite
from caf_pwa.courriers.modele import Courrier, Lecture
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.horloge import mois_avant

MOIS_D_HISTORIQUE = 24


@dataclass(frozen=True)
class CourrierResume:
    id: str
    date: date
    nature: str
    objet: str
    a_un_pdf: bool
    lu: bool


def recus(session: Session, identite: Identite, aujourdhui: date) -> list[CourrierResume]:
    """The letters of the last 24 months that this person may read, newest first."""
    requete = (
        select(
            Courrier.id,
            Courrier.date,
            Courrier.nature,
            Courrier.objet,
            Courrier.fichier.is_not(None),
            Lecture.courrier_id.is_not(None),
        )
        .outerjoin(Lecture, _lecture_de(identite))
        .where(_lisible(identite, aujourdhui))
        .order_by(Courrier.date.desc(), Courrier.id)
    )
    return [CourrierResume(*ligne) for ligne in session.execute(requete)]


def nombre_non_lus(session: Session, identite: Identite, aujourdhui: date) -> int:
    requete = (
        select(func.count())
        .select_from(Courrier)
        .outerjoin(Lecture, _lecture_de(identite))
        .where(_lisible(identite, aujourdhui), Lecture.courrier_id.is_(None))
    )
    return session.execute(requete).scalar_one()


def courrier(session: Session, identite: Identite, courrier_id: str, aujourdhui: date) -> Courrier:
    """One letter that this person may read. Raises Introuvable."""
    trouve = session.scalar(select(Courrier).where(Courrier.id == courrier_id, _lisible(identite, aujourdhui)))
    if trouve is None:
        raise Introuvable(courrier_id)
    return trouve


def marquer(session: Session, identite: Identite, courrier_id: str, lu: bool, maintenant: datetime) -> None:
    """Mark a letter as read, or as unread. Twice is once."""
    lecture = session.get(Lecture, (identite.compte_id, courrier_id))
    if lu and lecture is None:
        session.add(Lecture(compte_id=identite.compte_id, courrier_id=courrier_id, lu_le=maintenant))
    elif not lu and lecture is not None:
        session.delete(lecture)
    else:
        return
    comptes.marquer_modifie(session, identite.compte_id)


def _lecture_de(identite: Identite) -> ColumnElement[bool]:
    return and_(Lecture.courrier_id == Courrier.id, Lecture.compte_id == identite.compte_id)


def _lisible(identite: Identite, aujourdhui: date) -> ColumnElement[bool]:
    pour_moi = Courrier.personne_id == identite.personne_id
    destinataire = or_(Courrier.personne_id.is_(None), pour_moi) if identite.gere_le_dossier else pour_moi
    return and_(
        Courrier.foyer_id == identite.foyer_id,
        destinataire,
        Courrier.date >= mois_avant(aujourdhui, MOIS_D_HISTORIQUE),
    )
