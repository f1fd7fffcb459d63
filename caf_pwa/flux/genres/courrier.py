"""A letter or an e-mail."""

import base64
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from caf_pwa.courriers.modele import Courrier
from caf_pwa.demarches.catalogue import catalogue
from caf_pwa.flux.communs import DonneesDuFoyer, alerter, cloturer, est_recent, references, remplacer, situer
from caf_pwa.flux.genre import Contexte, DonneesRefusees, Genre
from caf_pwa.flux.types import Identifiant, Texte, TexteLong
from caf_pwa.socle.formats import jour
from caf_pwa.socle.identifiants import interne


class DonneesCourrier(DonneesDuFoyer):
    """Addressed to ``personne`` alone where it names one. A text, a PDF, or both.

    ``demarche``: the address, in the catalogue, of the démarche that answers it. ``piece``: the document it asks for.
    """

    date: date
    nature: Literal["courrier", "courriel"] = "courrier"
    objet: Texte
    texte: TexteLong | None = None
    pdf: Annotated[str, Field(max_length=4_000_000, description="Le PDF en base64.")] | None = None
    demarche: Annotated[str, Field(max_length=48)] | None = None
    piece: Identifiant | None = None

    @model_validator(mode="after")
    def _dit_quelque_chose(self) -> "DonneesCourrier":
        if self.texte is None and self.pdf is None:
            raise ValueError("il faut un texte ou un pdf")
        return self


def appliquer(contexte: Contexte, identifiant: str, donnees: DonneesCourrier) -> None:
    if donnees.demarche is not None and donnees.demarche not in catalogue():
        raise DonneesRefusees("donnees.demarche", "cette démarche n’est pas au catalogue")
    fichier = contexte.stockage.deposer(_pdf(donnees.pdf)) if donnees.pdf else None
    concernes = situer(contexte, donnees)
    foyer_id, personne_id = concernes
    courrier = Courrier(
        id=interne("courrier", identifiant),
        foyer_id=foyer_id,
        personne_id=personne_id,
        date=donnees.date,
        nature=donnees.nature,
        objet=donnees.objet,
        texte=donnees.texte,
        fichier=fichier,
        feuilles=None,  # those of another PDF
        demarche=donnees.demarche,
        piece_id=interne("piece", donnees.piece) if donnees.piece else None,
    )
    remplacer(contexte, GENRE.nom, courrier)
    if est_recent(contexte, donnees.date):
        valeurs = {"objet_du_courrier": donnees.objet, "date": jour(donnees.date)}
        alerter(contexte, GENRE.nom, courrier.id, concernes, valeurs)
    else:
        cloturer(contexte, GENRE.nom, courrier.id)


def _pdf(texte: str) -> bytes:
    try:
        contenu = base64.b64decode(texte, validate=True)
    except ValueError:
        raise DonneesRefusees("donnees.pdf", "ce n’est pas du base64") from None
    if not contenu.startswith(b"%PDF-"):
        raise DonneesRefusees("donnees.pdf", "ce n’est pas un PDF")
    return contenu


def _references(donnees: DonneesCourrier) -> list[str]:
    return references(donnees) + ([f"piece:{donnees.piece}"] if donnees.piece else [])


GENRE = Genre("courrier", DonneesCourrier, references=_references, appliquer=appliquer, retirable=Courrier)
