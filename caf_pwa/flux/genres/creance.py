"""A debt."""

from datetime import date
from decimal import Decimal
from typing import Literal

from caf_pwa.dettes.modele import Creance, EtatCreance
from caf_pwa.dettes.reglements import tenue
from caf_pwa.flux.communs import DonneesDuFoyer, references, remplacer, situer
from caf_pwa.flux.genre import Contexte, DonneesRefusees, Genre
from caf_pwa.flux.types import Donnees, Identifiant, Mois, MontantPositif, Texte
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.identifiants import interne


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


def appliquer(contexte: Contexte, identifiant: str, donnees: DonneesCreance) -> None:
    if donnees.rembourse > donnees.montant:
        raise DonneesRefusees("donnees.rembourse", "le montant remboursé dépasse la dette")
    if donnees.mois_fin < donnees.mois_debut:
        raise DonneesRefusees("donnees.mois_fin", "le dernier mois vient avant le premier")
    foyer_id, _ = situer(contexte, donnees)
    valeurs = donnees.model_dump(exclude={"foyer", "personne", "etat", "reglements"})
    etat, identite = EtatCreance(donnees.etat), interne("creance", identifiant)
    remplacer(contexte, GENRE.nom, Creance(id=identite, nom=identifiant, foyer_id=foyer_id, etat=etat, **valeurs))
    _recompter(contexte, identite, donnees)


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


GENRE = Genre("creance", DonneesCreance, references=references, appliquer=appliquer)
