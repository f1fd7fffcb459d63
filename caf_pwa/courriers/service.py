"""Reading letters. Whoever manages the dossier reads those of the household; others, those addressed to them."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, func, or_, select
from sqlalchemy.orm import Session

from caf_pwa.comptes import service as comptes
from caf_pwa.comptes.identite import Identite
from caf_pwa.courriers.modele import Courrier, Lecture
from caf_pwa.documents import feuilles
from caf_pwa.documents.feuilles import Feuille
from caf_pwa.documents.lecteurs import DESSINATEURS
from caf_pwa.documents.refus import FichierRefuse
from caf_pwa.documents.stockage import Stockage
from caf_pwa.extensions import inserer_si_absent
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.horloge import mois_avant
from caf_pwa.socle.recherche import cle_de_recherche

MOIS_D_HISTORIQUE = 24


@dataclass(frozen=True)
class CourrierResume:
    id: str
    date: date
    nature: str
    objet: str
    a_un_pdf: bool
    feuilles: int | None
    lu: bool


def recus(session: Session, identite: Identite, aujourdhui: date) -> list[CourrierResume]:
    """The letters of the last 24 months that this person may read, newest first."""
    requete = _recus(*_RESUME).where(_lisible(identite.gere_le_dossier))
    return [CourrierResume(*ligne) for ligne in session.execute(requete, _valeurs(identite, aujourdhui))]


def chercher(
    session: Session, identite: Identite, aujourdhui: date, mots: str, non_lus: bool = False
) -> list[CourrierResume]:
    """Those of ``recus`` whose subject and text hold every one of these words, whatever their accents and capitals.

    ``non_lus``: only those not read yet.
    """
    requete = _recus(*_RESUME, Courrier.texte).where(_lisible(identite.gere_le_dossier))
    if non_lus:
        requete = requete.where(Lecture.courrier_id.is_(None))
    voulus = cle_de_recherche(mots).split()
    trouves = []
    for *resume, texte in session.execute(requete, _valeurs(identite, aujourdhui)):
        courrier = CourrierResume(*resume)
        dit = cle_de_recherche(f"{courrier.objet} {texte or ''}")
        if all(mot in dit for mot in voulus):
            trouves.append(courrier)
    return trouves


def feuille(session: Session, stockage: Stockage, lettre: Courrier, numero: int) -> Feuille:
    """A sheet of the letter's PDF, from 1. Raises FichierRefuse, Occupe; Introuvable where there is no such sheet."""
    if lettre.fichier is None:
        raise Introuvable(lettre.id)
    try:
        trouvee = feuilles.feuille(stockage, DESSINATEURS, lettre.fichier, numero)
    except FichierRefuse:
        _compter(session, lettre, 0)
        raise
    _compter(session, lettre, trouvee.nombre)
    return trouvee


def _compter(session: Session, lettre: Courrier, nombre: int) -> None:
    if lettre.feuilles != nombre:
        lettre.feuilles = nombre
        session.flush()


def nombre_non_lus(session: Session, identite: Identite, aujourdhui: date) -> int:
    requete = _non_lus(identite.gere_le_dossier)
    return session.connection().execute(requete, _valeurs(identite, aujourdhui)).scalar_one()


def courrier(session: Session, identite: Identite, courrier_id: str, aujourdhui: date) -> Courrier:
    """One letter that this person may read. Raises Introuvable."""
    requete = select(Courrier).where(Courrier.id == courrier_id, _lisible(identite.gere_le_dossier))
    trouve = session.scalar(requete, _valeurs(identite, aujourdhui))
    if trouve is None:
        raise Introuvable(courrier_id)
    return trouve


def marquer(session: Session, identite: Identite, courrier_id: str, lu: bool, maintenant: datetime) -> None:
    """Mark a letter as read, or as unread. Twice is once."""
    cle = {"compte_id": identite.compte_id, "courrier_id": courrier_id}
    if lu:
        change = inserer_si_absent(session.connection(), Lecture, cle | {"lu_le": maintenant})
    else:
        change = session.connection().execute(delete(Lecture).filter_by(**cle)).rowcount == 1
    if change:
        comptes.marquer_modifie(session, identite.compte_id)


_RESUME = (
    Courrier.id,
    Courrier.date,
    Courrier.nature,
    Courrier.objet,
    Courrier.fichier.is_not(None),
    Courrier.feuilles,
    Lecture.courrier_id.is_not(None),
)
_LECTURE = and_(Lecture.courrier_id == Courrier.id, Lecture.compte_id == bindparam("compte_id"))


def _lisible(gere_le_dossier: bool) -> ColumnElement[bool]:
    pour_moi = Courrier.personne_id == bindparam("personne_id")
    return and_(
        Courrier.foyer_id == bindparam("foyer_id"),
        or_(Courrier.personne_id.is_(None), pour_moi) if gere_le_dossier else pour_moi,
        Courrier.date >= bindparam("debut"),
    )


def _recus(*colonnes: Any) -> Select[Any]:
    lettres = select(*colonnes).select_from(Courrier).outerjoin(Lecture, _LECTURE)
    return lettres.order_by(Courrier.date.desc(), Courrier.id)


@cache
def _non_lus(gere_le_dossier: bool) -> Select[int]:
    """Counted on the tabs most read: built once."""
    return (
        select(func.count())
        .select_from(Courrier)
        .outerjoin(Lecture, _LECTURE)
        .where(_lisible(gere_le_dossier), Lecture.courrier_id.is_(None))
    )


def _valeurs(identite: Identite, aujourdhui: date) -> dict[str, Any]:
    return {
        "compte_id": identite.compte_id,
        "personne_id": identite.personne_id,
        "foyer_id": identite.foyer_id,
        "debut": mois_avant(aujourdhui, MOIS_D_HISTORIQUE),
    }
