"""A démarche made by another way than this app: at a desk, by post, on the site."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from caf_pwa.demarches.modele import Demarche, EtatDemarche, Evenement
from caf_pwa.flux.communs import DonneesDuFoyer, references, remplacer, situer
from caf_pwa.flux.genre import Contexte, Genre
from caf_pwa.flux.types import Donnees, Texte
from caf_pwa.socle.identifiants import interne


class EvenementRecu(Donnees):
    date: date
    auteur: Texte
    texte: Texte


class DonneesDemarche(DonneesDuFoyer):
    titre: Texte
    numero: Texte
    deposee_le: date
    etat: Literal["recue", "en_cours", "en_attente_d_information", "traitee", "refusee", "annulee"]
    historique: Annotated[list[EvenementRecu], Field(max_length=200)] = []


def appliquer(contexte: Contexte, identifiant: str, donnees: DonneesDemarche) -> None:
    foyer_id, personne_id = situer(contexte, donnees)
    remplacer(
        contexte,
        GENRE.nom,
        Demarche(
            id=interne("demarche", identifiant),
            foyer_id=foyer_id,
            personne_id=personne_id,
            titre=donnees.titre,
            numero=donnees.numero,
            deposee_le=donnees.deposee_le,
            etat=EtatDemarche(donnees.etat),
            historique=[_evenement(evenement) for evenement in donnees.historique],
        ),
    )


def _evenement(recu: EvenementRecu) -> Evenement:
    return {"date": recu.date.isoformat(), "auteur": recu.auteur, "texte": recu.texte}


GENRE = Genre("demarche", DonneesDemarche, references=references, appliquer=appliquer, retirable=Demarche)
