"""A document that the Caf asks for."""

from datetime import date
from typing import Literal

from caf_pwa.demarches.modele import EtatPiece, PieceDemandee
from caf_pwa.flux.communs import DonneesDuFoyer, alerter, cloturer, references, remplacer, situer
from caf_pwa.flux.genre import Contexte, DonneesRefusees, Genre
from caf_pwa.flux.types import Texte
from caf_pwa.socle.formats import jour
from caf_pwa.socle.identifiants import interne


class DonneesPiece(DonneesDuFoyer):
    libelle: Texte
    raison: Texte
    demandee_le: date
    limite: date | None = None
    etat: Literal["demandee", "recue", "acceptee", "refusee", "annulee"] = "demandee"
    motif_refus: Texte | None = None


def appliquer(contexte: Contexte, identifiant: str, donnees: DonneesPiece) -> None:
    if donnees.etat == "refusee" and not donnees.motif_refus:
        raise DonneesRefusees("donnees.motif_refus", "un document refusé dit pourquoi")
    concernes = situer(contexte, donnees)
    foyer_id, personne_id = concernes
    valeurs = donnees.model_dump(exclude={"foyer", "personne", "etat"})
    piece = PieceDemandee(
        id=interne("piece", identifiant),
        foyer_id=foyer_id,
        personne_id=personne_id,
        etat=EtatPiece(donnees.etat),
        **valeurs,
    )
    remplacer(contexte, GENRE.nom, piece)
    if piece.etat.attendue:
        limite = f"avant le {jour(donnees.limite)}" if donnees.limite else "dès que possible"
        alerter(contexte, GENRE.nom, piece.id, concernes, {"libelle": donnees.libelle, "limite": limite})
    else:
        cloturer(contexte, GENRE.nom, piece.id)


GENRE = Genre("piece", DonneesPiece, references=references, appliquer=appliquer, retirable=PieceDemandee)
