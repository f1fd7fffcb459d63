"""The benefits by code: their name, and one line that says what they are for (domain fact file 4.1).

A right of a kind not listed here is shown under the name that the feed gives it.
"""

from typing import NamedTuple


class Prestation(NamedTuple):
    nom: str
    aide: str


PRESTATIONS = {
    "AF": Prestation("Allocations familiales", "Pour les familles, à partir de deux enfants à charge."),
    "AFF": Prestation("Allocation forfaitaire", "Quand l’un des trois enfants ou plus vient d’avoir 20 ans."),
    "CF": Prestation("Complément familial", "Pour les familles de trois enfants ou plus, selon les revenus."),
    "ASF": Prestation("Allocation de soutien familial", "Quand l’autre parent n’aide pas à élever l’enfant."),
    "PAJE-PN": Prestation("Prime à la naissance", "Versée au 7e mois de grossesse, selon les revenus."),
    "PAJE-PA": Prestation("Prime à l’adoption", "Versée à l’arrivée d’un enfant adopté, selon les revenus."),
    "PAJE-AB": Prestation("Allocation de base de la Paje", "Pour un enfant de moins de 3 ans, selon les revenus."),
    "CMG": Prestation(
        "Complément de libre choix du mode de garde",
        "Pour une garde à domicile ou chez une assistante maternelle.",
    ),
    "PREPARE": Prestation(
        "Prestation partagée d’éducation de l’enfant",
        "Quand un parent travaille moins pour s’occuper d’un enfant de moins de 3 ans.",
    ),
    "AEEH": Prestation(
        "Allocation d’éducation de l’enfant handicapé",
        "Pour aider à élever un enfant handicapé de moins de 20 ans.",
    ),
    "ARS": Prestation(
        "Allocation de rentrée scolaire",
        "Une fois par an, pour les enfants de 6 à 18 ans, selon les revenus.",
    ),
    "AJPP": Prestation(
        "Allocation journalière de présence parentale", "Pour rester auprès d’un enfant gravement malade."
    ),
    "AJPA": Prestation("Allocation journalière du proche aidant", "Pour aider un proche âgé ou handicapé."),
    "RSA": Prestation(
        "Revenu de solidarité active", "Un revenu minimum, selon vos ressources des trois mois déclarés."
    ),
    "PPA": Prestation("Prime d’activité", "Un complément pour les personnes qui travaillent, selon leurs ressources."),
    "AAH": Prestation("Allocation aux adultes handicapés", "Un revenu minimum pour les personnes handicapées."),
    "APL": Prestation("Aide personnalisée au logement", "Aide à payer le loyer d’un logement conventionné."),
    "ALF": Prestation("Allocation de logement familiale", "Aide à payer le loyer, pour les familles."),
    "ALS": Prestation(
        "Allocation de logement sociale", "Aide à payer le loyer quand l’APL et l’ALF ne s’appliquent pas."
    ),
}


def nom(code: str, libelle: str | None = None) -> str:
    """The benefit's name in words: the feed's own where it gives one."""
    if libelle:
        return libelle
    connue = PRESTATIONS.get(code)
    return connue.nom if connue else code


def aide(code: str) -> str | None:
    """One line of explanation, None for a benefit not listed here."""
    connue = PRESTATIONS.get(code)
    return connue.aide if connue else None
