"""Publishing an alert in the same transaction as its cause, closing it, reading the inbox."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from caf_pwa.alertes.genres import genres, rappels
from caf_pwa.alertes.modele import Alerte, AlerteVue, Annonce, Livraison
from caf_pwa.comptes import service as comptes
from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import Compte
from caf_pwa.dossier.modele import Personne
from caf_pwa.extensions import inserer_si_absent


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
    concernes: tuple[str, str | None],
    genre: str,
    objet_id: str,
    valeurs: dict[str, str],
    maintenant: datetime,
) -> None:
    """Put an alert in the inbox of a household, or of that person of it.

    The same (kind, object) again rewrites its words and rings nothing twice; of a kind that evolves, other words are
    news. An alert that was closed is news again. What reminded of other words is taken back: another deadline is
    recalled anew.
    """
    alerte = session.get(Alerte, (genre, objet_id))
    connue = alerte is not None and alerte.close_le is None
    if alerte is None:
        alerte = Alerte(genre=genre, objet_id=objet_id, publiee_le=maintenant)
        session.add(alerte)
    elif alerte.valeurs != valeurs:
        session.execute(delete(Alerte).where(Alerte.genre.in_(rappels(genre)), Alerte.objet_id == objet_id))
        if genres()[genre].evolue:
            connue = False
            _redevenir_nouvelle(session, alerte, maintenant)
    alerte.foyer_id, alerte.personne_id = concernes
    alerte.valeurs = valeurs
    alerte.close_le = None
    if not connue:
        sonnerie = {"genre": genre, "objet_id": objet_id, "publiee_le": maintenant}
        inserer_si_absent(session.connection(), Annonce, sonnerie)


def _redevenir_nouvelle(session: Session, alerte: Alerte, maintenant: datetime) -> None:
    alerte.publiee_le = maintenant
    session.execute(delete(AlerteVue).where(AlerteVue.genre == alerte.genre, AlerteVue.objet_id == alerte.objet_id))


def taire(session: Session) -> None:
    """Ring for nothing that has not been rung for yet: what was loaded at once is no news."""
    session.execute(delete(Annonce))


def clore(session: Session, genre: str, objet_id: str, maintenant: datetime) -> None:
    """Nothing is left to do about this object: the alert leaves every inbox."""
    avec = [genre, *(slug for slug, un in genres().items() if un.suit == genre)]
    session.execute(
        update(Alerte)
        .where(Alerte.genre.in_(avec), Alerte.objet_id == objet_id, Alerte.close_le.is_(None))
        .values(close_le=maintenant)
    )


def au_compte(session: Session, compte_id: str, genre: str, valeurs: dict[str, str], maintenant: datetime) -> None:
    """Something happened to an account: its person alone is told, of the last time only."""
    requete = select(Personne.foyer_id, Personne.id).join(Compte, Compte.personne_id == Personne.id)
    foyer_id, personne_id = session.execute(requete.where(Compte.id == compte_id)).one()
    publier(session, (foyer_id, personne_id), genre, compte_id, valeurs, maintenant)
    comptes.marquer_modifie(session, compte_id)


def rouvrir(session: Session, genre: str, objet_id: str) -> None:
    """There is something to do about this object again."""
    session.execute(update(Alerte).where(Alerte.genre == genre, Alerte.objet_id == objet_id).values(close_le=None))


def recues(session: Session, identite: Identite) -> list[AlerteLue]:
    """The open alerts that this person may read: what is to be done first, then the newest.

    An object is there once: by the last reminder of it.
    """
    lignes = session.connection().execute(_ouvertes(identite.gere_le_dossier), _valeurs(identite))
    uniques: dict[tuple[str, str], AlerteLue] = {}
    for ligne in lignes:
        uniques.setdefault((genres()[ligne.genre].famille, ligne.objet_id), _presenter(*ligne))
    alertes = list(uniques.values())
    alertes.sort(key=lambda alerte: not alerte.a_faire)
    return alertes


def lien(session: Session, identite: Identite, livraison_id: str) -> str | None:
    """Where this alert, which was sent to them, leads; None when it was not, or leads nowhere any more."""
    la_leur = (Livraison.id == livraison_id, Livraison.compte_id == identite.compte_id)
    livraison = session.scalar(select(Livraison).where(*la_leur))
    if livraison is None or livraison.genre not in genres():
        return None
    return genres()[livraison.genre].lien.format(objet=livraison.objet_id)


def marquer_lues(session: Session, identite: Identite, maintenant: datetime) -> None:
    """Everything in the inbox has been seen. Twice is once."""
    nouvelles = session.execute(
        _ouvertes(identite.gere_le_dossier).where(AlerteVue.compte_id.is_(None)), _valeurs(identite)
    ).all()
    for genre, objet_id, *_ in nouvelles:
        vue = {"compte_id": identite.compte_id, "genre": genre, "objet_id": objet_id, "vue_le": maintenant}
        inserer_si_absent(session.connection(), AlerteVue, vue)
    if nouvelles:
        comptes.marquer_modifie(session, identite.compte_id)


@cache
def _ouvertes(gere_le_dossier: bool) -> Select[*tuple[Any, ...]]:
    """Read on the first page: built once, and read without the ORM."""
    return (
        select(Alerte.genre, Alerte.objet_id, Alerte.publiee_le, AlerteVue.compte_id.is_(None), Alerte.valeurs)
        .outerjoin(
            AlerteVue,
            and_(
                AlerteVue.genre == Alerte.genre,
                AlerteVue.objet_id == Alerte.objet_id,
                AlerteVue.compte_id == bindparam("compte_id"),
            ),
        )
        .where(Alerte.foyer_id == bindparam("foyer_id"), Alerte.close_le.is_(None), _lisible(gere_le_dossier))
        .order_by(Alerte.publiee_le.desc(), Alerte.objet_id)
    )


def _lisible(gere_le_dossier: bool) -> ColumnElement[bool]:
    pour_moi = Alerte.personne_id == bindparam("personne_id")
    if not gere_le_dossier:
        return pour_moi
    return or_(pour_moi, Alerte.personne_id.is_(None), Alerte.genre.not_in(_personnels()))


def _personnels() -> list[str]:
    return [slug for slug, genre in genres().items() if genre.personnel]


def _valeurs(identite: Identite) -> dict[str, str]:
    return {
        "compte_id": identite.compte_id,
        "foyer_id": identite.foyer_id,
        "personne_id": identite.personne_id,
    }


def _presenter(genre: str, objet_id: str, publiee_le: datetime, nouvelle: bool, valeurs: dict[str, str]) -> AlerteLue:
    sorte = genres()[genre]
    return AlerteLue(
        titre=sorte.titre.format_map(valeurs),
        texte=sorte.texte.format_map(valeurs),
        lien=sorte.lien.format(objet=objet_id),
        publiee_le=publiee_le,
        nouvelle=nouvelle,
        a_faire=sorte.a_faire,
    )
