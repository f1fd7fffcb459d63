"""A debt."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from caf_pwa.dettes.modele import Creance, EtatCreance, MoisCalcule
from caf_pwa.dettes.reglements import tenue
from caf_pwa.flux.communs import DonneesDuFoyer, references, remplacer, situer
from caf_pwa.flux.genre import Contexte, DonneesRefusees, Genre
from caf_pwa.flux.types import Donnees, Identifiant, Mois, MontantPositif, Texte
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.identifiants import interne


class MoisDuCalcul(Donnees):
    """What was paid for a month, and what was due."""

    mois: Mois
    verse: MontantPositif
    du: MontantPositif


class ReglementCompte(Donnees):
    """A payment made online that ``rembourse`` includes, and how much of it: as ``flux exporter`` told it."""

    reference: Identifiant
    montant: MontantPositif


class DonneesCreance(DonneesDuFoyer):
    """``prestation``: the benefit paid in excess, in words. ``motif``: why, in a plain sentence.

    ``reglements``: the payments made online that ``rembourse`` includes, all of them; left out, those told before.
    """

    reference: Texte
    prestation: Texte
    motif: Texte
    mois_debut: Mois
    mois_fin: Mois
    montant: MontantPositif
    rembourse: MontantPositif
    reglements: list[ReglementCompte] | None = None
    retenue_mensuelle: MontantPositif | None = None
    notifiee_le: date
    etat: Literal[
        "notifiee",
        "exigible",
        "en_recouvrement",
        "contestee",
        "echeancier",
        "remise_demandee",
        "soldee",
        "annulee",
    ]
    calcul: Annotated[list[MoisDuCalcul], Field(max_length=120)] = []


def appliquer(contexte: Contexte, identifiant: str, donnees: DonneesCreance) -> None:
    if donnees.rembourse > donnees.montant:
        raise DonneesRefusees("donnees.rembourse", "le montant remboursé dépasse la dette")
    if donnees.mois_fin < donnees.mois_debut:
        raise DonneesRefusees("donnees.mois_fin", "le dernier mois vient avant le premier")
    _verifier_le_calcul(donnees)
    foyer_id, _ = situer(contexte, donnees)
    valeurs = donnees.model_dump(exclude={"foyer", "personne", "etat", "calcul", "reglements"})
    creance = Creance(
        id=interne("creance", identifiant),
        nom=identifiant,
        foyer_id=foyer_id,
        etat=EtatCreance(donnees.etat),
        calcul=[_mois(un) for un in donnees.calcul],
        **valeurs,
    )
    remplacer(contexte, GENRE.nom, creance)
    _recompter(contexte, creance.id, donnees)


def _recompter(contexte: Contexte, creance_id: str, donnees: DonneesCreance) -> None:
    """The debt less what was paid online: what is not told as counted stays taken off it."""
    comptes = None
    if donnees.reglements is not None:
        comptes = {un.reference: un.montant for un in donnees.reglements}
        if len(comptes) != len(donnees.reglements) or sum(comptes.values(), Decimal()) > donnees.rembourse:
            raise DonneesRefusees("donnees.reglements", "ils se répètent, ou dépassent le montant remboursé")
    try:
        tenue.recompter(contexte.session, creance_id, comptes, contexte.maintenant)
    except Introuvable as inconnu:
        raise DonneesRefusees("donnees.reglements", f"{inconnu} n’est pas un règlement de cette dette") from None


def _verifier_le_calcul(donnees: DonneesCreance) -> None:
    """Where it is told, it is about the months of the debt, each once, and makes its amount to the cent."""
    mois = [un.mois for un in donnees.calcul]
    if len(set(mois)) != len(mois) or any(not donnees.mois_debut <= un <= donnees.mois_fin for un in mois):
        raise DonneesRefusees(
            "donnees.calcul", "chaque mois vient une fois, entre le premier et le dernier de la dette"
        )
    trop = sum((un.verse - un.du for un in donnees.calcul), Decimal())
    if donnees.calcul and trop != donnees.montant:
        raise DonneesRefusees("donnees.calcul", f"le calcul donne {trop}, la dette est de {donnees.montant}")


def _mois(un: MoisDuCalcul) -> MoisCalcule:
    return {"mois": un.mois.isoformat(), "verse": str(un.verse), "du": str(un.du)}


GENRE = Genre("creance", DonneesCreance, references=references, appliquer=appliquer)
