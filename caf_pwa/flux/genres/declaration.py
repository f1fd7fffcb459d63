"""A declaration that a household owes for a period."""

from datetime import date
from typing import Annotated

from pydantic import Field

from caf_pwa.demarches.catalogue import catalogue
from caf_pwa.demarches.modele import DeclarationAttendue
from caf_pwa.flux.communs import DonneesDuFoyer, alerter, cloturer, references, remplacer, situer
from caf_pwa.flux.genre import Contexte, DonneesRefusees, Genre
from caf_pwa.flux.types import Texte
from caf_pwa.socle.formats import jour
from caf_pwa.socle.identifiants import interne


class DonneesDeclaration(DonneesDuFoyer):
    """``demarche``: its address in the catalogue. ``periode``: in words, such as "août à octobre 2026"."""

    demarche: Annotated[str, Field(max_length=48)]
    titre: Texte
    periode: Texte
    ouverte_le: date
    limite: date
    recue: bool = False


def appliquer(contexte: Contexte, identifiant: str, donnees: DonneesDeclaration) -> None:
    if donnees.demarche not in catalogue():
        raise DonneesRefusees("donnees.demarche", "cette démarche n’est pas au catalogue")
    if donnees.limite < donnees.ouverte_le:
        raise DonneesRefusees("donnees.limite", "la limite vient avant l’ouverture")
    concernes = situer(contexte, donnees)
    foyer_id, personne_id = concernes
    declaration = DeclarationAttendue(
        id=interne("declaration", identifiant),
        foyer_id=foyer_id,
        personne_id=personne_id,
        **donnees.model_dump(exclude={"foyer", "personne"}),
    )
    remplacer(contexte, GENRE.nom, declaration)
    if donnees.recue:
        cloturer(contexte, GENRE.nom, declaration.id)
    elif donnees.ouverte_le <= contexte.aujourdhui:  # else it is announced the day it opens
        valeurs = {"titre": donnees.titre, "date": jour(donnees.limite)}
        alerter(contexte, GENRE.nom, declaration.id, concernes, valeurs)


GENRE = Genre(
    "declaration",
    DonneesDeclaration,
    references=references,
    appliquer=appliquer,
    retirable=DeclarationAttendue,
)
