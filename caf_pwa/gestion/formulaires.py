"""What an adviser fills in about a démarche."""

from datetime import date, timedelta

from caf_pwa.dettes.modele import DemandeDeCreance, GenreDeDemande
from caf_pwa.socle.champs import ChampChoix, ChampDate, ChampMontant, ChampTexte, ChampTexteLong
from caf_pwa.socle.formulaires import Formulaire

_RAISONS = (
    ("etude", "Étudier cette démarche"),
    ("appel", "La personne m’appelle ou vient à l’accueil"),
    ("controle", "Contrôle"),
    ("autre", "Une autre raison"),
)
# As the person reads it in their history.
_EN_CLAIR = {"etude": "étude de la démarche", "appel": "appel ou visite de la personne", "controle": "contrôle"}


class FormulaireMotif(Formulaire):
    raison = ChampChoix("La raison", _RAISONS, aide="La personne la lit dans « Mon historique ».")
    mots = ChampTexte(
        "Avec vos mots", longueur=200, exige=False, aide="Facultatif, sauf pour une autre raison. Exemple : loyer."
    )

    def verifier(self) -> None:
        if self.raison.data == "autre" and not self.mots.data:
            self.refuser(self.mots, "Écrivez la raison en quelques mots.")

    @property
    def motif(self) -> str:
        connue = _EN_CLAIR.get(self.raison.data or "")
        return " : ".join(filter(None, (connue, self.mots.data)))


class FormulaireQuestion(Formulaire):
    question = ChampTexteLong(
        "Votre question", longueur=1000, manque="Écrivez votre question.", aide="La personne la lit telle quelle."
    )


class FormulairePiece(Formulaire):
    """``contexte``: the day of today."""

    contexte: date

    libelle = ChampTexte("Le document", longueur=150, aide="Exemple : quittance de loyer d’octobre 2026.")
    raison = ChampTexte("Pourquoi il le faut", longueur=300, aide="Exemple : le loyer déclaré a changé.")
    limite = ChampDate("À envoyer avant le")

    def preparer(self) -> None:
        self.limite.borner(self.contexte + timedelta(days=1), self.contexte + timedelta(days=365))


class FormulaireRefus(Formulaire):
    motif = ChampTexteLong(
        "Pourquoi vous refusez", longueur=1000, manque="Dites pourquoi.", aide="Une phrase simple, puis que faire."
    )


_ACCORDE = {
    GenreDeDemande.RECTIFICATION: ("Nouveau montant de la dette", "0 pour l’annuler."),
    GenreDeDemande.RECOURS: ("Nouveau montant de la dette", "0 pour l’annuler."),
    GenreDeDemande.REMISE: ("Montant effacé", "Au plus ce qui reste à rembourser."),
    GenreDeDemande.ECHEANCIER: ("Montant par mois", "Ce que la personne paie chaque mois."),
}


class FormulaireDecision(Formulaire):
    """``contexte``: the request about a debt that is granted."""

    contexte: DemandeDeCreance

    accorde = ChampMontant("Montant")
    mots = ChampTexteLong("Vos mots", longueur=1000, exige=False, aide="Facultatif. La personne les lit tels quels.")

    def preparer(self) -> None:
        self.accorde.label.text, self.accorde.description = _ACCORDE[self.contexte.genre]
        if self.accorde.data is None and self.contexte.mensualite is not None:
            self.accorde.data = str(self.contexte.mensualite).replace(".", ",")


class FormulaireRetrait(Formulaire):
    motif = ChampTexteLong(
        "Pourquoi vous le retirez", longueur=1000, manque="Dites pourquoi.", aide="La personne le lit tel quel."
    )
