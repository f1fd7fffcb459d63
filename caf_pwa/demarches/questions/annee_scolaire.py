"""School years, and the days of the year that rules name: 15 September, 31 December."""

from datetime import date

from caf_pwa.demarches.situation import Situation
from caf_pwa.dossier.modele import Personne
from caf_pwa.socle.parametres import parametre


def jour_de_regle(nom: str, annee: int) -> date:
    """The day that a rule names by month and day: 915 is 15 September."""
    mois, jour = divmod(int(parametre(nom, date(annee, 12, 31))), 100)
    return date(annee, mois, jour)


def rentree(nom: str, situation: Situation) -> int:
    """The year in which the school year begins that is spoken of: the coming one from the day of rule ``nom`` on.

    A declaration which is waited for speaks of the year that its last day falls in.
    """
    jour = situation.attendue.limite if situation.attendue else situation.aujourdhui
    return jour.year if jour >= jour_de_regle(nom, jour.year) else jour.year - 1


def en_toutes_lettres(annee: int) -> str:
    """``2026-2027``."""
    return f"{annee}-{annee + 1}"


def etudiant(personne: Personne) -> bool:
    return (personne.activite or "").casefold().startswith("étudiant")


def etudiants(situation: Situation) -> list[Personne]:
    """The students among those that this person may see."""
    return [membre for membre in situation.membres if etudiant(membre)]
