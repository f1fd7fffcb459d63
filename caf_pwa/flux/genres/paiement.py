"""A payment day with its lines and deductions."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from caf_pwa.allocations.modele import Ligne, Paiement, Retenue
from caf_pwa.flux.communs import DonneesDuFoyer, alerter, cloturer, est_recent, references, remplacer, situer
from caf_pwa.flux.genre import Contexte, DonneesRefusees, Genre
from caf_pwa.flux.genres.droit import CodePrestation, exiger_un_nom
from caf_pwa.flux.types import CompteCredite, Donnees, Identifiant, Mois, Montant, MontantPositif, Texte
from caf_pwa.socle.formats import euros, jour
from caf_pwa.socle.identifiants import interne


class LigneDePaiement(Donnees):
    """``tiers``: whom this line went to, when not to the household (a landlord)."""

    prestation: CodePrestation
    libelle: Texte | None = None
    mois: Mois
    montant: Montant
    rappel: bool = False
    tiers: Texte | None = None


class RetenueSurPaiement(Donnees):
    libelle: Texte
    montant: MontantPositif
    creance: Identifiant | None = None


class DonneesPaiement(DonneesDuFoyer):
    """``montant``: what reached the household. It must equal its lines less the deductions, to the cent."""

    date: date
    montant: MontantPositif
    compte: CompteCredite | None = None
    lignes: Annotated[list[LigneDePaiement], Field(min_length=1, max_length=200)]
    retenues: Annotated[list[RetenueSurPaiement], Field(max_length=100)] = []


def appliquer(contexte: Contexte, identifiant: str, donnees: DonneesPaiement) -> None:
    for rang, ligne in enumerate(donnees.lignes):
        exiger_un_nom(ligne.prestation, ligne.libelle, f"donnees.lignes[{rang}].prestation")
    au_foyer = _somme(ligne.montant for ligne in donnees.lignes if ligne.tiers is None)
    retenu = _somme(retenue.montant for retenue in donnees.retenues)
    if au_foyer - retenu != donnees.montant:
        raise DonneesRefusees(
            "donnees.montant",
            f"{donnees.montant} annoncé, mais les lignes moins les retenues font {au_foyer - retenu}",
        )
    foyer_id, _ = situer(contexte, donnees)
    paiement = _paiement(interne("paiement", identifiant), foyer_id, donnees)
    remplacer(contexte, GENRE.nom, paiement)
    if est_recent(contexte, donnees.date):
        valeurs = {"montant": euros(donnees.montant), "date": jour(donnees.date)}
        alerter(contexte, GENRE.nom, paiement.id, (foyer_id, None), valeurs)
    else:
        cloturer(contexte, GENRE.nom, paiement.id)


def _paiement(paiement_id: str, foyer_id: str, donnees: DonneesPaiement) -> Paiement:
    return Paiement(
        id=paiement_id,
        foyer_id=foyer_id,
        date=donnees.date,
        montant=donnees.montant,
        montant_tiers=_somme(ligne.montant for ligne in donnees.lignes if ligne.tiers is not None),
        compte=donnees.compte,
        lignes=[
            Ligne(paiement_id=paiement_id, rang=rang, **ligne.model_dump()) for rang, ligne in enumerate(donnees.lignes)
        ],
        retenues=[
            Retenue(
                paiement_id=paiement_id,
                rang=rang,
                libelle=retenue.libelle,
                montant=retenue.montant,
                creance_id=interne("creance", retenue.creance) if retenue.creance else None,
            )
            for rang, retenue in enumerate(donnees.retenues)
        ],
    )


def _somme(montants: Iterable[Decimal]) -> Decimal:
    return sum(montants, Decimal())


def _references(donnees: DonneesPaiement) -> list[str]:
    creances = [f"creance:{retenue.creance}" for retenue in donnees.retenues if retenue.creance]
    return references(donnees) + creances


GENRE = Genre("paiement", DonneesPaiement, references=_references, appliquer=appliquer, retirable=Paiement)
