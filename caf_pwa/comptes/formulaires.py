"""The forms of this slice."""

from caf_pwa.comptes.mots_de_passe import LONGUEUR_MAXIMALE
from caf_pwa.comptes.solidite import LONGUEUR_MINIMALE, MotDePasseFaible, exiger_solide
from caf_pwa.socle.champs import ChampMotDePasse, ChampTexte
from caf_pwa.socle.formulaires import Formulaire


class FormulaireMotDePasse(Formulaire):
    """Whoever signs in with a password, allocataire or adviser."""

    mot_de_passe = ChampMotDePasse("Mot de passe", LONGUEUR_MAXIMALE)


class FormulaireConnexion(FormulaireMotDePasse):
    identifiant = ChampTexte(
        "Numéro de sécurité sociale ou identifiant provisoire",
        longueur=64,
        manque="Saisissez votre numéro de sécurité sociale ou votre identifiant provisoire.",
        trop_long="Ce numéro est trop long. Il compte 13 chiffres.",
        aide="Les 13 premiers chiffres de votre carte Vitale. Exemple : 2 91 07 33 063 011.",
    )


class NouveauMotDePasse(Formulaire):
    """Whoever chooses a password. ``contexte``: what is personal to them, which it must not be made of."""

    nouveau = ChampMotDePasse(
        "Nouveau mot de passe",
        LONGUEUR_MAXIMALE,
        manque="Choisissez un mot de passe.",
        aide=f"Au moins {LONGUEUR_MINIMALE} caractères. Le plus simple : quatre mots sans rapport entre eux. "
        "Les espaces et les accents conviennent.",
        render_kw={"autocomplete": "new-password", "autocapitalize": "none", "spellcheck": "false"},
    )

    def verifier(self) -> None:
        super().verifier()
        try:
            exiger_solide(self.nouveau.data or "", self.contexte or ())
        except MotDePasseFaible as refus:
            self.refuser(self.nouveau, str(refus))
