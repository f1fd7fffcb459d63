"""The form that contests a change of the dossier."""

from caf_pwa.socle.champs import ChampTexteLong
from caf_pwa.socle.formulaires import Formulaire


class FormulaireContestation(Formulaire):
    explication = ChampTexteLong(
        "Que s’est-il passé ?",
        longueur=500,
        exige=False,
        aide="Facultatif. Exemple : je n’ai pas déménagé.",
    )
