"""What this slice asks, and others that let people in ask too: a new password, a code received."""

from caf_pwa.comptes.mot_de_passe.hachage import LONGUEUR_MAXIMALE
from caf_pwa.comptes.mot_de_passe.solidite import LONGUEUR_MINIMALE, MotDePasseFaible, exiger_solide
from caf_pwa.socle.champs import ChampTexte
from caf_pwa.socle.champs_speciaux import ChampMotDePasse
from caf_pwa.socle.formulaires import Formulaire


class NouveauMotDePasse(Formulaire):
    """Whoever chooses a password. ``contexte``: what is personal to them, which it must not be made of."""

    nouveau = ChampMotDePasse(
        "Nouveau mot de passe",
        LONGUEUR_MAXIMALE,
        manque="Choisissez un mot de passe.",
        aide=f"Au moins {LONGUEUR_MINIMALE} caractères. Le plus simple : quatre mots sans rapport entre eux. "
        "Les espaces et les accents conviennent.",
        render_kw={"autocomplete": "new-password", "autocapitalize": "none", "spellcheck": "false"},
    )

    def verifier(self) -> None:
        super().verifier()
        try:
            exiger_solide(self.nouveau.data or "", self.contexte or ())
        except MotDePasseFaible as refus:
            self.refuser(self.nouveau, str(refus))


class FormulaireCode(Formulaire):
    code = ChampTexte("Code à 6 chiffres", longueur=12, manque="Saisissez le code écrit dans le mail.")
