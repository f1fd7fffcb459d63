"""Certificat de scolarité, for the back-to-school allowance of a child of 16 to 18: domain fact file 6 (c)."""

from datetime import date

from caf_pwa.demarches.conditions import Condition, Tours, choisi
from caf_pwa.demarches.moteur import Etape, Fiche, Passage, Periode, Piece, Question, Repetition
from caf_pwa.demarches.questions.activites import nommer
from caf_pwa.demarches.questions.annee_scolaire import en_toutes_lettres, jour_de_regle, rentree
from caf_pwa.demarches.situation import Situation, age, au_choix
from caf_pwa.dossier.effets import ChangerPersonne, Effet, NoterFait
from caf_pwa.dossier.modele import Personne
from caf_pwa.socle.champs import ChampChoix, ChampChoixMultiples, ChampConfirmation, ChampDate, ChampMontant, ChampTexte
from caf_pwa.socle.formats import euros
from caf_pwa.socle.formulaires import Formulaire
from caf_pwa.socle.parametres import parametre

NATURES = {"scolarise": "scolarise", "apprenti": "apprenti", "aucun": "sans"}


class Scolarite(Formulaire):
    contexte: Question

    nature = ChampChoix(
        "Que fait cet enfant cette année scolaire ?",
        (
            ("scolarise", "Collège, lycée ou études"),
            ("apprenti", "Apprentissage"),
            ("aucun", "Ni l’un ni l’autre"),
        ),
    )
    depuis = ChampDate(
        "Depuis quel jour, si cela a changé",
        aide="Laissez vide si rien n’a changé. Exemple : 01/09/2026.",
        exige=False,
    )

    def preparer(self) -> None:
        annee = _rentree(self.contexte.situation)
        naissance = _enfant(self.contexte.repetition).naissance
        self.depuis.borner(date(int(naissance[:4]) or annee - 1, 1, 1), jour_de_regle("ars.jour_age_min", annee + 1))


class Ecole(Formulaire):
    contexte: Question

    etablissement = ChampTexte("Nom de l’établissement", aide="Exemple : lycée Montaigne, Bordeaux.")
    niveau = ChampTexte("Classe ou diplôme préparé", aide="Exemple : première, ou CAP cuisine.")
    salaire = ChampMontant(
        "Salaire par mois",
    )
    confirmation = ChampConfirmation()

    def preparer(self) -> None:
        self.maximum = parametre("charge.salaire_maximum", self.contexte.situation.aujourdhui)
        self.salaire.description = (
            f"Le montant net social, {euros(self.maximum)} au plus (55 % du Smic). Écrivez 0 s’il n’y a pas de "
            "salaire. Exemple : 780,00."
        )

    def verifier(self) -> None:
        if self.salaire.montant and self.salaire.montant > self.maximum:
            self.confirmation.demander(
                f"Au-dessus de {euros(self.maximum)} par mois, l’allocation n’est pas versée pour cet enfant."
            )


class SurLHonneur(Formulaire):
    honneur = ChampChoixMultiples(
        "Votre déclaration sur l’honneur",
        (("oui", "Je déclare sur l’honneur que ces informations sont exactes"),),
        aide="Elle remplace le certificat. Gardez-le : nous pouvons le demander pour un contrôle.",
        manque="Cochez la case pour pouvoir envoyer votre déclaration.",
    )


def _rentree(situation: Situation) -> int:
    return rentree("ars.ouverture", situation)


def concernes(situation: Situation) -> list[Personne]:
    """The children who reach 16 in the year of the new school year and are not yet 18 on 15 September."""
    annee = _rentree(situation)
    fin, debut = jour_de_regle("ars.jour_age_max", annee), jour_de_regle("ars.jour_age_min", annee)
    minimum, maximum = (parametre(f"ars.age_{borne}", debut) for borne in ("min", "max"))
    retenus = []
    for enfant in situation.enfants:
        ages = age(enfant, fin), age(enfant, debut)
        if (ages[0] is None or ages[0] < maximum) and (ages[1] is None or ages[1] >= minimum):
            retenus.append(enfant)
    return retenus


def _enfants(situation: Situation) -> list[Repetition]:
    return [Repetition(nom, situation.membre(cle)) for cle, nom in au_choix(concernes(situation))]


def _fait(tour: Repetition, *natures: str) -> Condition:
    return choisi(Scolarite, "nature", *natures, tour=tour)


def _a_l_ecole(tour: Repetition) -> Condition:
    return _fait(tour, "scolarise", "apprenti")


def _enfant(tour: Repetition | None) -> Personne:
    assert tour is not None
    assert tour.personne is not None
    return tour.personne


def _fermee(situation: Situation) -> str | None:
    if not situation.gere_le_dossier:
        return "Le responsable du dossier fait cette déclaration. Demandez-lui de la faire pour vous."
    if not concernes(situation):
        return (
            "Aucun enfant de votre dossier n’a de 16 à 18 ans à cette rentrée. Avant, l’allocation est automatique. "
            "Pour un enfant de moins de 6 ans déjà au CP, envoyez le certificat avec « Envoyer un document »."
        )
    return None


def _periode(situation: Situation) -> Periode:
    annee = _rentree(situation)
    return Periode(str(annee), f"l’année scolaire {en_toutes_lettres(annee)}")


def _pieces(situation: Situation) -> list[Piece]:
    titres = {"scolarise": "Certificat de scolarité", "apprenti": "Contrat d’apprentissage"}
    return [
        Piece(f"certificat-{tour.cle}", f"{titre} – {tour.titre}", "Facultatif.", si=_fait(tour, nature))
        for tour in _enfants(situation)
        for nature, titre in titres.items()
    ]


def _effets(passage: Passage) -> list[Effet]:
    effets: list[Effet] = []
    annee = en_toutes_lettres(_rentree(passage.situation))
    for tour, lue in passage.lus(Scolarite):
        enfant = _enfant(tour)
        effets.append(NoterFait(enfant.id, f"Année scolaire {annee}", lue.nature.en_clair()))
        if lue.nature.data in NATURES:
            effets.append(ChangerPersonne(enfant.id, "activite", nommer(NATURES[lue.nature.data], enfant)))
        if lue.depuis.jour:
            effets.append(ChangerPersonne(enfant.id, "activite_depuis", lue.depuis.jour))
    return effets


FICHE = Fiche(
    slug="certificat-de-scolarite",
    titre="Certificat de scolarité",
    objet="Pour l’allocation de rentrée scolaire d’un enfant de 16 à 18 ans.",
    rang=40,
    etapes=(
        Etape(
            nom="scolarite",
            titre="L’année scolaire",
            formulaire=Scolarite,
            pourquoi="À partir de 16 ans l’allocation n’est plus automatique : nous demandons si l’école continue.",
            repete=Tours(_enfants),
        ),
        Etape(
            nom="ecole",
            titre="L’école et le salaire",
            formulaire=Ecole,
            pourquoi="L’allocation est versée si l’enfant étudie et si son salaire reste petit.",
            repete=Tours(_enfants, _a_l_ecole),
        ),
        Etape(
            nom="honneur",
            titre="Votre déclaration",
            formulaire=SurLHonneur,
            pourquoi="Depuis 2014 votre déclaration suffit : aucun document n’est obligatoire.",
        ),
    ),
    change="L’allocation de rentrée scolaire est étudiée pour cet enfant, selon vos ressources.",
    suite="Elle est versée à partir de la seconde moitié d’août, ou plus tard si vous déclarez après.",
    bouton="Envoyer ma déclaration",
    fermee=_fermee,
    periode=_periode,
    pieces=_pieces,
    effets=_effets,
)
