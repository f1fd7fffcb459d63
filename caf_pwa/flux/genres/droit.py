"""A right: a benefit that a household receives, or did."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from caf_pwa.allocations.modele import Droit, Etape, EtatDroit
from caf_pwa.allocations.prestations import PRESTATIONS
from caf_pwa.flux.communs import DonneesDuFoyer, alerter, cloturer, est_recent, references, remplacer, situer
from caf_pwa.flux.genre import Contexte, DonneesRefusees, Genre
from caf_pwa.flux.types import Donnees, Montant, MontantPositif, Texte
from caf_pwa.socle.identifiants import interne

CodePrestation = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9-]{1,15}$")]


class Changement(Donnees):
    le: date
    motif: Texte
    montant_avant: MontantPositif | None = None


class EtapeDuCalcul(Donnees):
    libelle: Texte
    montant: Montant | None = None


class DonneesDroit(DonneesDuFoyer):
    """``motif`` says why a right is suspended or ended, ``a_faire`` what the person can do about it."""

    prestation: CodePrestation
    libelle: Texte | None = None
    etat: Literal["ouvert", "suspendu", "clos"]
    montant: MontantPositif | None = None
    depuis: date
    fin: date | None = None
    tiers: Texte | None = None
    changement: Changement | None = None
    motif: Texte | None = None
    a_faire: Texte | None = None
    calcul: Annotated[list[EtapeDuCalcul], Field(max_length=50)] = []


def exiger_un_nom(code: str, libelle: str | None, champ: str) -> None:
    """A benefit we have no name for comes with its own. Raises DonneesRefusees."""
    if code not in PRESTATIONS and not libelle:
        raise DonneesRefusees(champ, f"la prestation {code} n’est pas connue : il faut un libelle")


def appliquer(contexte: Contexte, identifiant: str, donnees: DonneesDroit) -> None:
    exiger_un_nom(donnees.prestation, donnees.libelle, "donnees.prestation")
    if donnees.etat != "ouvert" and not donnees.motif:
        raise DonneesRefusees("donnees.motif", "un droit suspendu ou clos dit pourquoi")
    foyer_id, _ = situer(contexte, donnees)
    changement = donnees.changement
    remplacer(
        contexte,
        GENRE.nom,
        Droit(
            id=interne("droit", identifiant),
            foyer_id=foyer_id,
            prestation=donnees.prestation,
            libelle=donnees.libelle,
            etat=EtatDroit(donnees.etat),
            montant=donnees.montant,
            depuis=donnees.depuis,
            fin=donnees.fin,
            tiers=donnees.tiers,
            change_le=changement.le if changement else None,
            montant_avant=changement.montant_avant if changement else None,
            motif=donnees.motif or (changement.motif if changement else None),
            a_faire=donnees.a_faire,
            calcul=[_etape(etape) for etape in donnees.calcul],
        ),
    )
    _prevenir(contexte, interne("droit", identifiant), foyer_id, donnees)


def _prevenir(contexte: Contexte, droit_id: str, foyer_id: str, donnees: DonneesDroit) -> None:
    """What stops, and what changed a short while ago, with the cause that the feed gives."""
    cloturer(contexte, GENRE.nom, droit_id)
    nom, changement = donnees.libelle or PRESTATIONS[donnees.prestation].nom, donnees.changement
    if donnees.etat == "suspendu":
        alerter(contexte, "paiement-absent", droit_id, (foyer_id, None), {"cause": f"{nom}\xa0: {donnees.motif}"})
    elif donnees.etat == "ouvert" and changement and _est_une_nouvelle(contexte, changement):
        cause = {"cause": f"{nom}\xa0: {changement.motif}"}
        alerter(contexte, "paiement-change", droit_id, (foyer_id, None), cause)


def _est_une_nouvelle(contexte: Contexte, changement: Changement) -> bool:
    return changement.montant_avant is not None and est_recent(contexte, changement.le)


def _etape(etape: EtapeDuCalcul) -> Etape:
    return {"libelle": etape.libelle, "montant": None if etape.montant is None else str(etape.montant)}


GENRE = Genre("droit", DonneesDroit, references=references, appliquer=appliquer, retirable=Droit)
