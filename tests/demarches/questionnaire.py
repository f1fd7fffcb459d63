"""A démarche as small as the engine's rules need, and one that uses all of them."""

from caf_pwa.demarches.moteur import Etape, Fiche, Passage, Periode, Piece, Question, Repetition
from caf_pwa.demarches.situation import au_choix
from caf_pwa.dossier.effets import ChangerPersonne, Effet
from caf_pwa.socle.champs import ChampChoixMultiples, ChampMontant, ChampTexte, oui_non
from caf_pwa.socle.formulaires import Formulaire


class Depart(Formulaire):
    contexte: Question

    change = oui_non("Quelque chose a changé ?")
    qui = ChampChoixMultiples("Pour qui ?", exige=False)

    def preparer(self) -> None:
        self.qui.choices = au_choix(self.contexte.situation.membres)


class Revenus(Formulaire):
    salaire = ChampMontant("Salaire")


class Metier(Formulaire):
    metier = ChampTexte("Métier")


def _a_change(passage: Passage) -> bool:
    depart = passage.lu(Depart)
    return depart is not None and depart.change.data == "oui"


def _tours(passage: Passage) -> list[Repetition]:
    depart = passage.lu(Depart)
    choisis = set(depart.qui.data or ()) if depart else set()
    return [Repetition(un.appellation, un) for un in passage.situation.membres if un.id in choisis]


def _effets(passage: Passage) -> list[Effet]:
    metier = passage.lu(Metier)
    return [ChangerPersonne(passage.situation.moi.id, "activite", metier.metier.data)] if metier else []


FICHE = Fiche(
    slug="essai",
    titre="Démarche d’essai",
    objet="Pour les essais.",
    rang=999,
    etapes=(
        Etape(nom="depart", titre="Départ", formulaire=Depart, pourquoi="Pour savoir."),
        Etape(
            nom="revenus", titre="Revenus", formulaire=Revenus, pourquoi="Pour compter.", si=_a_change, repete=_tours
        ),
        Etape(nom="metier", titre="Métier", formulaire=Metier, pourquoi="Pour écrire.", si=_a_change),
    ),
    change="Votre métier.",
    suite="Nous lisons.",
    periode=lambda situation: Periode(str(situation.aujourdhui.year), str(situation.aujourdhui.year)),
    pieces=lambda _: [Piece("preuve", "Preuve", si=_a_change)],
    effets=_effets,
)
