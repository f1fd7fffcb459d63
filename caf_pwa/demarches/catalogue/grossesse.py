"""Déclarer une grossesse, before the end of the 14th week: domain fact file 6 (d)."""

from datetime import timedelta

from caf_pwa.demarches.moteur import Etape, Fiche, Passage, Piece, Question, Repetition
from caf_pwa.demarches.situation import Situation
from caf_pwa.dossier.effets import NoterFait
from caf_pwa.socle.champs import ChampChoix, ChampDate, ChampEntier, ChampTexte
from caf_pwa.socle.dates import DatePartielle
from caf_pwa.socle.formats import jour
from caf_pwa.socle.formulaires import Formulaire, Reponses
from caf_pwa.socle.parametres import parametre


class Grossesse(Formulaire):
    contexte: Question

    debut = ChampDate(
        "Date de début de grossesse",
        aide="Elle est écrite sur le papier de votre médecin ou de votre sage-femme. Exemple : 05/03/2026.",
    )
    examen = ChampDate("Date du premier examen de grossesse", aide="Le jour du rendez-vous. Exemple : 20/04/2026.")
    enfants = ChampEntier("Nombre d’enfants attendus", 1, 6, aide="Exemple : 1, ou 2 pour des jumeaux.")

    def preparer(self) -> None:
        aujourdhui = self.contexte.situation.aujourdhui
        duree = timedelta(days=int(parametre("grossesse.jours", aujourdhui)))
        self.debut.borner(aujourdhui - duree, aujourdhui)
        self.examen.borner(aujourdhui - duree, aujourdhui)

    def verifier(self) -> None:
        debut, examen = self.debut.jour, self.examen.jour
        naissance = DatePartielle.lire(self.contexte.situation.moi.naissance).exacte()
        if debut and naissance and debut <= naissance:
            self.refuser(self.debut, "Cette date vient avant votre naissance. Vérifiez l’année.")
        if debut and examen and examen < debut:
            self.refuser(self.examen, "L’examen ne peut pas venir avant le début de la grossesse.")


class Praticien(Formulaire):
    nature = ChampChoix(
        "Qui a fait l’examen ?",
        (("medecin", "Un médecin"), ("sage-femme", "Une sage-femme"), ("hopital", "Un hôpital ou une maternité")),
    )
    nom = ChampTexte("Nom du praticien ou de l’établissement", aide="Exemple : Dr Martin, ou Hôpital Saint-André.")


def _un_enfant(_passage: Passage, _repetition: Repetition | None) -> Reponses:
    return {"enfants": ["1"]}


def _pieces(_situation: Situation) -> list[Piece]:
    aide = "Facultatif si votre médecin ou votre sage-femme l’a déjà envoyée à la Caf."
    return [Piece("declaration", "Déclaration de grossesse du médecin ou de la sage-femme", aide)]


def _effets(passage: Passage) -> list[NoterFait]:
    grossesse = passage.lu(Grossesse)
    if grossesse is None or grossesse.debut.jour is None:
        return []
    nombre = grossesse.enfants.nombre
    attendus = f"{nombre} enfants attendus" if nombre > 1 else "1 enfant attendu"
    return [NoterFait(passage.situation.moi.id, "Grossesse", f"Début le {jour(grossesse.debut.jour)}, {attendus}")]


def _seule(passage: Passage) -> bool:
    """Declared by somebody who does not manage the dossier, it is read by her alone."""
    return not passage.situation.gere_le_dossier


FICHE = Fiche(
    slug="grossesse",
    titre="Déclarer une grossesse",
    objet="Avant la fin de la 14e semaine.",
    rang=50,
    etapes=(
        Etape(
            nom="grossesse",
            titre="Votre grossesse",
            formulaire=Grossesse,
            pourquoi="Ces dates décident de vos droits : la prime à la naissance est versée au 7e mois, selon vos "
            "ressources.",
            preremplir=_un_enfant,
        ),
        Etape(
            nom="praticien",
            titre="L’examen",
            formulaire=Praticien,
            pourquoi="Nous comparons avec la déclaration que le praticien nous envoie.",
        ),
    ),
    change="Votre dossier est étudié pour la prime à la naissance, puis pour l’allocation de base.",
    suite="Nous étudions vos droits à la prime à la naissance. Après l’accouchement, déclarez la naissance.",
    bouton="Envoyer ma déclaration",
    pieces=_pieces,
    effets=_effets,
    confidentielle=_seule,
)
