"""What people do in life: the answers to choose from, and the words that go into the dossier."""

from datetime import date

from caf_pwa.dossier.modele import Personne
from caf_pwa.socle.dates import DatePartielle
from caf_pwa.socle.parametres import parametre

ACTIVITES = (
    ("salarie", "Un emploi salarié"),
    ("saisonnier", "Un emploi saisonnier"),
    ("independant", "Une activité indépendante"),
    ("apprenti", "Un apprentissage"),
    ("sans-emploi", "Sans emploi, je cherche du travail"),
    ("etudiant", "Des études"),
    ("stagiaire", "Une formation ou un stage"),
    ("maladie", "Un arrêt maladie"),
    ("maternite", "Un congé de maternité, de paternité ou d’adoption"),
    ("parental", "Un congé parental"),
    ("aidant", "Un congé pour aider un enfant malade ou un proche"),
    ("retraite", "La retraite"),
    ("sans", "Aucune activité"),
)

# As the dossier writes it, for a man and for a woman.
_DANS_LE_DOSSIER = {
    "salarie": ("Salarié", "Salariée"),
    "temps-partiel": ("Salarié à temps partiel", "Salariée à temps partiel"),
    "saisonnier": ("Travailleur saisonnier", "Travailleuse saisonnière"),
    "independant": ("Travailleur indépendant", "Travailleuse indépendante"),
    "apprenti": ("Apprenti", "Apprentie"),
    "sans-emploi": ("Sans emploi", "Sans emploi"),
    "indemnise": ("Sans emploi, indemnisé", "Sans emploi, indemnisée"),
    "non-indemnise": ("Sans emploi, non indemnisé", "Sans emploi, non indemnisée"),
    "etudiant": ("Étudiant", "Étudiante"),
    "scolarise": ("Scolarisé", "Scolarisée"),
    "stagiaire": ("Stagiaire", "Stagiaire"),
    "maladie": ("Arrêt maladie", "Arrêt maladie"),
    "maternite": ("Congé de paternité ou d’adoption", "Congé de maternité ou d’adoption"),
    "parental": ("Congé parental", "Congé parental"),
    "aidant": ("Congé de proche aidant", "Congé de proche aidant"),
    "retraite": ("Retraité", "Retraitée"),
    "sans": ("Sans activité", "Sans activité"),
}


def nommer(activite: str, personne: Personne) -> str:
    """The words of the dossier for that answer."""
    masculin, feminin = _DANS_LE_DOSSIER[activite]
    return feminin if personne.sexe == "F" else masculin


def debut_possible(personne: Personne, aujourdhui: date) -> date | None:
    """The first day on which this person can have begun anything; None when their year of birth is unknown."""
    naissance = DatePartielle.lire(personne.naissance)
    if not naissance.annee:
        return None
    annee = naissance.annee + int(parametre("activite.age_minimum", aujourdhui))
    mois, jour = naissance.mois or 1, naissance.jour or 1
    try:
        return date(annee, mois, jour)
    except ValueError:
        return date(annee, 3, 1)
