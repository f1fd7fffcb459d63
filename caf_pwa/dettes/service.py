"""Reading the debts of a household: what each is today, until when one may object, and how it ends."""

from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from caf_pwa.allocations import service as allocations
from caf_pwa.allocations.calendrier import prochain_paiement
from caf_pwa.dettes import moteur, plan
from caf_pwa.dettes.modele import Creance, DemandeDeCreance, EtatCreance, EtatDeDemande, GenreDeDemande
from caf_pwa.dettes.plan import Mensualite
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.formats import euros
from caf_pwa.socle.horloge import mois_avant
from caf_pwa.socle.parametres import parametre

_CLOSES = [etat for etat in EtatCreance if etat.close]


@dataclass(frozen=True)
class CreanceResume:
    """A debt as a row of a list. ``etat``: today's. ``reste``: what is left to pay back, in euros."""

    id: str
    prestation: str
    etat: EtatCreance
    reste: Decimal


# The list stands on the two pages most read: built once, and read without the ORM.
_OUVERTES = [
    exists().where(
        DemandeDeCreance.creance_id == Creance.id,
        DemandeDeCreance.foyer_id == Creance.foyer_id,
        DemandeDeCreance.etat == EtatDeDemande.RECUE,
        DemandeDeCreance.genre == genre,
    )
    for genre in GenreDeDemande
]
_RESUMEES = (
    select(
        Creance.id,
        Creance.prestation,
        Creance.etat,
        Creance.notifiee_le,
        Creance.montant,
        Creance.rembourse,
        Creance.regle,
        *_OUVERTES,
    )
    .where(Creance.foyer_id == bindparam("foyer_id"), Creance.etat.not_in(_CLOSES))
    .order_by(Creance.notifiee_le, Creance.id)
)


def resumees(session: Session, foyer_id: str, aujourdhui: date) -> list[CreanceResume]:
    """The debts still open, oldest first, as rows of a list."""
    lignes = session.connection().execute(_RESUMEES, {"foyer_id": foyer_id})
    return [
        CreanceResume(id_, prestation, _etat(etat, notifiee_le, reste, _nommees(ouvertes), aujourdhui), reste)
        for id_, prestation, etat, notifiee_le, montant, rembourse, regle, *ouvertes in lignes
        if (reste := montant - rembourse - regle) > 0
    ]


def _nommees(ouvertes: Sequence[bool]) -> list[GenreDeDemande]:
    return [genre for genre, ouverte in zip(GenreDeDemande, ouvertes, strict=True) if ouverte]


@dataclass(frozen=True)
class Echeances:
    """The dates that matter for a debt. ``fin``: the month of the last deduction at today's pace, if any."""

    rectification: date
    recours: date
    fin: date | None


@dataclass(frozen=True)
class Dette:
    """A debt as it is on a day. ``plan``: the deductions to come, none while it is frozen or closed."""

    creance: Creance
    jour: date
    etat: EtatCreance
    demandes: list[DemandeDeCreance]  # newest first
    echeances: Echeances
    plan: list[Mensualite]

    def ouverte(self, genre: GenreDeDemande) -> DemandeDeCreance | None:
        """The request of that kind that waits for its answer."""
        return next((une for une in self.demandes if une.ouverte and une.genre is genre), None)

    def peut_demander(self, genre: GenreDeDemande) -> bool:
        """Nothing of that kind is open, and it is still in time where being late closes the way."""
        en_temps = genre is not GenreDeDemande.RECTIFICATION or self.jour <= self.echeances.rectification
        return en_temps and moteur.peut(self.etat, moteur.ACTES[genre]) and self.ouverte(genre) is None

    @property
    def possibles(self) -> list[GenreDeDemande]:
        """What may be asked today."""
        return [genre for genre in GenreDeDemande if self.peut_demander(genre)]

    @property
    def contestable(self) -> bool:
        return any(genre.conteste for genre in self.possibles)


def liste(session: Session, foyer_id: str, aujourdhui: date) -> list[Dette]:
    """Every debt of that household, closed ones included, oldest first."""
    demandes = _demandes(session, foyer_id)
    return [
        decrire(creance, [une for une in demandes if une.creance_id == creance.id], aujourdhui)
        for creance in _toutes(session, foyer_id)
    ]


def lire(session: Session, foyer_id: str, creance_id: str, aujourdhui: date) -> Dette:
    """One debt of that household. Raises Introuvable."""
    creance = session.scalar(select(Creance).where(Creance.id == creance_id, Creance.foyer_id == foyer_id))
    if creance is None:
        raise Introuvable(creance_id)
    demandes = [une for une in _demandes(session, foyer_id) if une.creance_id == creance.id]
    return decrire(creance, demandes, aujourdhui)


