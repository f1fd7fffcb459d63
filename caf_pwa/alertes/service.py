"""Publishing an alert in the same transaction as its cause, closing it, reading the inbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from caf_pwa.alertes.genres import GENRES
from caf_pwa.alertes.modele import Alerte
from caf_pwa.comptes import service as comptes

# Read on the first page: built once, and read without the ORM.
_OUVERTES = (
    select(Alerte.genre, Alerte.objet_id, Alerte.publiee_le, Alerte.lue_le, Alerte.valeurs)
    .where(Alerte.compte_id == bindparam("compte_id"), Alerte.close_le.is_(None))
    .order_by(Alerte.publiee_le.desc(), Alerte.objet_id)
)


@dataclass(frozen=True)
class AlerteLue:
    """An alert as shown."""

    titre: str
    texte: str
    lien: str
    publiee_le: datetime
    nouvelle: bool
    a_faire: bool


def publier(
    session: Session,
    comptes_ids: Iterable[str],
    genre: str,
    objet_id: str,
    valeurs: dict[str, str],
    maintenant: datetime,
) -> None:
    """Put an alert in these inboxes. The same (kind, object) again rewrites its words and rings nothing twice."""
    for compte_id in comptes_ids:
        alerte = session.get(Alerte, (compte_id, genre, objet_id))
        if alerte is None:
            session.add(
                Alerte(
                    compte_id=compte_id,
                    genre=genre,
                    objet_id=objet_id,
                    publiee_le=maintenant,
                    valeurs=valeurs,
                )
            )
        else:
            alerte.valeurs = valeurs
            alerte.close_le = None
        comptes.marquer_modifie(session, compte_id)


def clore(session: Session, genre: str, objet_id: str, maintenant: datetime) -> None:
    """Nothing is left to do about this object: the alert leaves every inbox."""
    fermees = session.scalars(
        update(Alerte)
        .where(Alerte.genre == genre, Alerte.objet_id == objet_id, Alerte.close_le.is_(None))
        .values(close_le=maintenant)
        .returning(Alerte.compte_id)
    ).all()
    for compte_id in fermees:
        comptes.marquer_modifie(session, compte_id)


def recues(session: Session, compte_id: str, limite: int | None = None) -> list[AlerteLue]:
    """The open alerts of an account: what is to be done first, then the newest."""
    lignes = session.connection().execute(_OUVERTES, {"compte_id": compte_id})
    alertes = [_presenter(*ligne) for ligne in lignes]
    alertes.sort(key=lambda alerte: not alerte.a_faire)
    return alertes[:limite]


def marquer_lues(session: Session, compte_id: str, maintenant: datetime) -> None:
    """Everything in the inbox has been seen. Twice is once."""
    lues = session.execute(
        update(Alerte).where(Alerte.compte_id == compte_id, Alerte.lue_le.is_(None)).values(lue_le=maintenant)
    )
    if lues.rowcount:  # type: ignore[attr-defined]
        comptes.marquer_modifie(session, compte_id)


def _presenter(
    genre: str, objet_id: str, publiee_le: datetime, lue_le: datetime | None, valeurs: dict[str, str]
) -> AlerteLue:
    sorte = GENRES[genre]
    return AlerteLue(
        titre=sorte.titre.format_map(valeurs),
        texte=sorte.texte.format_map(valeurs),
        lien=sorte.lien.format(objet=objet_id),
        publiee_le=publiee_le,
        nouvelle=lue_le is None,
        a_faire=sorte.a_faire,
    )
