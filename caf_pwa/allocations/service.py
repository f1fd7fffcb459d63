"""Reading rights and payments. Every function takes the household it may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, selectinload

from caf_pwa.allocations import prestations
from caf_pwa.allocations.modele import Droit, EtatDroit, Ligne, Paiement, Retenue
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.horloge import mois_avant

MOIS_D_HISTORIQUE = 24
MOIS_DU_GRAPHIQUE = 12

# The statements of the two pages most read: built once, and read without the ORM.
_PAIEMENTS = (
    select(
        Paiement.id,
        Paiement.date,
        Paiement.montant,
        Paiement.montant_tiers,
        select(func.sum(Retenue.montant)).where(Retenue.paiement_id == Paiement.id).scalar_subquery(),
        Paiement.compte,
    )
    .where(Paiement.foyer_id == bindparam("foyer_id"), Paiement.date >= bindparam("debut"))
    .order_by(Paiement.date.desc(), Paiement.id)
)
_DERNIERS_PAIEMENTS = _PAIEMENTS.limit(bindparam("limite"))
_PARTS = (
    select(Paiement.date, Ligne.prestation, Ligne.libelle, Ligne.montant)
    .join(Ligne, Ligne.paiement_id == Paiement.id)
    .where(
        Paiement.foyer_id == bindparam("foyer_id"),
        Paiement.date >= bindparam("debut"),
        Paiement.date <= bindparam("fin"),
    )
)

_OUVERTES = select(Droit.prestation).where(Droit.foyer_id == bindparam("foyer_id"), Droit.etat == EtatDroit.OUVERT)


class PaiementResume(NamedTuple):
    """A payment as a row of a list. Amounts in euros."""

    id: str
    date: date
    montant: Decimal
    montant_tiers: Decimal
    retenues: Decimal
    compte: str | None


@dataclass(frozen=True)
class AnneeDePaiements:
    annee: int
    paiements: list[PaiementResume]

    @property
    def total(self) -> Decimal:
        return sum((paiement.montant for paiement in self.paiements), Decimal())


@dataclass(frozen=True)
class MoisDePaiements:
    """A month of the chart: what was paid for each benefit, largest benefits of the year first."""

    mois: date
    parts: dict[str, Decimal]

    @property
    def total(self) -> Decimal:
        return sum(self.parts.values(), Decimal())


def droits(session: Session, foyer_id: str) -> list[Droit]:
    """The rights: open ones first, then suspended, then those that ended."""
    tous = session.scalars(select(Droit).where(Droit.foyer_id == foyer_id).order_by(Droit.depuis, Droit.id)).all()
    ordre = list(EtatDroit)
    return sorted(tous, key=lambda droit: ordre.index(droit.etat))


def paiements(session: Session, foyer_id: str, aujourdhui: date, limite: int | None = None) -> list[PaiementResume]:
    """The payments of the last 24 months, newest first."""
    requete = _PAIEMENTS if limite is None else _DERNIERS_PAIEMENTS
    valeurs = {"foyer_id": foyer_id, "debut": debut_de_l_historique(aujourdhui), "limite": limite}
    return [
        PaiementResume(id_, jour, montant, tiers, retenu or Decimal(), compte)
        for id_, jour, montant, tiers, retenu, compte in session.connection().execute(requete, valeurs)
    ]


def par_annee(liste: Sequence[PaiementResume]) -> list[AnneeDePaiements]:
    return [
        AnneeDePaiements(annee, list(de_l_annee))
        for annee, de_l_annee in groupby(liste, lambda paiement: paiement.date.year)
    ]


def paiement(session: Session, foyer_id: str, paiement_id: str, aujourdhui: date) -> Paiement:
    """One payment of that household, with its lines and deductions. Raises Introuvable."""
    trouve = session.scalar(
        select(Paiement)
        .where(
            Paiement.id == paiement_id,
            Paiement.foyer_id == foyer_id,
            Paiement.date >= debut_de_l_historique(aujourdhui),
        )
        .options(selectinload(Paiement.lignes), selectinload(Paiement.retenues))
    )
    if trouve is None:
        raise Introuvable(paiement_id)
    return trouve


def retenues(session: Session, foyer_id: str, creance_id: str) -> list[tuple[date, Decimal]]:
    """What was deducted for a debt of that household: when, and how much in euros, oldest first."""
    requete = (
        select(Paiement.date, Retenue.montant)
        .join(Retenue, Retenue.paiement_id == Paiement.id)
        .where(Paiement.foyer_id == foyer_id, Retenue.creance_id == creance_id)
        .order_by(Paiement.date, Paiement.id, Retenue.rang)
    )
    return [(jour, montant) for jour, montant in session.execute(requete)]


def douze_mois(session: Session, foyer_id: str, aujourdhui: date) -> list[MoisDePaiements]:
    """What was paid in each of the last twelve months, by benefit, oldest first; empty months included."""
    valeurs = {"foyer_id": foyer_id, "debut": mois_avant(aujourdhui, MOIS_DU_GRAPHIQUE - 1), "fin": aujourdhui}
    sommes: dict[date, dict[str, Decimal]] = {}
    totaux: dict[str, Decimal] = {}
    for jour, code, libelle, montant in session.connection().execute(_PARTS, valeurs):
        nom = prestations.nom(code, libelle)
        du_mois = sommes.setdefault(jour.replace(day=1), {})
        du_mois[nom] = du_mois.get(nom, Decimal()) + montant
        totaux[nom] = totaux.get(nom, Decimal()) + montant
    ordre = sorted(totaux, key=lambda nom: (-totaux[nom], nom))
    tous_les_mois = [mois_avant(aujourdhui, rang) for rang in range(MOIS_DU_GRAPHIQUE - 1, -1, -1)]
    return [
        MoisDePaiements(mois, {nom: sommes[mois][nom] for nom in ordre if nom in sommes.get(mois, {})})
        for mois in tous_les_mois
    ]


def debut_de_l_historique(aujourdhui: date) -> date:
    """What is older than 24 months is not shown."""
    return mois_avant(aujourdhui, MOIS_D_HISTORIQUE)


def prestations_ouvertes(session: Session, foyer_id: str) -> frozenset[str]:
    """The codes of the benefits that this household receives now."""
    return frozenset(session.connection().execute(_OUVERTES, {"foyer_id": foyer_id}).scalars())


def mois_du_changement(droit: Droit, aujourdhui: date) -> date | None:
    """The month whose payment is the first to show that a right has changed; None before it, and once it is too old."""
    if droit.change_le is None:
        return None
    mois = mois_avant(droit.change_le, -1)
    return mois if debut_de_l_historique(aujourdhui) <= mois <= aujourdhui else None
