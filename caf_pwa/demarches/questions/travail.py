"""The questions about somebody’s new activity: which, since when, for whom, until when, with what income."""

from datetime import date, timedelta

from caf_pwa.demarches.moteur import Passage, Question
from caf_pwa.demarches.questions.activites import ACTIVITES, debut_possible
from caf_pwa.demarches.situation import Situation, au_choix
from caf_pwa.dossier.modele import Personne
from caf_pwa.socle.champs import ChampChoix, ChampDate, ChampMontant, ChampTexte, oui_non
from caf_pwa.socle.formulaires import Formulaire
from caf_pwa.socle.parametres import parametre

CHEZ_UN_EMPLOYEUR = ("salarie", "saisonnier", "apprenti")
CONGES = ("maladie", "maternite", "parental", "aidant")  # one keeps one’s employer
_CDD = ("cdd", "interim")


class Qui(Formulaire):
    contexte: Question

    qui = ChampChoix("Qui change de situation ?")

    def preparer(self) -> None:
        self.qui.choices = au_choix(qui_peut_changer(self.contexte.situation))


class Activite(Formulaire):
    contexte: Question

    nature = ChampChoix("Quelle est la nouvelle situation ?", ACTIVITES)
    depuis = ChampDate("Depuis quel jour ?", aide="Le premier jour de la nouvelle situation. Exemple : 05/03/2026.")

    def preparer(self) -> None:
        aujourdhui = self.contexte.situation.aujourdhui
        avance = timedelta(days=int(parametre("activite.jours_a_l_avance", aujourdhui)))
        self.depuis.borner(premier_debut(self.contexte.passage), aujourdhui + avance)


class Emploi(Formulaire):
    contexte: Question

    employeur = ChampTexte("Nom de l’employeur", aide="Comme sur le contrat. Exemple : Cantine des Remparts.")
    contrat = ChampChoix(
        "Quel contrat ?",
        (
            ("cdi", "CDI"),
            ("cdd", "CDD"),
            ("interim", "Intérim"),
            ("apprentissage", "Contrat d’apprentissage ou de professionnalisation"),
            ("autre", "Un autre contrat"),
        ),
    )
    temps = ChampChoix("Quel temps de travail ?", (("plein", "Temps plein"), ("partiel", "Temps partiel")))
    fin = ChampDate(
        "Dernier jour du contrat", aide="Laissez vide si le contrat n’a pas de fin. Exemple : 30/09/2026.", exige=False
    )

    def preparer(self) -> None:
        self.fin.borner(debut_choisi(self.contexte.passage), None)
        if activite_choisie(self.contexte.passage) == "saisonnier":
            self.fin.description = (
                "Emploi saisonnier : donnez le dernier jour de la saison. Déclarez chaque début et chaque fin de "
                "saison, aussitôt. Exemple : 30/09/2026."
            )

    def verifier(self) -> None:
        limite = self.contrat.data in _CDD or activite_choisie(self.contexte.passage) == "saisonnier"
        if limite and not self.fin.jour:
            self.refuser(self.fin, "Ce contrat a une fin. Donnez son dernier jour, même s’il peut encore changer.")
        if self.contrat.data == "cdi" and self.fin.jour:
            self.refuser(self.fin, "Un CDI n’a pas de dernier jour. Effacez la date, ou choisissez un autre contrat.")


class Independant(Formulaire):
    forme = ChampChoix(
        "Quelle forme ?",
        (
            ("micro", "Micro-entreprise"),
            ("liberal", "Profession libérale"),
            ("exploitant", "Exploitation agricole"),
            ("societe", "Société ou entreprise au réel"),
        ),
    )
    entreprise = ChampTexte("Nom de l’entreprise", aide="Exemple : Atelier Öztürk.", exige=False)


class SansEmploi(Formulaire):
    contexte: Question

    fin = ChampDate(
        "Dernier jour du dernier contrat", aide="Laissez vide s’il n’y en a pas. Exemple : 05/03/2026.", exige=False
    )
    indemnise = oui_non("France Travail verse-t-il une allocation ?")

    def preparer(self) -> None:
        passage, aujourdhui = self.contexte.passage, self.contexte.situation.aujourdhui
        self.fin.borner(premier_debut(passage), debut_choisi(passage))
        part = parametre("chomage.abattement", aujourdhui)
        self.indemnise.description = (
            f"Selon le cas, nous comptons {part}\u00a0% de moins de vos revenus d’activité passés, ou plus du "
            "tout. France Travail nous envoie aussi des informations."
        )


class Conge(Formulaire):
    contexte: Question

    fin = ChampDate(
        "Dernier jour prévu", aide="Laissez vide si vous ne le savez pas. Exemple : 30/09/2026.", exige=False
    )

    def preparer(self) -> None:
        self.fin.borner(debut_choisi(self.contexte.passage), None)


class Revenus(Formulaire):
    change = ChampChoix(
        "Avec cette nouvelle situation, les revenus changent-ils ?",
        (("baisse", "Ils baissent"), ("hausse", "Ils augmentent"), ("pareil", "Ils restent pareils")),
    )
    montant = ChampMontant(
        "Nouveau revenu par mois",
        aide="Environ, avant l’impôt. Laissez vide si vous ne le savez pas. Exemple : 1 450,00.",
        exige=False,
    )


def qui_peut_changer(situation: Situation) -> list[Personne]:
    """The adults of the dossier for who manages it; otherwise the person alone."""
    return situation.adultes if situation.gere_le_dossier else [situation.moi]


def qui_change(passage: Passage) -> Personne:
    """Who changes: the one that was named, else the one who answers."""
    qui = passage.lu(Qui)
    nomme = passage.situation.membre(qui.qui.data) if qui else None
    return nomme if nomme in qui_peut_changer(passage.situation) and nomme else passage.situation.moi


def premier_debut(passage: Passage) -> date | None:
    """The first day on which whoever changes can have begun anything; of all who may, before one is named."""
    personnes = [qui_change(passage)] if passage.lu(Qui) else qui_peut_changer(passage.situation)
    debuts = [debut_possible(une, passage.situation.aujourdhui) for une in personnes]
    return min((debut for debut in debuts if debut), default=None) if None not in debuts else None


def activite_choisie(passage: Passage) -> str:
    activite = passage.lu(Activite)
    return (activite.nature.data or "") if activite else ""


def debut_choisi(passage: Passage) -> date | None:
    activite = passage.lu(Activite)
    return activite.depuis.jour if activite else None
