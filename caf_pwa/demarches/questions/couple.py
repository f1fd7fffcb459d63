"""What is asked when two people start to live together, or stop: domain fact file 6 (e)."""

from caf_pwa.demarches.moteur import Question
from caf_pwa.demarches.questions.adresses import Adresse
from caf_pwa.demarches.questions.identites import (
    ChampNumero,
    Identite,
    nom_propre,
    numero_allocataire,
    numero_de_securite_sociale,
)
from caf_pwa.socle.champs import ChampChoix, ChampMontant, ChampTexte, ChampTexteLong
from caf_pwa.socle.formulaires import Formulaire
from caf_pwa.socle.parametres import parametre

GENRES = {
    "mariage": "Nous nous sommes mariés",
    "pacs": "Nous avons conclu un Pacs",
    "vie-commune": "Nous vivons en couple",
    "reprise": "Nous reprenons la vie commune",
    "separation": "Nous nous sommes séparés",
    "divorce": "Nous avons divorcé",
    "veuvage": "Mon conjoint est décédé",
    "celibataire": "Je suis célibataire",
}
UNIONS, RUPTURES = ("mariage", "pacs", "vie-commune", "reprise"), ("separation", "divorce")

# As the dossier writes it, the responsible person being a woman, or a man.
_SITUATIONS = {
    "mariage": ("Mariés", "Mariés"),
    "pacs": ("Pacsés", "Pacsés"),
    "vie-commune": ("Vie commune", "Vie commune"),
    "reprise": ("Vie commune", "Vie commune"),
    "separation": ("Séparée", "Séparé"),
    "divorce": ("Divorcée", "Divorcé"),
    "veuvage": ("Veuve", "Veuf"),
    "celibataire": ("Célibataire", "Célibataire"),
}

VIOLENCES = (
    "Si vous subissez des violences : le 3919 répond jour et nuit, gratuitement. "
    "En danger, appelez le 17. Votre Caf peut vous verser une aide d’urgence : dites-le au 3230."
)


def en_mots(genre: str, sexe: str | None) -> str:
    """That situation as the dossier writes it."""
    return _SITUATIONS[genre][0 if sexe == "F" else 1]


class Partenaire(Identite):
    """Somebody who joins the dossier as the spouse."""

    nir = ChampNumero(
        "Son numéro de sécurité sociale",
        aide="Facultatif. 13 chiffres, ou 15 avec la clé : ceux de la carte Vitale.",
        longueur=30,
        exige=False,
        forme=numero_de_securite_sociale,
        render_kw={"autocomplete": "off"},
    )
    allocataire = ChampTexte(
        "Son numéro allocataire",
        aide="Facultatif : seulement si cette personne a déjà un dossier à la Caf. Exemple : 1234567.",
        longueur=20,
        exige=False,
        forme=numero_allocataire,
        render_kw={"autocomplete": "off"},
    )


class ActiviteDuPartenaire(Formulaire):
    nature = ChampChoix(
        "Que fait cette personne ?",
        (
            ("salarie", "Elle est salariée"),
            ("independant", "Elle travaille à son compte"),
            ("chomage", "Elle est au chômage"),
            ("etudes", "Elle étudie ou est apprentie"),
            ("arret", "Elle est en arrêt ou en congé"),
            ("retraite", "Elle est à la retraite"),
            ("aucune", "Elle ne travaille pas"),
        ),
    )
    revenus = ChampMontant(
        "Ses revenus du mois dernier", aide="Avant l’impôt, tous revenus ensemble. Exemple : 1 234,56. Sinon, 0."
    )


class AdresseCommune(Formulaire):
    ou = ChampChoix(
        "Où vivez-vous ensemble ?",
        (
            ("ici", "À l’adresse de mon dossier"),
            ("ailleurs", "À une autre adresse : je ferai ensuite un changement de coordonnées"),
        ),
    )


class Rupture(Formulaire):
    part = ChampChoix(
        "Qui quitte le logement ?",
        (
            ("moi", "Moi"),
            ("autre", "L’autre personne"),
            ("toit", "Personne pour l’instant : nous vivons séparés sous le même toit"),
        ),
        aide="Aucun papier du tribunal n’est nécessaire. L’autre personne n’est pas prévenue de votre envoi. "
        f"{VIOLENCES}",
    )


class Residence(Formulaire):
    """One turn for each child."""

    chez = ChampChoix(
        "Où vit cet enfant ?",
        (
            ("moi", "Avec moi"),
            ("autre", "Avec l’autre parent"),
            ("alternee", "En résidence alternée"),
            ("ailleurs", "Ailleurs"),
        ),
    )


class ResidenceLibre(Formulaire):
    """For whoever does not see the children of the dossier."""

    mot = ChampTexteLong(
        "Où vivent vos enfants ?",
        longueur=500,
        aide="Écrivez leurs prénoms, et avec qui ils vivent. Laissez vide si vous n’en avez pas.",
        exige=False,
    )


class Pension(Formulaire):
    contexte: Question

    etat = ChampChoix(
        "L’autre parent vous verse-t-il une pension alimentaire ?",
        (
            ("oui", "Oui"),
            ("non", "Non"),
            ("plus-tard", "Ce n’est pas encore décidé"),
            ("moi", "C’est moi qui en verse une"),
        ),
    )
    montant = ChampMontant("Son montant par mois", aide="S’il y en a une. Exemple : 150,00.", exige=False)

    def preparer(self) -> None:
        mois = int(parametre("asf.mois_sans_titre", self.contexte.situation.aujourdhui))
        self.etat.description = (
            f"Sans pension, l’allocation de soutien familial peut vous être versée {mois} mois, puis il faut un "
            "jugement ou un accord écrit. L’Aripa, à la Caf, peut le demander avec vous et encaisser la pension."
        )


class MonAdresse(Adresse):
    """Where the person goes: never written in the dossier that they leave."""

    contexte: Question

    def preparer(self) -> None:
        self.voie.description = (
            "Cette adresse reste cachée à l’autre personne : votre Caf seule la lit. Exemple : 27 cours de la Liberté."
        )


class Deces(Formulaire):
    prenoms = ChampTexte("Le prénom de la personne décédée", aide="Exemple : Zoé.", forme=nom_propre)
    mot = ChampTexteLong(
        "Si vous le voulez, dites-nous autre chose",
        aide="Nous vous présentons nos condoléances. Pour parler à quelqu’un, votre Caf répond au 3230.",
        exige=False,
    )
