"""How much of a debt to pay back."""

from decimal import Decimal

from caf_pwa.socle.champs import ChampChoix, ChampMontant
from caf_pwa.socle.formats import euros
from caf_pwa.socle.formulaires import Formulaire

TOUT, PARTIE = "tout", "partie"


class FormulaireRemboursement(Formulaire):
    """All of it or a part. ``contexte``: what is left, in euros."""

    part = ChampChoix("Combien voulez-vous rembourser ?", manque="Choisissez : tout, ou une partie.")
    somme = ChampMontant("Montant à payer, en euros", exige=False, aide="Seulement pour une partie. Exemple : 12,50.")

    def preparer(self) -> None:
        self.part.choices = [(TOUT, f"Tout : {euros(self.contexte)}"), (PARTIE, "Une partie")]

    def verifier(self) -> None:
        if self.part.data == TOUT:
            return
        somme = self.somme.montant
        if somme is None:
            self.refuser(self.somme, "Donnez le montant à payer. Exemple : 12,50.")
        elif not somme:
            self.refuser(self.somme, "Donnez un montant plus grand que 0.")
        elif somme > self.contexte:
            self.refuser(self.somme, f"C’est plus que ce qu’il reste : {euros(self.contexte)} au plus.")

    @property
    def montant(self) -> Decimal:
        """What is to be paid, once the form is right."""
        reste: Decimal = self.contexte
        return reste if self.part.data == TOUT else self.somme.montant or Decimal()
