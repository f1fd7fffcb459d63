"""Déclarer une naissance, or say soberly that there is none to declare: domain fact file 6 (d)."""

from datetime import date, timedelta

from caf_pwa.demarches.conditions import TOUJOURS, Condition, Tours, choisi
from caf_pwa.demarches.moteur import Etape, Fiche, Passage, Piece, Question, Repetition
from caf_pwa.demarches.questions.identites import SEXES, Identite, memes_noms, nom_propre
from caf_pwa.demarches.situation import Situation, au_choix
from caf_pwa.dossier.effets import AjouterPersonne
from caf_pwa.dossier.modele import Role
from caf_pwa.socle.champs import ChampChoix, ChampDate, ChampEntier, ChampTexte, ChampTexteLong, oui_non
from caf_pwa.socle.formulaires import Formulaire, Reponses
from caf_pwa.socle.parametres import parametre

_HORS_DU_DOSSIER, _DU_DOSSIER = "hors", "dossier"
AU_PLUS = 6  # children born at once


def _premier_jour(situation: Situation) -> date:
    """Before it, an arrival is declared otherwise."""
    return situation.aujourdhui - timedelta(days=int(parametre("naissance.jours_au_plus", situation.aujourdhui)))


class Annonce(Formulaire):
    quoi = ChampChoix(
        "Que souhaitez-vous nous dire ?",
        (
            ("naissance", "Mon enfant est né"),
            ("perte", "Ma grossesse s’est terminée sans naissance, ou mon bébé est décédé"),
        ),
    )


class Perte(Formulaire):
    """As little as possible is asked."""

    contexte: Question

    jour = ChampDate(
        "À quelle date ?",
        aide="Nous sommes désolés de ce que vous vivez. Cette date suffit : la prime à la naissance peut rester due. "
        "Pour parler à quelqu’un, votre Caf répond au 3230.",
    )
    mot = ChampTexteLong("Si vous le voulez, dites-nous autre chose", aide="Rien n’est obligatoire.", exige=False)

    def preparer(self) -> None:
        self.jour.borner(_premier_jour(self.contexte.situation), self.contexte.situation.aujourdhui)


class Nombre(Formulaire):
    enfants = ChampEntier("Combien d’enfants sont nés ?", 1, AU_PLUS, aide="Exemple : 1, ou 2 pour des jumeaux.")


class Enfant(Identite):
    contexte: Question

    sexe = ChampChoix("Sexe", SEXES)
    lieu = ChampTexte("Commune de naissance", aide="Exemple : Saint-Étienne. À l’étranger, ajoutez le pays.")

    def preparer(self) -> None:
        self.naissance.borner(_premier_jour(self.contexte.situation), self.contexte.situation.aujourdhui)
        self.naissance.description = "Elle est écrite sur l’acte de naissance. Exemple : 05/03/2026."

    def verifier(self) -> None:
        super().verifier()
        tour, passage = self.contexte.repetition, self.contexte.passage
        for point in passage.points:
            if point.etape.formulaire is not Enfant or point.repetition == tour:
                continue
            prenoms = passage.reponses.get(point.cle, {}).get("prenoms", [""])[0]
            if memes_noms(prenoms, self.prenoms.data):
                self.refuser(self.prenoms, "Un autre enfant a déjà ces prénoms. Écrivez ceux de cet enfant.")
                return


class Parents(Formulaire):
    contexte: Question

    moi = ChampChoix("Vous êtes", (("mere", "La mère"), ("pere", "Le père"), ("parent", "L’autre parent")))
    autre = ChampChoix("L’autre parent")

    def preparer(self) -> None:
        situation = self.contexte.situation
        autres = au_choix(adulte for adulte in situation.adultes if adulte.id != situation.moi.id)
        if not situation.gere_le_dossier:
            autres = [(_DU_DOSSIER, "La personne avec qui je partage mon dossier")]
        self.autre.choices = [
            *autres,
            (_HORS_DU_DOSSIER, "Une personne qui n’est pas dans mon dossier"),
            ("aucun", "Aucun autre parent n’a reconnu l’enfant"),
        ]


class AutreParent(Formulaire):
    prenoms = ChampTexte("Ses prénoms", aide="Exemple : Jean-Noël.", exige=False, forme=nom_propre)
    nom = ChampTexte("Son nom de naissance", aide="Exemple : O’Brien.", exige=False, forme=nom_propre)
    ensemble = oui_non(
        "Vivez-vous ensemble ?",
        aide="Si oui, faites ensuite la démarche « Changement de situation familiale ».",
    )


