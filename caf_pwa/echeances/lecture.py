"""What a dossier waits for, in one statement: read on the first page, so built once and without the ORM."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Date,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from caf_pwa.alertes.modele import Alerte
from caf_pwa.allocations.modele import Droit, EtatDroit, Paiement
from caf_pwa.demarches.lecture import Qui
from caf_pwa.demarches.modele import DeclarationAttendue, Demarche, EtatDemarche, EtatPiece, PieceDemandee
from caf_pwa.extensions import Instant


class Sorte(enum.Enum):
    PIECE = "piece"
    DECLARATION = "declaration"
    QUESTION = "question"
    DROIT = "droit"  # suspended
    ATTENDU = "attendu"  # the day since which a payment comes each month
    PAYE = "paye"  # the last payment
    CALME = "calme"  # the last thing done


@dataclass(frozen=True)
class Ligne:
    """One thing. ``jour``: its deadline, or the day that it tells. ``code``: a démarche's address, or a benefit."""

    sorte: Sorte
    id: str | None
    titre: str | None
    detail: str | None
    a_faire: str | None
    code: str | None
    jour: date | None
    ouverte_le: date | None
    moment: datetime | None


def lire(session: Session, qui: Qui) -> list[Ligne]:
    """All of it, as far as this person may see: what waits for an answer, what is suspended, what came last."""
    valeurs = {"foyer_id": qui.foyer_id, "personne_id": qui.personne_id}
    lignes: Sequence[Any] = session.connection().execute(_requete(qui.gere_le_dossier), valeurs).all()
    return [Ligne(Sorte(sorte), *reste) for sorte, *reste in lignes]


@cache
def _requete(gere_le_dossier: bool) -> CompoundSelect[Any]:
    siennes = [_pieces(gere_le_dossier), _declarations(gere_le_dossier), _questions(), _calme(gere_le_dossier)]
    return union_all(*siennes, *([_suspendus(), _attendus(), _paye()] if gere_le_dossier else []))


_RIEN, _SANS_JOUR, _SANS_MOMENT = cast(null(), String), cast(null(), Date), cast(null(), Instant)
_MOI = bindparam("personne_id", type_=String)


def _une(sorte: Sorte, table: Any, **colonnes: Any) -> Select[Any]:
    """One kind of thing of the household."""
    mots = [colonnes.get(nom, _RIEN) for nom in ("id", "titre", "detail", "a_faire", "code")]
    jours = [colonnes.get(nom, _SANS_JOUR) for nom in ("jour", "ouverte_le")]
    colonne = literal(sorte.value, String).label("sorte")
    requete = select(colonne, *mots, *jours, colonnes.get("moment", _SANS_MOMENT))
    return requete.where(table.foyer_id == bindparam("foyer_id"))


def _pieces(gere: bool) -> Select[Any]:
    une = PieceDemandee
    attendues = [etat for etat in EtatPiece if etat.attendue]
    requete = _une(Sorte.PIECE, une, id=une.id, titre=une.libelle, detail=une.raison, jour=une.limite)
    lisible = or_(une.confidentielle.is_(False), une.personne_id == _MOI) if gere else une.personne_id == _MOI
    return requete.where(une.etat.in_(attendues), lisible)


def _declarations(gere: bool) -> Select[Any]:
    une = DeclarationAttendue
    mots = {"id": une.id, "titre": une.titre, "detail": une.periode, "code": une.demarche}
    requete = _une(Sorte.DECLARATION, une, **mots, jour=une.limite, ouverte_le=une.ouverte_le)
    requete = requete.where(une.recue.is_(False))
    return requete if gere else requete.where(une.personne_id == _MOI)


def _questions() -> Select[Any]:
    """What an adviser asked about a démarche: its author alone can answer."""
    une = Demarche
    requete = _une(Sorte.QUESTION, une, id=une.id, titre=une.titre, detail=une.question)
    return requete.where(une.etat == EtatDemarche.EN_ATTENTE_D_INFORMATION, une.personne_id == _MOI)


def _calme(gere: bool) -> Select[Any]:
    requete = _une(Sorte.CALME, Alerte, moment=func.max(Alerte.close_le))
    return requete if gere else requete.where(Alerte.personne_id == _MOI)


def _suspendus() -> Select[Any]:
    un = Droit
    mots = {"id": un.id, "titre": un.libelle, "detail": un.motif, "a_faire": un.a_faire, "code": un.prestation}
    return _une(Sorte.DROIT, un, **mots, jour=un.change_le).where(un.etat == EtatDroit.SUSPENDU)


def _attendus() -> Select[Any]:
    """Something is paid to the household each month, since that day."""
    verse = (Droit.etat == EtatDroit.OUVERT, Droit.montant > literal(0, Droit.montant.type), Droit.tiers.is_(None))
    return _une(Sorte.ATTENDU, Droit, jour=func.min(Droit.depuis)).where(*verse)


def _paye() -> Select[Any]:
    return _une(Sorte.PAYE, Paiement, jour=func.max(Paiement.date))
