"""What a person says of the three months of a quarterly declaration: which incomes to correct, what else changed."""

from datetime import date

from caf_pwa.demarches.moteur import Question
from caf_pwa.demarches.questions.revenus_connus import declarants_nommes
from caf_pwa.demarches.questions.trimestre import les_trois_mois
from caf_pwa.demarches.situation import au_choix
from caf_pwa.socle.champs import ChampChoixMultiples, ChampDate, oui_non
from caf_pwa.socle.dates import DatePartielle
from caf_pwa.socle.formats import mois as en_mois
from caf_pwa.socle.formulaires import Formulaire
from caf_pwa.socle.horloge import mois_avant
from caf_pwa.socle.parametres import parametre

_MOIS_D_UN_LONG_SEJOUR = 12


def cle_du_mois(personne_id: str, mois: date) -> str:
    """A person's month, as an answer."""
    return f"{personne_id}/{mois:%Y-%m}"


class Corrections(Formulaire):
    contexte: Question

    mois = ChampChoixMultiples(
        "Quels revenus corriger ou ajouter ?",
        aide="Cochez chaque mois concerné. N’oubliez pas une activité indépendante, une pension alimentaire, des "
        "loyers, un revenu de l’étranger ou un don.",
        exige=False,
    )
    changement = oui_non(
        "Votre situation a-t-elle changé pendant ces trois mois ?",
        aide="Couple, enfants, travail, logement. Exemple : un déménagement.",
    )
    sejour = oui_non("Une personne de votre foyer a-t-elle séjourné à l’étranger ?")
    gratuit = oui_non(
        "Avez-vous un logement gratuit ?",
        aide="Exemple : quelqu’un vous héberge, ou vous êtes propriétaire sans emprunt à rembourser.",
    )

    def preparer(self) -> None:
        situation = self.contexte.situation
        mois = les_trois_mois(situation)
        self.mois.choices = [
            (cle_du_mois(personne.id, un_mois), f"{prenom} – {en_mois(un_mois)}")
            for personne, prenom in declarants_nommes(situation, mois)
            for un_mois in mois
        ]

    def verifier(self) -> None:
        if not self.mois.data and {self.changement.data, self.sejour.data, self.gratuit.data} == {"non"}:
            self.refuser(
                self.mois, "Cochez un mois à corriger. Si tout est juste, revenez et répondez « Oui, tout est juste »."
            )


class Changement(Formulaire):
    contexte: Question

    quoi = ChampChoixMultiples(
        "Qu’est-ce qui a changé ?",
        (("couple", "Le couple"), ("enfants", "Les enfants"), ("travail", "Le travail"), ("logement", "Le logement")),
        aide="Faites ensuite la démarche de ce changement : nous avons besoin de ses détails.",
    )
    depuis = ChampDate("Depuis quel jour ?", aide="Exemple : 05/03/2026.")

    def preparer(self) -> None:
        situation = self.contexte.situation
        self.depuis.borner(les_trois_mois(situation)[0], situation.aujourdhui)


class Sejour(Formulaire):
    contexte: Question

    qui = ChampChoixMultiples("Qui est parti ?")
    depart = ChampDate("Jour du départ", aide="Exemple : 05/03/2026.")
    retour = ChampDate(
        "Jour du retour", aide="Laissez vide si le séjour n’est pas fini. Exemple : 20/03/2026.", exige=False
    )

    def preparer(self) -> None:
        situation = self.contexte.situation
        self.qui.choices = au_choix(situation.membres)
        premier = les_trois_mois(situation)[0]
        self.depart.borner(mois_avant(premier, _MOIS_D_UN_LONG_SEJOUR), situation.aujourdhui)
        self.retour.borner(premier, situation.aujourdhui)
        jours = parametre("sejour.jours_par_an", situation.aujourdhui)
        self.qui.description = f"Nous comptons les jours à l’étranger : {jours} par an sans effet sur vos droits."

    def verifier(self) -> None:
        if self.depart.jour and self.retour.jour and self.retour.jour < self.depart.jour:
            self.refuser(self.retour, "Le retour ne peut pas venir avant le départ. Vérifiez les deux dates.")


class LogementGratuit(Formulaire):
    contexte: Question

    depuis = ChampDate("Depuis quel jour votre logement est-il gratuit ?", aide="Exemple : 05/03/2026.")

    def preparer(self) -> None:
        situation = self.contexte.situation
        self.depuis.borner(DatePartielle.lire(situation.moi.naissance).exacte(), situation.aujourdhui)
