"""A month's quotient familial. One that cannot be computed is absent, with its reason: never 0."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, model_validator

from caf_pwa.dossier.modele import QuotientFamilial
from caf_pwa.flux.communs import DonneesDuFoyer, references, remplacer, situer
from caf_pwa.flux.genre import Contexte, Genre
from caf_pwa.flux.types import Donnees, Mois, MontantPositif, Texte
from caf_pwa.socle.identifiants import interne


class Base(Donnees):
    """What it was computed from: a twelfth of the year's resources, the month's benefits, the parts."""

    ressources: MontantPositif
    prestations: MontantPositif
    parts: Annotated[Decimal, Field(gt=0, le=30)]


class DonneesQuotient(DonneesDuFoyer):
    mois: Mois
    valeur: Annotated[int, Field(ge=0, le=1_000_000)] | None
    motif: Texte | None = None
    fournisseur: Texte | None = None
    calcule_en: Mois | None = None
    base: Base | None = None

    @model_validator(mode="after")
    def _absent_avec_sa_raison(self) -> "DonneesQuotient":
        if self.valeur is None and self.motif is None:
            raise ValueError("un quotient non calculable dit pourquoi (motif)")
        return self


def appliquer(contexte: Contexte, identifiant: str, donnees: DonneesQuotient) -> None:
    foyer_id, _ = situer(contexte, donnees)
    base = donnees.base
    remplacer(
        contexte,
        GENRE.nom,
        QuotientFamilial(
            id=interne("quotient_familial", identifiant),
            foyer_id=foyer_id,
            mois=donnees.mois,
            valeur=donnees.valeur,
            motif=donnees.motif,
            fournisseur=donnees.fournisseur,
            calcule_en=donnees.calcule_en,
            ressources=base.ressources if base else None,
            prestations=base.prestations if base else None,
            parts=base.parts if base else None,
        ),
    )


GENRE = Genre(
    "quotient_familial",
    DonneesQuotient,
    references=references,
    appliquer=appliquer,
    retirable=QuotientFamilial,
)
