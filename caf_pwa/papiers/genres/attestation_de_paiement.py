"""The certificate of payment: what each benefit brought over a period, to whom, and for which children."""

from datetime import date

from sqlalchemy.orm import Session

from caf_pwa.allocations.modele import Paiement
from caf_pwa.dossier import service as dossier
from caf_pwa.papiers import foyers, mouvements
from caf_pwa.papiers.contenu import Contenu, Rangee, Tableau
from caf_pwa.papiers.demandes import SUR_UNE_PERIODE, Demande, Periode, periode_de
from caf_pwa.papiers.genre import Genre, Qui
from caf_pwa.socle import formats
from caf_pwa.socle.portee import Portee

_TITRE = "Attestation de paiement"


def _composer(session: Session, qui: Qui, demande: Demande, aujourdhui: date) -> Contenu:
    foyer, periode = dossier.foyer(session, qui.foyer_id), periode_de(demande)
    paiements = mouvements.mouvements(session, foyer.id, periode)
    recu = formats.euros(mouvements.total(paiements))
    return Contenu(
        titre=_TITRE,
        demande=dict(demande),
        fait_le=formats.jour(aujourdhui),
        emetteur=foyers.emetteur(foyer),
        destinataire=foyers.destinataire(foyer),
        phrase=_phrase(periode, paiements),
        chiffre=("Reçu par le foyer", recu),
        tableaux=(_tableau(paiements),) if paiements else (),
        personnes=tuple(foyers.nommee(personne) for personne in foyer.personnes),
        resume=(
            ("Document", _TITRE),
            ("Pour", foyers.en_bref(foyer.personnes[0])),
            ("Période", mouvements.en_mots(periode)),
            *_totaux(paiements),
            ("Fait le", formats.jour(aujourdhui)),
        ),
    )


def _phrase(periode: Periode, paiements: list[Paiement]) -> str:
    quand = ("En " if periode.du == periode.au else "") + mouvements.en_mots(periode)
    suite = "la Caf a payé ce qui suit au foyer." if paiements else "la Caf n’a rien payé au foyer."
    return f"{quand[0].upper()}{quand[1:]}, {suite}"


def _tableau(paiements: list[Paiement]) -> Tableau:
    rangees = tuple(
        Rangee(
            (
                mouvements.nom(ligne),
                mouvements.du_mois(ligne),
                formats.jour(paiement.date),
                ligne.tiers or "Au foyer",
                formats.euros(ligne.montant),
            )
        )
        for paiement in paiements
        for ligne in paiement.lignes
    )
    colonnes = ("Prestation", "Pour le mois", "Payée le", "Versée à", "Montant")
    return Tableau("Prestations payées", colonnes, rangees, _totaux(paiements))


def _totaux(paiements: list[Paiement]) -> tuple[tuple[str, str], ...]:
    """What was held back and what went to others where there is any; what reached the household always."""
    retenues, tiers = mouvements.total_des_retenues(paiements), mouvements.total_des_tiers(paiements)
    sommes = [("Versé à d’autres (bailleur)", tiers), ("Retenues", -retenues)]
    dites = [(libelle, formats.euros(somme)) for libelle, somme in sommes if somme]
    return (*dites, ("Reçu par le foyer", formats.euros(mouvements.total(paiements))))


GENRE = Genre(
    slug="attestation-de-paiement",
    rang=10,
    titre=_TITRE,
    phrase="Ce que vous avez reçu, pour une administration ou un bailleur",
    portee=Portee.FOYER,
    choix=SUR_UNE_PERIODE,
    composer=_composer,
)
