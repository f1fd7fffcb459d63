"""The statement: every movement of a period, payment by payment."""

from datetime import date

from sqlalchemy.orm import Session

from caf_pwa.allocations.modele import Paiement
from caf_pwa.dossier import service as dossier
from caf_pwa.papiers import foyers, mouvements
from caf_pwa.papiers.contenu import Contenu, Rangee, Tableau
from caf_pwa.papiers.demandes import SUR_UNE_PERIODE, Demande, periode_de
from caf_pwa.papiers.genre import Genre, Qui
from caf_pwa.socle import formats
from caf_pwa.socle.portee import Portee

_TITRE = "Relevé de compte"


def _composer(session: Session, qui: Qui, demande: Demande, aujourdhui: date) -> Contenu:
    foyer, periode = dossier.foyer(session, qui.foyer_id), periode_de(demande)
    paiements = mouvements.mouvements(session, foyer.id, periode)
    mois, recu = mouvements.en_mots(periode), formats.euros(mouvements.total(paiements))
    return Contenu(
        titre=_TITRE,
        demande=dict(demande),
        fait_le=formats.jour(aujourdhui),
        emetteur=foyers.emetteur(foyer),
        destinataire=foyers.destinataire(foyer),
        phrase=f"Période : {mois}." if paiements else f"Période : {mois}. Aucun paiement sur cette période.",
        chiffre=("Total reçu", recu),
        tableaux=(_tableau(paiements, recu),) if paiements else (),
        notes=("Une retenue rembourse une somme versée en trop.",) if _retenues(paiements) else (),
        resume=(
            ("Document", _TITRE),
            ("Pour", foyers.en_bref(foyer.personnes[0])),
            ("Période", mois),
            ("Total reçu", recu),
            ("Fait le", formats.jour(aujourdhui)),
        ),
    )


def _tableau(paiements: list[Paiement], recu: str) -> Tableau:
    rangees = tuple(rangee for paiement in paiements for rangee in _rangees(paiement))
    colonnes = ("Mouvement", "Pour le mois", "Versé à", "Montant")
    return Tableau("Mouvements de la période", colonnes, rangees, (("Total reçu", recu),))


def _rangees(paiement: Paiement) -> list[Rangee]:
    """The payment as it reached the household, then what it is made of."""
    paye = (f"Paiement du {formats.jour(paiement.date)}", "", "", formats.euros(paiement.montant))
    lignes = [
        (mouvements.nom(une), mouvements.du_mois(une), une.tiers or "", formats.euros(une.montant))
        for une in paiement.lignes
    ]
    retenues = [(une.libelle, "", "", formats.euros(-une.montant)) for une in paiement.retenues]
    return [Rangee(paye, "groupe"), *map(Rangee, (*lignes, *retenues))]


def _retenues(paiements: list[Paiement]) -> bool:
    return any(paiement.retenues for paiement in paiements)


GENRE = Genre(
    slug="releve-de-compte",
    rang=30,
    titre=_TITRE,
    phrase="Tous vos paiements, mois par mois",
    portee=Portee.FOYER,
    choix=SUR_UNE_PERIODE,
    composer=_composer,
)