def decrire(creance: Creance, demandes: list[DemandeDeCreance], aujourdhui: date) -> Dette:
    ouvertes = [une.genre for une in demandes if une.ouverte]
    etat = _etat(creance.etat, creance.notifiee_le, creance.reste, ouvertes, aujourdhui)
    return Dette(
        creance, aujourdhui, etat, demandes, echeances(creance, etat, aujourdhui), _plan(creance, etat, aujourdhui)
    )


def _toutes(session: Session, foyer_id: str) -> Sequence[Creance]:
    return session.scalars(
        select(Creance).where(Creance.foyer_id == foyer_id).order_by(Creance.notifiee_le, Creance.id)
    ).all()


def _demandes(session: Session, foyer_id: str) -> Sequence[DemandeDeCreance]:
    return session.scalars(
        select(DemandeDeCreance)
        .where(DemandeDeCreance.foyer_id == foyer_id)
        .order_by(DemandeDeCreance.deposee_a.desc(), DemandeDeCreance.id)
    ).all()


def _etat(
    dit: EtatCreance, notifiee_le: date, reste: Decimal, ouvertes: Collection[GenreDeDemande], aujourdhui: date
) -> EtatCreance:
    return moteur.etat_le(dit, fin_de_rectification(notifiee_le), reste, ouvertes, aujourdhui)


def fin_de_rectification(notifiee_le: date) -> date:
    """The last day to ask for a correction: R. 133-9-2 of the Code de la sécurité sociale."""
    return notifiee_le + timedelta(days=int(parametre("dette.jours_rectification", notifiee_le)))


def fin_de_recours(notifiee_le: date) -> date:
    """The last day to appeal: R. 133-9-2 and R. 142-1 of the Code de la sécurité sociale."""
    return _mois_apres(notifiee_le, int(parametre("dette.mois_recours", notifiee_le)))


def echeances(creance: Creance, etat: EtatCreance, aujourdhui: date) -> Echeances:
    """The last day to ask for a correction, the last day to appeal, and when the debt will be paid back."""
    notifiee_le = creance.notifiee_le
    fin = None
    if _retenue(creance, etat):
        assert creance.retenue_mensuelle is not None
        premier = premier_mois(creance, etat, aujourdhui)
        fin = mois_avant(premier, 1 - plan.duree(creance.reste, creance.retenue_mensuelle))
    return Echeances(
        rectification=fin_de_rectification(notifiee_le),
        recours=fin_de_recours(notifiee_le),
        fin=fin,
    )


def premier_mois(creance: Creance, etat: EtatCreance, aujourdhui: date) -> date:
    """The month of the next deduction: today's payment has been made, and nothing is due of one just notified."""
    notifiee = etat is EtatCreance.NOTIFIEE
    apres = max(aujourdhui, fin_de_rectification(creance.notifiee_le)) if notifiee else aujourdhui
    return prochain_paiement(apres + timedelta(days=1)).replace(day=1)


def _plan(creance: Creance, etat: EtatCreance, aujourdhui: date) -> list[Mensualite]:
    if not _retenue(creance, etat):
        return []
    assert creance.retenue_mensuelle is not None
    return plan.etaler(creance.reste, creance.retenue_mensuelle, premier_mois(creance, etat, aujourdhui))


def _retenue(creance: Creance, etat: EtatCreance) -> bool:
    """Something will be deducted from the payments to come."""
    return bool(creance.retenue_mensuelle) and not etat.gelee and not etat.close


def _mois_apres(jour: date, nombre: int) -> date:
    """The same day of the month, or that month's last day."""
    mois = mois_avant(jour, -nombre)
    return mois.replace(day=min(jour.day, monthrange(mois.year, mois.month)[1]))


@dataclass(frozen=True)
class Fait:
    """Something that happened to a debt."""

    jour: date
    texte: str


def histoire(session: Session, dette: Dette) -> list[Fait]:
    """What happened to it, newest first: the notice, what was asked and answered, what was deducted."""
    creance = dette.creance
    faits = [Fait(creance.notifiee_le, "Dette notifiée.")]
    for jour, montant in allocations.retenues(session, creance.foyer_id, creance.id):
        faits.append(Fait(jour, f"{euros(montant)} retenus sur votre paiement."))
    for une in reversed(dette.demandes):
        faits.append(Fait(une.deposee_le, f"{une.genre.titre}, numéro {une.numero}."))
        if une.close_le is not None:
            faits.append(Fait(une.close_le, f"{une.genre.titre} : {une.etat.libelle.lower()}."))
    return sorted(faits, key=lambda fait: fait.jour)[::-1]
