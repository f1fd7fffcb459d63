"""Envoyer un document, without waiting to be asked for it: domain fact file 7."""

from caf_pwa.demarches.moteur import Etape, Fiche, Passage, Piece, Question
from caf_pwa.demarches.situation import Situation, au_choix
from caf_pwa.socle.champs import ChampChoix, ChampTexteLong
from caf_pwa.socle.formulaires import Formulaire

NATURES = {
    "identite": "Pièce d’identité, passeport ou titre de séjour",
    "etat-civil": "Livret de famille ou acte de naissance",
    "grossesse": "Certificat de grossesse ou d’accouchement",
    "deces": "Acte de décès",
    "couple": "Jugement de divorce, pension alimentaire ou accord entre parents",
    "separation": "Justificatif de séparation",
    "logement": "Bail, attestation de loyer ou quittance",
    "hebergement": "Attestation d’hébergement",
    "scolarite": "Certificat de scolarité, contrat d’apprentissage ou bourse",
    "salaire": "Bulletins de salaire ou attestation de l’employeur",
    "chomage": "Notification de France Travail",
    "independant": "Numéro Siret ou document d’entreprise",
    "impots": "Avis d’imposition ou revenus reçus à l’étranger",
    "handicap": "Notification de la CDAPH (MDPH)",
    "garde": "Attestation de garde d’enfant ou d’assurance",
    "rib": "Relevé d’identité bancaire (RIB)",
    "autre": "Un autre document",
}
_FOYER = "foyer"


class Nature(Formulaire):
    """The list, in the order of a life: who one is, one's family, home, work, money."""

    nature = ChampChoix("Quel document envoyez-vous ?", tuple(NATURES.items()))

    def preparer(self) -> None:
        self.nature.description = "Pour être payé sur un autre compte, faites « Changement de coordonnées bancaires »."


class Details(Formulaire):
    contexte: Question

    qui = ChampChoix("Qui est concerné ?")
    mot = ChampTexteLong(
        "Voulez-vous ajouter un mot ?",
        longueur=1000,
        aide="Exemple : le bail de mon nouveau logement, à partir du 1er mars.",
        exige=False,
    )

    def preparer(self) -> None:
        situation = self.contexte.situation
        tous = [(_FOYER, "Tout le foyer")] if len(situation.membres) > 1 else []
        self.qui.choices = [*au_choix(situation.membres), *tous]


def _pieces(_situation: Situation) -> list[Piece]:
    return [Piece("document", "Votre document", "Un PDF, ou une photo de chaque page.", exigee=True)]


def _le_sien(passage: Passage) -> bool:
    return not passage.situation.gere_le_dossier


FICHE = Fiche(
    slug="document",
    titre="Envoyer un document",
    objet="Sans attendre que votre Caf vous le demande.",
    rang=120,
    etapes=(
        Etape(
            nom="nature",
            titre="Le document",
            formulaire=Nature,
            pourquoi="Pour qu’il arrive tout de suite à la bonne personne.",
        ),
        Etape(
            nom="details",
            titre="La personne concernée",
            formulaire=Details,
            pourquoi="Pour le ranger au bon endroit de votre dossier.",
        ),
    ),
    change="Le document est ajouté à votre dossier. Aucune autre information ne change.",
    suite="Vous voyez ici quand il est reçu, lu, puis accepté ou refusé.",
    repetable=True,
    pieces=_pieces,
    confidentielle=_le_sien,
)
