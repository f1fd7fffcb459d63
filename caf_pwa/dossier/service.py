"""Reading the household. Every function takes the household it may read: nothing is fetched by id alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import Session, joinedload

from caf_pwa.dossier.modele import Fait, Foyer, Personne, QuotientFamilial, Ressource
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.horloge import mois_avant

MOIS_D_HISTORIQUE = 24


_FOYER = (
    select(Foyer)
    .where(Foyer.id == bindparam("foyer_id"))
    .options(joinedload(Foyer.personnes.and_(Personne.sortie.is_(False))))
)


def foyer(session: Session, foyer_id: str) -> Foyer:
    """The household with its persons in the register's order, those who left excepted. Raises Introuvable."""
    trouve = session.scalars(_FOYER, {"foyer_id": foyer_id}).unique().one_or_none()
    if trouve is None:
        raise Introuvable(foyer_id)
    return trouve


def personne(session: Session, foyer_id: str, personne_id: str) -> Personne:
    """One person of that household. Raises Introuvable."""
    trouvee = session.scalar(select(Personne).where(Personne.id == personne_id, Personne.foyer_id == foyer_id))
    if trouvee is None:
        raise Introuvable(personne_id)
    return trouvee


_NOUVELLE_VERSION = update(Foyer).where(Foyer.id == bindparam("foyer")).values(version=Foyer.version + 1)


def marquer_modifie(session: Session, foyer_id: str) -> None:
    """Every change of a dossier moves its version: what devices hold of it is then asked for again."""
    session.flush()
    session.connection().execute(_NOUVELLE_VERSION, {"foyer": foyer_id})


def marquer_modifies(session: Session, foyers: Iterable[str]) -> None:
    """The same of many, in the order in which everybody takes them."""
    session.flush()
    if lot := sorted(set(foyers)):
        session.connection().execute(_NOUVELLE_VERSION, [{"foyer": foyer_id} for foyer_id in lot])


@dataclass(frozen=True)
class FigureDUnMois:
    """What somebody received in a month. Euros."""

    personne_id: str
    mois: date  # its first day
    libelle: str
    montant: Decimal
    origine: str  # impots, employeur, france-travail, cpam, vous
    payeur: str | None = None  # the employer's name, where the register gives it


_RANG = Ressource.annee * 12 + Ressource.mois
# Read on every page of a démarche: built once, and read without the ORM.
_MENSUELLES = (
    select(
        Ressource.personne_id,
        Ressource.annee,
        Ressource.mois,
        Ressource.libelle,
        Ressource.montant,
        Ressource.origine,
        Ressource.payeur,
    )
    .join(Personne, Personne.id == Ressource.personne_id)
    .where(
        Ressource.foyer_id == bindparam("foyer_id"),
        Personne.foyer_id == bindparam("foyer_id"),
        Personne.sortie.is_(False),
        Ressource.mois.is_not(None),
        bindparam("rang") <= _RANG,
    )
    .order_by(_RANG, Personne.rang, Ressource.libelle)
)


@dataclass(frozen=True)
class RessourcesDUnePersonne:
    """What one person received in a year: the year's figures, then the months'; each with its origin."""

    nom: str
    annuelles: list[Ressource]
    mensuelles: list[Ressource]

    @property
    def total_annuel(self) -> Decimal:
        return sum((ligne.montant for ligne in self.annuelles), Decimal())


@dataclass(frozen=True)
class AnneeDeRessources:
    annee: int
    personnes: list[RessourcesDUnePersonne]


def ressources(session: Session, foyer_id: str, personne_id: str | None = None) -> list[AnneeDeRessources]:
    """The resources by year, newest first, and by person; of ``personne_id`` alone where it is given.

    Those of a person who left are theirs alone, also once they are in another household.
    """
    requete = (
        select(Ressource, Personne)
        .join(Personne, Personne.id == Ressource.personne_id)
        .where(Ressource.foyer_id == foyer_id)
        .order_by(Ressource.annee.desc(), Personne.rang, Ressource.mois.desc(), Ressource.libelle)
    )
    if personne_id is None:
        requete = requete.where(Personne.foyer_id == foyer_id, Personne.sortie.is_(False))
    else:
        requete = requete.where(Ressource.personne_id == personne_id)
    lignes = [(ligne, de) for ligne, de in session.execute(requete)]
    return [
        AnneeDeRessources(
            annee, [_de_la_personne(du_groupe) for _, du_groupe in groupby(de_l_annee, lambda paire: paire[1].id)]
        )
        for annee, de_l_annee in groupby(lignes, lambda paire: paire[0].annee)
    ]


def mensuelles(session: Session, foyer_id: str, depuis: date, personne_id: str | None = None) -> list[FigureDUnMois]:
    """The figures by month since ``depuis``, oldest first; of ``personne_id`` alone where it is given."""
    valeurs = {"foyer_id": foyer_id, "rang": depuis.year * 12 + depuis.month}
    lignes: Iterable[Any] = session.connection().execute(_MENSUELLES, valeurs)
    toutes = (FigureDUnMois(de, date(annee, mois, 1), *reste) for de, annee, mois, *reste in lignes)
    return [figure for figure in toutes if personne_id in (None, figure.personne_id)]


def _de_la_personne(lignes: Iterable[tuple[Ressource, Personne]]) -> RessourcesDUnePersonne:
    liste = list(lignes)
    figures = [ligne for ligne, _ in liste]
    return RessourcesDUnePersonne(
        nom=liste[0][1].nom_affiche,
        annuelles=[ligne for ligne in figures if ligne.mois is None],
        mensuelles=[ligne for ligne in figures if ligne.mois is not None],
    )


def quotients(session: Session, foyer_id: str, aujourdhui: date) -> list[QuotientFamilial]:
    """The quotients of the last 24 months, newest first; a household known from elsewhere keeps its last one."""
    tous = session.scalars(
        select(QuotientFamilial)
        .where(QuotientFamilial.foyer_id == foyer_id)
        .order_by(QuotientFamilial.mois.desc())
        .limit(MOIS_D_HISTORIQUE)
    ).all()
    debut = mois_avant(aujourdhui, MOIS_D_HISTORIQUE)
    return [quotient for rang, quotient in enumerate(tous) if rang == 0 or quotient.mois >= debut]


def faits(session: Session, foyer_id: str, personne_id: str, gere: bool) -> list[tuple[Fait, Personne]]:
    """What was declared and accepted of the persons of this household; of ``personne_id`` alone for whoever does not
    manage the dossier. What is confidential is for the person it names.
    """
    sien = Fait.personne_id == personne_id
    requete = (
        select(Fait, Personne)
        .join(Personne, Personne.id == Fait.personne_id)
        .where(Fait.foyer_id == foyer_id, Personne.foyer_id == foyer_id, or_(Personne.sortie.is_(False), sien))
        .order_by(Personne.rang, Fait.libelle)
    )
    requete = requete.where(or_(sien, Fait.confidentiel.is_(False)) if gere else sien)
    return [(fait, personne) for fait, personne in session.execute(requete)]
