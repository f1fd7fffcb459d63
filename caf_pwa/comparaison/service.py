"""What « Pourquoi ce montant a changé ? » compares, read from the database for whoever manages the dossier."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from caf_pwa.allocations import service as allocations
from caf_pwa.allocations.modele import Ligne, Paiement, Retenue
from caf_pwa.comparaison import causes
from caf_pwa.comparaison.causes import Acceptee, Contexte, Explication
from caf_pwa.comparaison.postes import LigneLue, RetenueLue, Versements, postes
from caf_pwa.dettes.modele import Creance
from caf_pwa.dossier import changements
from caf_pwa.dossier import service as dossier
from caf_pwa.dossier.effets import RUBRIQUES
from caf_pwa.dossier.modele import Role
from caf_pwa.socle.dates import DatePartielle, lire_mois
from caf_pwa.socle.erreurs import ErreurMetier
from caf_pwa.socle.formats import mois as en_mois

# What is changed in a dossier without changing what is due.
SANS_EFFET = {
    RUBRIQUES[champ] for champ in ("courriel", "telephone", "nom_usage", "compte_bancaire", "titulaire_du_compte")
}

_LIGNES = (
    select(Paiement.date, Ligne.prestation, Ligne.libelle, Ligne.mois, Ligne.rappel, Ligne.montant, Ligne.tiers)
    .join(Ligne, Ligne.paiement_id == Paiement.id)
    .where(Paiement.foyer_id == bindparam("foyer_id"), Paiement.date >= bindparam("debut"))
    .order_by(Paiement.date, Paiement.id, Ligne.rang)
)
_RETENUES = (
    select(Paiement.date, Retenue.libelle, Retenue.montant, Creance)
    .join(Retenue, Retenue.paiement_id == Paiement.id)
    .outerjoin(Creance, Creance.id == Retenue.creance_id)
    .where(Paiement.foyer_id == bindparam("foyer_id"), Paiement.date >= bindparam("debut"))
    .order_by(Paiement.date, Paiement.id, Retenue.rang)
)


class MoisInvalides(ErreurMetier):
    """Two months that cannot be compared; the message says why, in French."""


@dataclass(frozen=True)
class Comparaison:
    """Two months and every line of theirs. ``payes``: the months that have a payment, newest first."""

    avant: Versements
    apres: Versements
    lignes: Sequence[Explication]
    payes: Sequence[date]

    @property
    def ecart(self) -> Decimal:
        """Of what was received: the sum of the lines' own."""
        return self.apres.recu - self.avant.recu


def comparer(
    session: Session, lecteur: changements.Lecteur, avant: str | None, apres: str | None, aujourdhui: date
) -> Comparaison | None:
    """The two months asked for (``AAAA-MM``); by default the last one paid, and the one paid before it.

    None where there are not two payments to compare. Raises MoisInvalides.
    """
    debut = allocations.debut_de_l_historique(aujourdhui)
    tous = _versements(session, lecteur.foyer_id, debut)
    choisis = _choisir(list(tous), avant, apres, debut, aujourdhui)
    if choisis is None:
        return None
    un, autre = (tous.get(mois, Versements(mois)) for mois in choisis)
    contexte = _contexte(session, lecteur, un, autre)
    lignes = [causes.expliquer(poste, contexte) for poste in postes(un, autre)]
    return Comparaison(un, autre, lignes, sorted(tous, reverse=True))


def mois_payes(paiements: Iterable[allocations.PaiementResume]) -> list[date]:
    """The months of these payments, each once, in their order."""
    return list(dict.fromkeys(paiement.date.replace(day=1) for paiement in paiements))


def _choisir(
    payes: Sequence[date], avant: str | None, apres: str | None, debut: date, aujourdhui: date
) -> tuple[date, date] | None:
    second = _lu(apres, debut, aujourdhui) if apres else max(payes, default=None)
    if second is None:
        return None
    anterieurs = [mois for mois in payes if mois < second]
    premier = _lu(avant, debut, aujourdhui) if avant else max(anterieurs, default=None)
    if premier is None:
        return None
    if premier >= second:
        raise MoisInvalides("Le premier mois doit venir avant le second.")
    return premier, second


def _lu(texte: str, debut: date, aujourdhui: date) -> date:
    try:
        mois = lire_mois(texte)
    except ValueError:
        raise MoisInvalides("Ce mois n’existe pas. Choisissez un mois dans la liste.") from None
    if not debut <= mois <= aujourdhui:
        raise MoisInvalides(f"Choisissez deux mois de {en_mois(debut)} à {en_mois(aujourdhui)}.")
    return mois


def _versements(session: Session, foyer_id: str, debut: date) -> dict[date, Versements]:
    """What was paid since then, by month."""
    valeurs = {"foyer_id": foyer_id, "debut": debut}
    jours: dict[date, date] = {}
    lignes: dict[date, list[LigneLue]] = {}
    retenues: dict[date, list[RetenueLue]] = {}
    lues: Iterable[Any] = session.execute(_LIGNES, valeurs)
    for jour, *ligne in lues:
        mois = jour.replace(day=1)
        jours[mois] = jour
        lignes.setdefault(mois, []).append(LigneLue(*ligne))
    retenus: Iterable[Any] = session.execute(_RETENUES, valeurs)
    for jour, *retenue in retenus:
        retenues.setdefault(jour.replace(day=1), []).append(RetenueLue(*retenue))
    return {mois: Versements(jours[mois], tuple(lignes[mois]), tuple(retenues.get(mois, ()))) for mois in jours}


def _contexte(session: Session, lecteur: changements.Lecteur, avant: Versements, apres: Versements) -> Contexte:
    enfants = [un for un in dossier.foyer(session, lecteur.foyer_id).personnes if un.role in (Role.ENFANT, Role.AUTRE)]
    naissances = [(un.appellation, DatePartielle.lire(un.naissance).exacte()) for un in enfants]
    return Contexte(
        avant,
        apres,
        droits=allocations.droits(session, lecteur.foyer_id),
        naissances=[(prenom, le) for prenom, le in naissances if le and le <= apres.jour],
        acceptees=_acceptees(session, lecteur, avant.jour, apres.jour),
    )


def _acceptees(session: Session, lecteur: changements.Lecteur, debut: date, fin: date) -> list[Acceptee]:
    """The démarches that changed the dossier after the first payment and up to the second, each once."""
    lus = [lu for lu in changements.entre(session, lecteur, debut, fin) if lu.changement.rubrique not in SANS_EFFET]
    par_demarche = {
        lu.changement.cause_id: Acceptee(lu.changement.cause_id, lu.changement.cause_titre, lu.jour) for lu in lus
    }
    return list(par_demarche.values())
