"""The resources of one person for one year, with the origin of each figure."""

from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy import delete, select

from caf_pwa.dossier.modele import Ressource
from caf_pwa.flux.communs import references, situer
from caf_pwa.flux.genre import Contexte, Genre
from caf_pwa.flux.types import Donnees, Identifiant, Montant, Texte
from caf_pwa.socle.identifiants import interne


class LigneDeRessources(Donnees):
    """A year's figure, or a month's where ``mois`` (1 to 12) is given."""

    libelle: Texte
    montant: Montant
    origine: Literal["impots", "employeur", "france-travail", "cpam", "vous"]
    mois: Annotated[int, Field(ge=1, le=12)] | None = None
    payeur: Texte | None = None


class DonneesRessources(Donnees):
    foyer: Identifiant
    personne: Identifiant
    annee: Annotated[int, Field(ge=1990, le=2100)]
    lignes: Annotated[list[LigneDeRessources], Field(max_length=500)]


def appliquer(contexte: Contexte, identifiant: str, donnees: DonneesRessources) -> None:
    """A new version replaces every line of the former one."""
    foyer_id, personne_id = situer(contexte, donnees)
    assert personne_id is not None
    releve_id = interne("ressources", identifiant)
    contexte.session.execute(delete(Ressource).where(Ressource.releve_id == releve_id))
    _remplacer_le_declare(contexte, personne_id, donnees)
    contexte.session.add_all(
        Ressource(
            id=interne("ligne-de-ressources", f"{identifiant}/{rang}"),
            releve_id=releve_id,
            foyer_id=foyer_id,
            personne_id=personne_id,
            annee=donnees.annee,
            **ligne.model_dump(),
        )
        for rang, ligne in enumerate(donnees.lignes)
    )


def _remplacer_le_declare(contexte: Contexte, personne_id: str, donnees: DonneesRessources) -> None:
    """A figure declared in the application is not counted twice once it comes by the feed: the feed's stands."""
    venues = {(ligne.mois, ligne.libelle) for ligne in donnees.lignes if ligne.origine == "vous"}
    if not venues:
        return
    declare_id = interne("declare", f"{personne_id}/{donnees.annee}")  # see dossier/chantier.py
    for figure in contexte.session.scalars(select(Ressource).where(Ressource.releve_id == declare_id)):
        if (figure.mois, figure.libelle) in venues:
            contexte.session.delete(figure)


GENRE = Genre("ressources", DonneesRessources, references=references, appliquer=appliquer)
