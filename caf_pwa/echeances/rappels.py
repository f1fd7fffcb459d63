"""Ringing the reminders that are due, over the whole base: one indexed statement a kind, read page by page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, bindparam, exists, literal, or_, select, tuple_
from sqlalchemy.orm import QueryableAttribute, Session

from caf_pwa.alertes import service as alertes
from caf_pwa.alertes.modele import Alerte
from caf_pwa.demarches.modele import DeclarationAttendue, EtatPiece, PieceDemandee
from caf_pwa.dettes.modele import Creance, DemandeDeCreance, EtatCreance, EtatDeDemande, GenreDeDemande
from caf_pwa.dossier import service as dossier
from caf_pwa.echeances import moteur
from caf_pwa.echeances.moteur import Cran
from caf_pwa.envois import rappels as sur_un_appareil
from caf_pwa.extensions import travailler_seul
from caf_pwa.socle.formats import euros, jour
from caf_pwa.socle.horloge import PARIS

LOT = 500
_VERROU = 4_201_812

_ATTENDUES = [etat for etat in EtatPiece if etat.attendue]
_EN_ATTENTE = [etat for etat in EtatCreance if not etat.close and not etat.gelee]
_SANS_RETENUE = or_(Creance.retenue_mensuelle.is_(None), Creance.retenue_mensuelle == literal(0, Creance.montant.type))


def _demandee(*genres: GenreDeDemande, etats: Sequence[EtatDeDemande] = (EtatDeDemande.RECUE,)) -> ColumnElement[bool]:
    """The household has asked one of these about the debt."""
    return exists().where(
        DemandeDeCreance.creance_id == Creance.id,
        DemandeDeCreance.genre.in_(genres),
        DemandeDeCreance.etat.in_(etats),
    )


_FAITE = [etat for etat in EtatDeDemande if etat is not EtatDeDemande.RETIREE]
_SUSPENDUE = _demandee(*(genre for genre in GenreDeDemande if genre.gele))
_CONTESTEE = _demandee(*(genre for genre in GenreDeDemande if genre.conteste), etats=_FAITE)

# What is more to say of a debt, by kind of reminder: nobody is reminded of what they have done.
_D_UNE_DETTE: dict[str, tuple[ColumnElement[bool], ...]] = {
    "dette-rectification": (~_CONTESTEE,),
    "dette-recours": (~_demandee(GenreDeDemande.RECOURS, etats=_FAITE),),
    "dette-a-payer": (_SANS_RETENUE, ~_demandee(*GenreDeDemande)),
}


@dataclass(frozen=True)
class Famille:
    """Objects of one table, and the reminders of them.

    ``repere``: the indexed date that their deadline follows from. ``personne``: whom they name.
    """

    crans: Callable[[date], tuple[Cran, ...]]
    repere: QueryableAttribute[Any]
    personne: QueryableAttribute[Any] | ColumnElement[Any]
    mots: tuple[QueryableAttribute[Any], ...]
    dus: Callable[[str], tuple[ColumnElement[bool], ...]]
    dire: Callable[[Any, date], dict[str, str]]


def _dire_une_piece(ligne: Any, echeance: date) -> dict[str, str]:
    return {"libelle": ligne.libelle, "date": jour(echeance)}


def _pieces(crans: Callable[[date], tuple[Cran, ...]], confidentielle: bool) -> Famille:
    une = PieceDemandee
    dues = (une.etat.in_(_ATTENDUES), une.confidentielle.is_(confidentielle))
    return Famille(crans, une.limite, une.personne_id, (une.libelle,), lambda _: dues, _dire_une_piece)


def _dire_une_dette(ligne: Any, echeance: date) -> dict[str, str]:
    reste = ligne.montant - ligne.rembourse - ligne.regle
    return {"prestation": ligne.prestation, "date": jour(echeance), "montant": euros(reste)}


FAMILLES = (
    Famille(
        moteur.d_une_declaration,
        DeclarationAttendue.limite,
        DeclarationAttendue.personne_id,
        (DeclarationAttendue.titre,),
        lambda _: (DeclarationAttendue.recue.is_(False), DeclarationAttendue.ouverte_le <= bindparam("jour")),
        lambda ligne, echeance: {"titre": ligne.titre, "date": jour(echeance)},
    ),
    _pieces(moteur.d_une_piece, confidentielle=False),
    _pieces(moteur.d_une_piece_reservee, confidentielle=True),
    Famille(
        moteur.d_une_dette,
        Creance.notifiee_le,
        literal(None),
        (Creance.prestation, Creance.montant, Creance.rembourse, Creance.regle),
        lambda genre: (
            Creance.etat.in_(_EN_ATTENTE),
            Creance.montant > Creance.rembourse + Creance.regle,
            ~_SUSPENDUE,
            *_D_UNE_DETTE[genre],
        ),
        _dire_une_dette,
    ),
)


def rappeler(session: Session, maintenant: datetime) -> Iterator[int]:
    """Ring what is due now, batch by batch, and tell how many: the caller commits each batch.

    By day only. Every (kind, object) rings once, whoever else does the same meanwhile.
    """
    if not moteur.heure_civile(maintenant):
        return
    aujourdhui = maintenant.astimezone(PARIS).date()
    for famille in FAMILLES:
        for cran in famille.crans(aujourdhui):
            yield from _sonner(session, famille, cran, aujourdhui, maintenant)
    yield from _clore_les_passes(session, aujourdhui, maintenant)
    yield from sur_un_appareil.rappeler(session, aujourdhui, maintenant)


def _sonner(session: Session, famille: Famille, cran: Cran, aujourdhui: date, maintenant: datetime) -> Iterator[int]:
    debut, fin = cran.reperes(aujourdhui)
    valeurs = {"debut": debut, "fin": fin, "jour": aujourdhui, "lot": LOT, "apres": date.min, "apres_id": ""}
    while _lire(session, famille, cran, valeurs):
        travailler_seul(session, _VERROU)
        lignes = _lire(session, famille, cran, valeurs)  # anew: somebody else may just have rung them
        for ligne in lignes:
            concernes = (ligne.foyer_id, ligne.personne_id)
            mots = famille.dire(ligne, cran.echeance(ligne.repere))
            alertes.publier(session, concernes, cran.genre, ligne.id, mots, maintenant)
            valeurs |= {"apres": ligne.repere, "apres_id": ligne.id}
        dossier.marquer_modifies(session, (ligne.foyer_id for ligne in lignes))
        yield len(lignes)


def _lire(session: Session, famille: Famille, cran: Cran, valeurs: dict[str, Any]) -> Sequence[Any]:
    return session.connection().execute(_requete(famille, cran.genre), valeurs).all()


@cache
def _requete(famille: Famille, genre: str) -> Select[Any]:
    """The objects for which this kind is due and has not rung, by deadline. Built once: it is asked every hour."""
    objet = famille.repere.class_
    sonne = exists().where(Alerte.genre == genre, Alerte.objet_id == objet.id)
    page = tuple_(famille.repere, objet.id) > tuple_(bindparam("apres", type_=Date), bindparam("apres_id"))
    return (
        select(objet.id, objet.foyer_id, famille.personne.label("personne_id"), famille.repere.label("repere"))
        .add_columns(*famille.mots)
        .where(famille.repere.between(bindparam("debut"), bindparam("fin")), page, *famille.dus(genre), ~sonne)
        .order_by(famille.repere, objet.id)
        .limit(bindparam("lot"))
    )


_PASSEES = (
    select(Alerte.objet_id, Alerte.foyer_id)
    .join(Creance, Creance.id == Alerte.objet_id)
    .where(Alerte.genre == bindparam("genre"), Alerte.close_le.is_(None), Creance.notifiee_le < bindparam("debut"))
    .limit(LOT)
)


def _clore_les_passes(session: Session, aujourdhui: date, maintenant: datetime) -> Iterator[int]:
    """A day to object that has passed is recalled no more."""
    for cran in moteur.d_une_dette(aujourdhui):
        if cran.a < 0:
            continue
        valeurs = {"genre": cran.genre, "debut": cran.reperes(aujourdhui)[0]}
        while lignes := session.connection().execute(_PASSEES, valeurs).all():
            for objet_id, _ in lignes:
                alertes.clore(session, cran.genre, objet_id, maintenant)
            dossier.marquer_modifies(session, (foyer_id for _, foyer_id in lignes))
            yield 0
