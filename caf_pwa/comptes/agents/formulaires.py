"""The form of the advisers' door."""

from caf_pwa.comptes.formulaires import FormulaireMotDePasse
from caf_pwa.socle.champs import ChampTexte


class FormulaireConnexionAgent(FormulaireMotDePasse):
    """The password is asked for as allocataires are asked."""

    courriel = ChampTexte(
        "Adresse mail professionnelle", longueur=254, manque="Saisissez votre adresse mail professionnelle."
    )
