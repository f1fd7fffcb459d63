"""The forms of this slice."""

from caf_pwa.comptes.mot_de_passe.hachage import LONGUEUR_MAXIMALE
from caf_pwa.comptes.questions import NouveauMotDePasse
from caf_pwa.socle.champs import ChampDate, ChampTexte
from caf_pwa.socle.champs_speciaux import ChampMotDePasse
from caf_pwa.socle.formulaires import Formulaire


class FormulaireMotDePasse(Formulaire):
    """Whoever signs in with a password, allocataire or adviser."""

    mot_de_passe = ChampMotDePasse("Mot de passe", LONGUEUR_MAXIMALE)


class _Numero(Formulaire):
    identifiant = ChampTexte(
        "Numéro de sécurité sociale ou identifiant provisoire",
        longueur=64,
        manque="Saisissez votre numéro de sécurité sociale ou votre identifiant provisoire.",
        trop_long="Ce numéro est trop long. Il compte 13 chiffres.",
        aide="Les 13 premiers chiffres de votre carte Vitale. Exemple : 2 91 07 33 063 011.",
    )


class FormulaireConnexion(FormulaireMotDePasse, _Numero):
    """The password first: a form reads its fields in the order in which they were made."""


class FormulaireOubli(_Numero):
    """``contexte``: today."""

    naissance = ChampDate("Date de naissance", manque="Donnez votre date de naissance.")

    def preparer(self) -> None:
        self.naissance.borner(None, self.contexte)


class FormulaireChangement(NouveauMotDePasse):
    actuel = ChampMotDePasse(
        "Mot de passe actuel", LONGUEUR_MAXIMALE, manque="Saisissez le mot de passe que vous avez aujourd’hui."
    )
