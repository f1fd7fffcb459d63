"""Children who come, go, grow up: what is asked for each, and what their age changes. Domain fact file 6 (i)."""

from datetime import date

from caf_pwa.demarches.moteur import Question
from caf_pwa.demarches.questions.identites import Identite, nom_propre
from caf_pwa.demarches.situation import age, au_choix
from caf_pwa.dossier.modele import Personne
from caf_pwa.socle.champs import ChampChoix, ChampDate, ChampMontant, ChampTexte, ChampTexteLong
from caf_pwa.socle.dates import DatePartielle
from caf_pwa.socle.formats import euros
from caf_pwa.socle.formulaires import Formulaire
from caf_pwa.socle.parametres import parametre

ETUDIE, LOIN = "etudes", "loge"

# Until that birthday, as a dated parameter → what it is the age of.
_AGES = (
    ("charge.age_paje", "la prestation d’accueil du jeune enfant"),
    ("charge.age_af", "les allocations familiales"),
    ("charge.age_logement", "l’aide au logement, le complément familial et la Prime d’activité"),
    ("charge.age_rsa", "le RSA"),
)


def age_limite(nom: str, jour: date) -> int:
    return int(parametre(f"charge.age_{nom}", jour))


def ce_que_l_age_change(ans: int, jour: date) -> str:
    """What that age decides, in a sentence or two."""
    compte = [f"{quoi}, jusqu’à {limite} ans" for nom, quoi in _AGES if ans < (limite := int(parametre(nom, jour)))]
    if not compte:
        return f"À {ans} ans, un enfant ne compte plus pour les prestations de la Caf."
    phrases = [f"À {ans} ans, un enfant peut compter pour : {' ; '.join(compte)}."]
    if ans < age_limite("rentree", jour):
        phrases.append(f"L’allocation de rentrée scolaire commence à {age_limite('rentree', jour)} ans.")
    return " ".join(phrases)


class NouvellePersonne(Identite):
    """Somebody who comes to live in the household."""

    contexte: Question

    sexe = ChampChoix("Sexe", (("F", "Féminin"), ("M", "Masculin")))
    arrivee = ChampDate("Date d’arrivée chez vous", aide="Exemple : 05/03/2026.")

    def preparer(self) -> None:
        super().preparer()
        self.arrivee.borner(None, self.contexte.situation.aujourdhui)

    def verifier(self) -> None:
        super().verifier()
        naissance, arrivee = self.naissance.jour, self.arrivee.jour
        if naissance and arrivee and arrivee < naissance:
            self.refuser(self.arrivee, "Cette date vient avant la naissance. Vérifiez l’année.")

    @property
    def ans(self) -> int:
        """0 before the date of birth is given."""
        aujourdhui = self.contexte.situation.aujourdhui
        return (DatePartielle.lire(self.ecrite).age_le(aujourdhui) if self.ecrite else None) or 0


class EnfantDuDossier(Formulaire):
    """Somebody whom the dossier knows, and the day that something changed for them."""

    contexte: Question

    qui = ChampChoix("De qui s’agit-il ?")
    jour = ChampDate("À quelle date ?", aide="Exemple : 05/03/2026.")

    def preparer(self) -> None:
        situation = self.contexte.situation
        self.qui.choices = au_choix(situation.enfants)
        naissance = DatePartielle.lire(self.personne.naissance).exacte() if self.personne else None
        self.jour.borner(naissance, situation.aujourdhui)

    @property
    def personne(self) -> Personne | None:
        return self.contexte.situation.membre(self.qui.data)

    @property
    def ans(self) -> int:
        """0 when the register leaves a doubt: nothing is refused for an age that nobody knows."""
        return (age(self.personne, self.contexte.situation.aujourdhui) if self.personne else None) or 0


class Occupation(Formulaire):
    """From the age when it must be shown: school, apprenticeship, work."""

    contexte: Question

    nature = ChampChoix(
        "Que fait cette personne ?",
        (
            (ETUDIE, "Des études"),
            ("apprentissage", "Un apprentissage ou une alternance"),
            ("travail", "Un travail"),
            ("recherche", "Une recherche d’emploi, ou un service civique"),
            ("aucune", "Rien de tout cela"),
        ),
    )
    salaire = ChampMontant("Son salaire par mois", aide="Écrivez 0 s’il n’y en a pas.")

    def preparer(self) -> None:
        aujourdhui = self.contexte.situation.aujourdhui
        maximum = euros(parametre("charge.salaire_maximum", aujourdhui))
        self.salaire.description = (
            f"Écrivez 0 s’il n’y en a pas. Au-dessus de {maximum} par mois, un enfant ne compte plus dans votre "
            "dossier. Pour un étudiant, nous comptons la moyenne de six mois."
        )


class Depart(Formulaire):
    motif = ChampChoix(
        "Où part cette personne ?",
        (
            ("seul", "Elle vit seule ou en couple"),
            ("parent", "Elle vit chez son autre parent"),
            ("confie", "Elle est confiée à l’Aide sociale à l’enfance ou à quelqu’un d’autre"),
            (LOIN, "Elle est logée ailleurs pour ses études, et je paie toujours ses dépenses"),
            ("autre", "Ailleurs"),
        ),
        aide="Un enfant qui ouvre son propre dossier, par exemple pour une aide au logement, quitte le vôtre.",
    )


class Deces(Formulaire):
    mot = ChampTexteLong(
        "Si vous le voulez, dites-nous autre chose",
        aide="Nous vous présentons nos condoléances. Une aide existe après le décès d’un enfant. "
        "Pour parler à quelqu’un, votre Caf répond au 3230.",
        exige=False,
    )


class Alternance(Formulaire):
    contexte: Question

    partage = ChampChoix(
        "Comment partager les allocations familiales ?",
        (
            ("partage", "En deux : une moitié pour chaque parent"),
            ("moi", "Toutes pour moi"),
            ("autre", "Toutes pour l’autre parent"),
        ),
    )
    parent = ChampTexte("Nom de l’autre parent", aide="Prénom et nom. Exemple : Inès O’Brien.", forme=nom_propre)

    def preparer(self) -> None:
        mois = int(parametre("alternee.mois_minimum", self.contexte.situation.aujourdhui))
        self.partage.description = (
            f"Seules les allocations familiales se partagent. Vous gardez ce choix au moins {mois} mois."
        )
