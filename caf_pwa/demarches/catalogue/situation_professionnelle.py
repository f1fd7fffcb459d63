"""Changement de situation professionnelle, of one adult at a time: domain fact file 6 (f)."""

from caf_pwa.demarches.conditions import Condition, Selon, choisi
from caf_pwa.demarches.moteur import Etape, Fiche, Passage, Piece
from caf_pwa.demarches.questions.activites import nommer
from caf_pwa.demarches.questions.travail import (
    CHEZ_UN_EMPLOYEUR,
    CONGES,
    Activite,
    Conge,
    Emploi,
    Independant,
    Qui,
    Revenus,
    SansEmploi,
    activite_choisie,
    debut_choisi,
    qui_change,
    qui_peut_changer,
)
from caf_pwa.demarches.situation import Situation
from caf_pwa.dossier.effets import ChangerPersonne


def _est(*natures: str) -> Condition:
    return choisi(Activite, "nature", *natures)


def _dans_le_dossier(passage: Passage) -> str:
    """The answers as one activity: part time and paid unemployment have words of their own."""
    nature, emploi, sans_emploi = activite_choisie(passage), passage.lu(Emploi), passage.lu(SansEmploi)
    if nature == "salarie" and emploi and emploi.temps.data == "partiel":
        return "temps-partiel"
    if sans_emploi:
        return "indemnise" if sans_emploi.indemnise.data == "oui" else "non-indemnise"
    return nature


def _effets(passage: Passage) -> list[ChangerPersonne]:
    personne, debut = qui_change(passage), debut_choisi(passage)
    effets = [
        ChangerPersonne(personne.id, "activite", nommer(_dans_le_dossier(passage), personne)),
        ChangerPersonne(personne.id, "activite_depuis", debut),
    ]
    if activite_choisie(passage) not in CONGES:
        emploi = passage.lu(Emploi)
        effets.append(ChangerPersonne(personne.id, "employeur", emploi.employeur.data if emploi else None))
    return effets


_PIECES = {
    "salarie": ("contrat", "Contrat de travail ou attestation de l’employeur"),
    "saisonnier": ("contrat", "Contrat de travail ou attestation de l’employeur"),
    "apprenti": ("contrat", "Contrat d’apprentissage"),
    "independant": ("immatriculation", "Attestation d’immatriculation de l’entreprise"),
    "sans-emploi": ("notification", "Notification de France Travail"),
    "etudiant": ("certificat", "Certificat de scolarité"),
    "maladie": ("arret", "Décompte des indemnités journalières"),
    "retraite": ("retraite", "Notification de retraite"),
}


def _pieces(_situation: Situation) -> list[Piece]:
    aide = "Facultatif. Il nous évite de vous le demander ensuite."
    return [Piece(nom, titre, aide, si=_est(nature)) for nature, (nom, titre) in _PIECES.items()]


FICHE = Fiche(
    slug="situation-professionnelle",
    titre="Changement de situation professionnelle",
    objet="Nouvel emploi, fin de contrat, études, congé, retraite.",
    rang=80,
    etapes=(
        Etape(
            nom="qui",
            titre="La personne",
            formulaire=Qui,
            pourquoi="Le changement est noté pour cette personne. S’il y en a deux, faites deux déclarations.",
            si=Selon(lambda situation: len(qui_peut_changer(situation)) > 1),
        ),
        Etape(
            nom="activite",
            titre="La nouvelle situation",
            formulaire=Activite,
            pourquoi="Le travail, les études ou la retraite changent vos droits à partir de cette date.",
        ),
        Etape(
            nom="emploi",
            titre="L’emploi",
            formulaire=Emploi,
            pourquoi="Nous retrouvons ainsi les revenus que l’employeur déclare.",
            si=_est(*CHEZ_UN_EMPLOYEUR),
        ),
        Etape(
            nom="independant",
            titre="L’activité indépendante",
            formulaire=Independant,
            pourquoi="Les revenus ne sont pas comptés de la même façon selon la forme de l’entreprise.",
            si=_est("independant"),
        ),
        Etape(
            nom="chomage",
            titre="Le chômage",
            formulaire=SansEmploi,
            pourquoi="Sans emploi, une partie des revenus passés n’est plus comptée : vos droits peuvent augmenter.",
            si=_est("sans-emploi"),
        ),
        Etape(
            nom="conge",
            titre="L’arrêt ou le congé",
            formulaire=Conge,
            pourquoi="Nous vous demanderons à cette date si le travail a repris.",
            si=_est(*CONGES),
        ),
        Etape(
            nom="revenus",
            titre="Les revenus",
            formulaire=Revenus,
            pourquoi="Une baisse ou une hausse peut changer le montant de vos aides.",
        ),
    ),
    change="La situation professionnelle est mise à jour, et vos droits sont recalculés à partir de cette date.",
    suite="Nous recalculons vos droits. Dites-nous aussitôt chaque nouveau changement.",
    bouton="Envoyer ma déclaration",
    repetable=True,
    pieces=_pieces,
    effets=_effets,
)