_perdu = choisi(Annonce, "quoi", "perte")
_ne = choisi(Annonce, "quoi", "naissance")
_ailleurs = _ne & choisi(Parents, "autre", _HORS_DU_DOSSIER)
_ENFANTS = [Repetition("1er enfant" if rang == 1 else f"{rang}e enfant") for rang in range(1, AU_PLUS + 1)]


def _au_moins(tour: Repetition) -> Condition:
    """The first child comes with the birth itself."""
    rang = 1 + _ENFANTS.index(tour)
    return TOUJOURS if rang == 1 else choisi(Nombre, "enfants", *map(str, range(rang, AU_PLUS + 1)))


def _un_enfant(_passage: Passage, _repetition: Repetition | None) -> Reponses:
    return {"enfants": ["1"]}


def _comme_l_aine(passage: Passage, _repetition: Repetition | None) -> Reponses:
    """The name, the day and the place of the first child are proposed for the next ones."""
    aine = next((point for point in passage.points if point.etape.formulaire is Enfant), None)
    reponses = passage.reponses.get(aine.cle, {}) if aine else {}
    return {champ: reponses[champ] for champ in ("nom", "naissance", "lieu") if champ in reponses}


def _fermee(situation: Situation) -> str | None:
    if situation.moi.role in (Role.ENFANT, Role.AUTRE):
        return "Pour déclarer votre enfant, il vous faut votre propre dossier. Appelez votre Caf au 3230."
    return None


def _pieces(_situation: Situation) -> list[Piece]:
    aide = "L’acte de l’enfant, ou les pages du livret où il est inscrit."
    return [Piece("acte", "Acte de naissance ou livret de famille", aide, exigee=True, si=_ne)]


def _effets(passage: Passage) -> list[AjouterPersonne]:
    return [
        AjouterPersonne(
            Role.ENFANT,
            enfant.prenoms.data or "",
            enfant.nom.data or "",
            enfant.ecrite,
            enfant.sexe.data,
            enfant.lieu.data,
        )
        for _, enfant in passage.lus(Enfant)
    ]


def _seule(passage: Passage) -> bool:
    """A loss is told to the Caf, not to the household; so is what somebody declares who does not manage it."""
    return _perdu(passage) or not passage.situation.gere_le_dossier


FICHE = Fiche(
    slug="naissance",
    titre="Déclarer une naissance",
    objet="Dès que l’enfant est inscrit à l’état civil.",
    rang=60,
    etapes=(
        Etape(
            nom="annonce",
            titre="Votre message",
            formulaire=Annonce,
            pourquoi="Pour vous poser seulement les questions utiles.",
        ),
        Etape(
            nom="perte",
            titre="Ce qui s’est passé",
            formulaire=Perte,
            pourquoi="La date décide si la prime à la naissance reste due. Nous ne vous demandons rien d’autre.",
            si=_perdu,
        ),
        Etape(
            nom="nombre",
            titre="La naissance",
            formulaire=Nombre,
            pourquoi="Chaque enfant entre dans votre dossier.",
            si=_ne,
            preremplir=_un_enfant,
        ),
        Etape(
            nom="enfant",
            titre="L’enfant",
            formulaire=Enfant,
            pourquoi="Nous l’inscrivons dans votre dossier, comme à l’état civil.",
            si=_ne,
            repete=Tours(lambda _: _ENFANTS, _au_moins),
            preremplir=_comme_l_aine,
        ),
        Etape(
            nom="parents",
            titre="Les parents",
            formulaire=Parents,
            pourquoi="La filiation décide qui reçoit les allocations.",
            si=_ne,
        ),
        Etape(
            nom="parent",
            titre="L’autre parent",
            formulaire=AutreParent,
            pourquoi="Si vous élevez l’enfant seul, vous pouvez avoir droit à l’allocation de soutien familial.",
            si=_ailleurs,
        ),
    ),
    change="Votre dossier est mis à jour et vos droits sont calculés de nouveau.",
    suite="Votre Caf vous répond ici. Pour parler à quelqu’un, appelez le 3230.",
    bouton="Envoyer ma déclaration",
    fermee=_fermee,
    pieces=_pieces,
    effets=_effets,
    confidentielle=_seule,
)
