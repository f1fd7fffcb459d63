"""The démarches of the leaflet: their address, their title, and what each is for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemarcheProposee:
    slug: str
    titre: str
    objet: str


CATALOGUE = {
    demarche.slug: demarche
    for demarche in (
        DemarcheProposee(
            "declaration-trimestrielle",
            "Déclaration trimestrielle de ressources",
            "Pour le RSA ou la Prime d’activité, tous les trois mois.",
        ),
        DemarcheProposee(
            "maintien-dans-les-lieux",
            "Maintien dans les lieux pendant l’été",
            "Si vous êtes étudiant : dire si vous gardez votre logement en juillet et en août.",
        ),
        DemarcheProposee("bourse", "Bourse d’étudiant", "Si vous êtes étudiant : dire si vous avez une bourse."),
        DemarcheProposee(
            "certificat-de-scolarite",
            "Certificat de scolarité",
            "Pour l’allocation de rentrée scolaire d’un enfant de 16 à 18 ans.",
        ),
        DemarcheProposee("grossesse", "Déclarer une grossesse", "Avant la fin de la 14e semaine."),
        DemarcheProposee("naissance", "Déclarer une naissance", "Dès que l’enfant est inscrit à l’état civil."),
        DemarcheProposee(
            "situation-familiale",
            "Changement de situation familiale",
            "Mariage, Pacs, vie commune, séparation, divorce, décès d’un conjoint.",
        ),
        DemarcheProposee(
            "situation-professionnelle",
            "Changement de situation professionnelle",
            "Nouvel emploi, fin de contrat, études, congé, retraite.",
        ),
        DemarcheProposee("coordonnees", "Changement de coordonnées", "Adresse postale, adresse mail, téléphone."),
        DemarcheProposee(
            "coordonnees-bancaires",
            "Changement de coordonnées bancaires",
            "Le compte sur lequel vous êtes payé.",
        ),
        DemarcheProposee(
            "enfants-et-personnes-a-charge",
            "Enfants et personnes à charge",
            "Arrivée, adoption, départ, résidence alternée.",
        ),
        DemarcheProposee("document", "Envoyer un document", "Sans attendre que votre Caf vous le demande."),
    )
}
