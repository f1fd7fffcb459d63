"""The forms of this slice that belong to no démarche of the catalogue."""

from caf_pwa.socle.champs import ChampTexteLong
from caf_pwa.socle.formulaires import Formulaire


class FormulaireReponse(Formulaire):
    texte = ChampTexteLong(
        "Votre réponse",
        manque="Écrivez votre réponse.",
        aide="Écrivez avec vos mots. Vous pouvez aussi ajouter un document.",
    )
