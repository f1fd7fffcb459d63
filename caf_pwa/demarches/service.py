"""Reading what is due and what was sent. Whoever manages the dossier reads all; others, what names them."""

from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches.modele import Brouillon, DeclarationAttendue, Demarche, EtatDemarche, EtatPiece, PieceDemandee
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.horloge import mois_avant

MOIS_D_HISTORIQUE = 24

_Suivi = TypeVar("_Suivi", type[PieceDemandee], type[DeclarationAttendue], type[Demarche])


def pieces_attendues(session: Session, identite: Identite) -> list[PieceDemandee]:
    """The documents still awaited, the most pressing first."""
    attendus = [etat for etat in EtatPiece if etat.attendue]
    requete = (
        select(PieceDemandee)
        .where(_concerne(PieceDemandee, identite), PieceDemandee.etat.in_(attendus))
        .order_by(PieceDemandee.limite.is_(None), PieceDemandee.limite, PieceDemandee.id)
    )
    return list(session.scalars(requete))


def declarations_attendues(session: Session, identite: Identite, aujourdhui: date) -> list[DeclarationAttendue]:
    """The declarations that are open and not received, the most pressing first."""
    requete = (
        select(DeclarationAttendue)
        .where(
            _concerne(DeclarationAttendue, identite),
            DeclarationAttendue.recue.is_(False),
            DeclarationAttendue.ouverte_le <= aujourdhui,
        )
        .order_by(DeclarationAttendue.limite, DeclarationAttendue.id)
    )
    return list(session.scalars(requete))


def envoyees(session: Session, identite: Identite, aujourdhui: date) -> list[Demarche]:
    """The démarches of the last 24 months, newest first."""
    requete = (
        select(Demarche)
        .where(_concerne(Demarche, identite), Demarche.deposee_le >= mois_avant(aujourdhui, MOIS_D_HISTORIQUE))
        .order_by(Demarche.deposee_le.desc(), Demarche.id)
    )
    return list(session.scalars(requete))


def brouillons(session: Session, identite: Identite) -> list[Brouillon]:
    """The démarches that this person has begun and not sent, the latest first."""
    requete = (
        select(Brouillon)
        .where(Brouillon.foyer_id == identite.foyer_id, Brouillon.personne_id == identite.personne_id)
        .order_by(Brouillon.modifie_le.desc(), Brouillon.id)
    )
    return list(session.scalars(requete))


def piece(session: Session, identite: Identite, piece_id: str) -> PieceDemandee:
    """A document asked for that this person may read. Raises Introuvable."""
    trouvee = session.scalar(
        select(PieceDemandee).where(PieceDemandee.id == piece_id, _concerne(PieceDemandee, identite))
    )
    if trouvee is None:
        raise Introuvable(piece_id)
    return trouvee


def demarche(session: Session, identite: Identite, demarche_id: str, aujourdhui: date) -> Demarche:
    """One démarche that this person may read. Raises Introuvable."""
    requete = select(Demarche).where(
        Demarche.id == demarche_id,
        _concerne(Demarche, identite),
        Demarche.deposee_le >= mois_avant(aujourdhui, MOIS_D_HISTORIQUE),
    )
    trouvee = session.scalar(requete)
    if trouvee is None:
        raise Introuvable(demarche_id)
    return trouvee


def derniere_envoyee(session: Session, identite: Identite, slug: str, depuis: date) -> Demarche | None:
    """The last démarche of that kind that this person may read, sent since that day and not withdrawn."""
    requete = (
        select(Demarche)
        .where(
            _concerne(Demarche, identite),
            Demarche.slug == slug,
            Demarche.deposee_le >= depuis,
            Demarche.etat != EtatDemarche.ANNULEE,
        )
        .order_by(Demarche.deposee_le.desc(), Demarche.deposee_a.desc(), Demarche.id)
    )
    return session.scalars(requete).first()


def deposee_par(session: Session, identite: Identite, demarche_id: str, aujourdhui: date) -> Demarche:
    """One démarche that this very person sent. Raises Introuvable."""
    trouvee = demarche(session, identite, demarche_id, aujourdhui)
    if trouvee.personne_id != identite.personne_id or trouvee.slug is None:
        raise Introuvable(demarche_id)
    return trouvee


def envoyee_par(session: Session, foyer_id: str, personne_id: str, demarche_id: str) -> Demarche:
    """One démarche that this very person sent, however long ago: for its receipt. Raises Introuvable."""
    la_sienne = (Demarche.foyer_id == foyer_id, Demarche.personne_id == personne_id, Demarche.slug.is_not(None))
    trouvee = session.scalar(select(Demarche).where(Demarche.id == demarche_id, *la_sienne))
    if trouvee is None:
        raise Introuvable(demarche_id)
    return trouvee


def _concerne(suivi: _Suivi, identite: Identite) -> ColumnElement[bool]:
    """What names nobody is the household's; what names a person is theirs, and the manager's of the dossier.

    What is confidential is read by the person it names alone.
    """
    du_foyer, de_moi = suivi.foyer_id == identite.foyer_id, suivi.personne_id == identite.personne_id
    if not identite.gere_le_dossier:
        return and_(du_foyer, de_moi)
    if issubclass(suivi, DeclarationAttendue):
        return du_foyer
    return and_(du_foyer, or_(suivi.confidentielle.is_(False), de_moi))
