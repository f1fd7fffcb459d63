"""The forms of this slice."""

from caf_pwa.comptes.cles import LONGUEUR_DU_NOM
from caf_pwa.comptes.mots_de_passe import LONGUEUR_MAXIMALE
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


class FormulaireCle(Formulaire):
    """The name of a key, which its person recognises the device by."""

    nom = ChampTexte(
        "Nom de l’appareil",
        longueur=LONGUEUR_DU_NOM,
        manque="Donnez un nom, par exemple « Mon téléphone ».",
        aide="Pour le reconnaître plus tard. Exemple : Mon téléphone.",
    )
