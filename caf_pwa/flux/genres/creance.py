"""A debt."""

from datetime import date
from typing import Literal

from caf_pwa.dettes.modele import Creance, EtatCreance
from caf_pwa.flux.communs import DonneesDuFoyer, alerter, cloturer, references, remplacer, situer
from caf_pwa.flux.genre import Contexte, DonneesRefusees, Genre
from caf_pwa.flux.types import Mois, MontantPositif, Texte
from caf_pwa.socle.formats import euros
from caf_pwa.socle.identifiants import interne


class DonneesCreance(DonneesDuFoyer):
    """``prestation``: the benefit paid in excess, in words. ``motif``: why, in a plain sentence."""

    reference: Texte
    prestation: Texte
    motif: Texte
    mois_debut: Mois
    mois_fin: Mois
    montant: MontantPositif
    rembourse: MontantPositif
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
    valeurs = donnees.model_dump(exclude={"foyer", "personne", "etat"})
    creance = Creance(id=interne("creance", identifiant), foyer_id=foyer_id, etat=EtatCreance(donnees.etat), **valeurs)
    remplacer(contexte, GENRE.nom, creance)
    if creance.etat is EtatCreance.NOTIFIEE:
        avis = {"montant": euros(creance.reste), "prestation": creance.prestation}
        alerter(contexte, GENRE.nom, creance.id, (foyer_id, None), avis)
    else:
        cloturer(contexte, GENRE.nom, creance.id)


GENRE = Genre("creance", DonneesCreance, references=references, appliquer=appliquer)
