"""Déclaration trimestrielle de ressources (RSA, Prime d’activité): domain fact file 6 (a).

Nothing changed is one answer; a correction is one page for each person and month that is ticked.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from caf_pwa.demarches.conditions import Condition, Corrige, Tours, choisi
from caf_pwa.demarches.moteur import Etape, Fiche, Passage, Periode, Piece, Question, Repetition
from caf_pwa.demarches.questions.corrections import Changement, Corrections, LogementGratuit, Sejour, cle_du_mois
from caf_pwa.demarches.questions.figures import ChampFigures
from caf_pwa.demarches.questions.revenus import MONTANTS, SALAIRES, RevenusDuMois, de_qui_et_quand
from caf_pwa.demarches.questions.revenus_connus import connues, declarants_nommes, payeur, total
from caf_pwa.demarches.questions.trimestre import en_toutes_lettres, les_trois_mois
from caf_pwa.demarches.situation import Situation
from caf_pwa.dossier.effets import DeclarerRessource, Effet, NoterFait
from caf_pwa.socle.champs import ChampChoix
from caf_pwa.socle.formats import euros
from caf_pwa.socle.formats import mois as en_mois
from caf_pwa.socle.formulaires import Formulaire, Reponses


class Revenus(Formulaire):
    contexte: Question

    figures = ChampFigures("Les montants que nous connaissons")
    juste = ChampChoix(
        "Ces montants sont-ils justes et complets, et rien d’autre n’a changé ?",
        (("oui", "Oui, tout est juste"), ("non", "Non, je corrige ou j’ajoute")),
        aide="Comparez avec la ligne « Montant net social » de vos bulletins, pas avec « Net payé ». Chaque montant "
        "est au mois où il a été reçu, avant l’impôt.",
    )

    def preparer(self) -> None:
        situation = self.contexte.situation
        self.figures.montrer = lambda: _connus(situation, les_trois_mois(situation))


def _connus(situation: Situation, mois: list[date]) -> Iterator[tuple[str, str, str]]:
    """A line for each known figure; one line for an adult of whom nothing is known."""
    for personne, prenom in declarants_nommes(situation, mois):
        trouve = False
        for un_mois in mois:
            for figures in connues(situation, personne, un_mois).values():
                for une in figures:
                    trouve = True
                    yield f"{prenom}, {en_mois(un_mois)}", f"{une.libelle} ({payeur(une)})", euros(une.montant)
        if not trouve and personne in situation.adultes:
            yield f"{prenom}, {en_toutes_lettres(mois)}", "Aucun montant connu", euros(total(()))


_a_corriger = choisi(Revenus, "juste", "non")


def _mois(situation: Situation) -> list[Repetition]:
    mois = les_trois_mois(situation)
    return [
        Repetition(f"{prenom}, {en_mois(un_mois)}", personne, un_mois)
        for personne, prenom in declarants_nommes(situation, mois)
        for un_mois in mois
    ]


def _coche(tour: Repetition) -> Condition:
    personne, mois = de_qui_et_quand(tour)
    return choisi(Corrections, "mois", cle_du_mois(personne.id, mois))


def _totaux(situation: Situation, tour: Repetition | None) -> dict[str, Decimal]:
    return {nom: total(toutes) for nom, toutes in connues(situation, *de_qui_et_quand(tour)).items()}


def _deja_connus(passage: Passage, tour: Repetition | None) -> Reponses:
    totaux = _totaux(passage.situation, tour)
    return {nom: [f"{montant:.2f}".replace(".", ",")] for nom, montant in totaux.items()}


def _fermee(situation: Situation) -> str | None:
    if situation.attendue:
        return None
    if not situation.gere_le_dossier:
        return "Le responsable du dossier fait cette déclaration. Demandez-lui, ou demandez-lui une autorisation."
    if not situation.a_droit("RSA", "PPA"):
        return (
            "Cette déclaration est pour le RSA et la Prime d’activité, et aucun des deux n’est ouvert dans votre "
            "dossier. Pour les demander, contactez votre Caf."
        )
    return None


def _periode(situation: Situation) -> Periode:
    mois = les_trois_mois(situation)
    return Periode(f"{mois[0]:%Y-%m}", en_toutes_lettres(mois))


def _pieces(situation: Situation) -> list[Piece]:
    """For each month that is corrected: the payslip, or what proves another income."""
    aide = "Facultatif. Il nous évite de vous le demander ensuite."
    return [
        Piece(
            f"justificatif-{tour.cle}",
            f"{titre} – {tour.titre}",
            aide,
            si=Corrige(RevenusDuMois, montants, tour, _totaux),
        )
        for tour in _mois(situation)
        for titre, montants in (("Bulletin de salaire", SALAIRES), ("Justificatif", MONTANTS))
    ]


def _effets(passage: Passage) -> list[Effet]:
    """What was added or corrected; what was known and left as it was is already in the dossier."""
    corriges = [
        DeclarerRessource(revenus.personne.id, revenus.mois.year, revenus.mois.month, champ.label.text, montant)
        for _, revenus in passage.lus(RevenusDuMois)
        for _, champ, montant in revenus.changes()
    ]
    trimestre = en_toutes_lettres(les_trois_mois(passage.situation))
    dit = "Montants corrigés ou ajoutés" if corriges else "Montants confirmés"
    return [*corriges, NoterFait(passage.situation.moi.id, f"Ressources, {trimestre}", dit)]


FICHE = Fiche(
    slug="declaration-trimestrielle",
    titre="Déclaration trimestrielle de ressources",
    objet="Pour le RSA ou la Prime d’activité, tous les trois mois.",
    rang=10,
    etapes=(
        Etape(
            nom="revenus",
            titre="Ce qui a changé",
            formulaire=Revenus,
            pourquoi="Ces montants viennent des employeurs et des organismes. Vous pouvez toujours les corriger : une "
            "erreur de bonne foi n’est pas punie. Pour le RSA, le formulaire en papier reste possible.",
        ),
        Etape(
            nom="corrections",
            titre="Ce qui est à corriger",
            formulaire=Corrections,
            pourquoi="Nous ne vous demandons que les mois que vous cochez. Les trois questions comptent aussi.",
            si=_a_corriger,
        ),
        Etape(
            nom="changement",
            titre="Votre changement de situation",
            formulaire=Changement,
            pourquoi="Une séparation, une perte d’emploi ou une naissance change votre montant sans attendre.",
            si=choisi(Corrections, "changement", "oui"),
        ),
        Etape(
            nom="sejour",
            titre="Le séjour à l’étranger",
            formulaire=Sejour,
            pourquoi="Après un long séjour à l’étranger, seuls les mois entiers passés en France comptent.",
            si=choisi(Corrections, "sejour", "oui"),
        ),
        Etape(
            nom="logement",
            titre="Votre logement gratuit",
            formulaire=LogementGratuit,
            pourquoi="Ne pas payer de logement compte comme une ressource : c’est le forfait logement.",
            si=choisi(Corrections, "gratuit", "oui"),
        ),
        Etape(
            nom="mois",
            titre="Revenus reçus",
            formulaire=RevenusDuMois,
            pourquoi="Donnez ce qui a été reçu ce mois-là, avant l’impôt. Laissez vide ce qui ne vous concerne pas.",
            si=_a_corriger,
            repete=Tours(_mois, _coche),
            preremplir=_deja_connus,
        ),
    ),
    change="Votre RSA ou votre Prime d’activité est calculé sur ces revenus pour les trois mois qui viennent.",
    suite="Votre montant est fixé pour trois mois, sauf changement de situation. Envoyée en retard, la déclaration "
    "suspend le paiement, qui reprend ensuite.",
    bouton="Envoyer ma déclaration",
    fermee=_fermee,
    periode=_periode,
    pieces=_pieces,
    effets=_effets,
)
