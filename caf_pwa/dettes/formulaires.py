"""What a person fills in about a debt: why it is wrong, why they cannot pay, how they would pay."""

from decimal import Decimal
from typing import NamedTuple

from caf_pwa.dettes import plan
from caf_pwa.dettes.bareme import Menage
from caf_pwa.socle.champs import ChampChoix, ChampMontant, ChampTexteLong, oui_non
from caf_pwa.socle.champs_speciaux import ChampEntier
from caf_pwa.socle.formats import euros
from caf_pwa.socle.formulaires import Formulaire


class FormulaireContestation(Formulaire):
    """``contexte``: the ways to contest that are open, as (value, words)."""

    contexte: list[tuple[str, str]]

    genre = ChampChoix("Ce que vous demandez")
    pourquoi = ChampTexteLong(
        "Pourquoi cette dette est fausse",
        longueur=3000,
        manque="Dites pourquoi, même en une phrase.",
        aide="Avec vos mots. Exemple : ce salaire n’est pas le mien.",
    )

    def preparer(self) -> None:
        self.genre.choices = self.contexte
        self.genre.data = self.genre.data or self.contexte[0][0]


class FormulaireRemise(Formulaire):
    pourquoi = ChampTexteLong(
        "Pourquoi vous ne pouvez pas rembourser",
        longueur=3000,
        manque="Dites pourquoi, même en une phrase.",
        aide="Avec vos mots. Exemple : j’ai perdu mon travail en octobre.",
    )
    ressources = ChampTexteLong(
        "Ce qui entre chaque mois",
        longueur=1000,
        manque="Dites ce que vous touchez, ou « rien ».",
        aide="Salaires, pensions, chômage, prestations de tout le foyer.",
    )
    charges = ChampTexteLong(
        "Ce qui sort chaque mois",
        longueur=1000,
        manque="Dites ce que vous payez, ou « rien ».",
        aide="Loyer, énergie, crédits, garde des enfants.",
    )


class Bornes(NamedTuple):
    """What is left of the debt, in euros, and how many months it may be spread over."""

    reste: Decimal
    mois_au_plus: int


class FormulaireEcheancier(Formulaire):
    """One of the two questions is answered; the other follows from it."""

    contexte: Bornes

    nombre = ChampEntier("En combien de mois ?", 1, 1, exige=False)
    montant = ChampMontant("Ou combien par mois ?", exige=False, aide="Exemple : 45,00.")

    def preparer(self) -> None:
        self.nombre.a = self.contexte.mois_au_plus
        self.nombre.description = f"De 1 à {self.contexte.mois_au_plus} mois."

    def verifier(self) -> None:
        if bool(self.nombre.data) == bool(self.montant.data):
            self.refuser(self.nombre, "Répondez à une des deux questions.")
            return
        au_moins = plan.mensualite_pour(*self.contexte)
        if self.montant.data and not au_moins <= self.mensualite <= self.contexte.reste:
            self.refuser(
                self.montant,
                f"Écrivez une somme entre {euros(au_moins)} et {euros(self.contexte.reste)} : "
                f"il faut avoir tout remboursé en {self.contexte.mois_au_plus} mois.",
            )

    @property
    def mensualite(self) -> Decimal:
        """What is paid each month, in euros, once the form holds."""
        if self.montant.montant is not None:
            return self.montant.montant
        return plan.mensualite_pour(self.contexte.reste, self.nombre.nombre)


class FormulaireBareme(Formulaire):
    ressources = ChampMontant(
        "Vos ressources par mois", aide="Salaires, pensions, chômage de tout le foyer, avant impôt."
    )
    prestations = ChampMontant("Vos prestations par mois", aide="Ce que la Caf vous verse, aide au logement comprise.")
    loyer = ChampMontant("Votre loyer par mois", aide="Charges comprises, ou le remboursement de votre prêt.")
    couple = oui_non("Vivez-vous en couple ?")
    enfants = ChampEntier("Enfants à votre charge", 0, 20)

    def menage(self) -> Menage:
        """Once the form holds."""
        ressources, prestations, loyer = (
            champ.montant or Decimal() for champ in (self.ressources, self.prestations, self.loyer)
        )
        return Menage(ressources, prestations, loyer, self.couple.data == "oui", self.enfants.nombre)
