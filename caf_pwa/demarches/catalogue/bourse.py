"""Bourse d’étudiant, which lowers the resources counted for a student’s housing benefit: domain fact file 6 (b)."""

from caf_pwa.demarches.conditions import Condition, Tours, choisi
from caf_pwa.demarches.moteur import Etape, Fiche, Passage, Periode, Piece, Question, Repetition
from caf_pwa.demarches.questions.annee_scolaire import en_toutes_lettres, etudiants, rentree
from caf_pwa.demarches.situation import Situation, au_choix
from caf_pwa.dossier.effets import NoterFait
from caf_pwa.socle.champs import ChampChoix, ChampMontant, oui_non
from caf_pwa.socle.formats import euros_ronds
from caf_pwa.socle.formulaires import Formulaire, Reponses
from caf_pwa.socle.parametres import parametre

NIVEAUX = (
    ("0bis", "Échelon 0 bis"),
    *((str(rang), f"Échelon {rang}") for rang in range(1, 8)),
    ("recherche", "Bourse de recherche"),
    ("autre", "Une autre bourse"),
)


class Bourse(Formulaire):
    contexte: Question

    annee = ChampChoix("Pour quelle année scolaire ?")
    bourse = oui_non("Y a-t-il une bourse pour cette année ?")

    def preparer(self) -> None:
        situation = self.contexte.situation
        derniere = _rentree(situation)
        self.annee.choices = [(str(annee), en_toutes_lettres(annee)) for annee in (derniere, derniere - 1)]
        location, foyer = (
            euros_ronds(parametre(f"bourse.reduction_{genre}", situation.aujourdhui)) for genre in ("location", "foyer")
        )
        self.bourse.description = (
            "Avec une bourse, les ressources que nous comptons pour l’aide au logement baissent : "
            f"de {location} par an en location, de {foyer} en foyer ou en résidence universitaire."
        )


class Niveau(Formulaire):
    niveau = ChampChoix("Quel est son échelon ?", NIVEAUX, aide="Il est écrit sur la notification de bourse.")
    montant = ChampMontant(
        "Montant de la bourse pour l’année",
        aide="Laissez vide si vous ne le savez pas. Exemple : 1 454,00.",
        exige=False,
    )


def _rentree(situation: Situation) -> int:
    return rentree("bourse.premier_jour", situation)


def _etudiants(situation: Situation) -> list[Repetition]:
    """Each student of the dossier; the person themselves where the register does not know of any."""
    personnes = etudiants(situation) or [situation.moi]
    return [Repetition(nom, situation.membre(cle)) for cle, nom in au_choix(personnes)]


def _boursier(tour: Repetition) -> Condition:
    return choisi(Bourse, "bourse", "oui", tour=tour)


def _cette_annee(passage: Passage, _tour: Repetition | None) -> Reponses:
    return {"annee": [str(_rentree(passage.situation))]}


def _fermee(situation: Situation) -> str | None:
    if situation.attendue or etudiants(situation) or not situation.moi.activite:
        return None
    return "Dites d’abord que vous êtes étudiant, avec « Changement de situation professionnelle »."


def _periode(situation: Situation) -> Periode:
    annee = _rentree(situation)
    return Periode(str(annee), f"l’année scolaire {en_toutes_lettres(annee)}")


def _pieces(situation: Situation) -> list[Piece]:
    aide = "Facultatif. La lettre du Crous, même conditionnelle : toutes ses pages."
    return [
        Piece(f"notification-{tour.cle}", f"Notification de bourse – {tour.titre}", aide, si=_boursier(tour))
        for tour in _etudiants(situation)
    ]


def _effets(passage: Passage) -> list[NoterFait]:
    niveaux = {tour: lu.niveau.en_clair() for tour, lu in passage.lus(Niveau)}
    return [
        NoterFait(tour.personne.id, f"Bourse {lue.annee.en_clair()}", niveaux.get(tour, "Pas de bourse"))
        for tour, lue in passage.lus(Bourse)
        if tour and tour.personne
    ]


FICHE = Fiche(
    slug="bourse",
    titre="Bourse d’étudiant",
    objet="Si vous êtes étudiant : dire si vous avez une bourse.",
    rang=30,
    etapes=(
        Etape(
            nom="bourse",
            titre="La bourse",
            formulaire=Bourse,
            pourquoi="Une bourse change le calcul de l’aide au logement d’un étudiant.",
            repete=Tours(_etudiants),
            preremplir=_cette_annee,
        ),
        Etape(
            nom="niveau",
            titre="L’échelon",
            formulaire=Niveau,
            pourquoi="L’échelon et le montant sont écrits sur la notification de bourse.",
            repete=Tours(_etudiants, _boursier),
        ),
    ),
    change="L’aide au logement est recalculée avec, ou sans, la baisse prévue pour les boursiers.",
    suite="Nous recalculons l’aide au logement. Si la bourse change pendant l’année, dites-le de nouveau.",
    bouton="Envoyer ma déclaration",
    fermee=_fermee,
    periode=_periode,
    pieces=_pieces,
    effets=_effets,
)
