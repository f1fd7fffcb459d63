"""What an adviser fills in about a démarche."""

from datetime import date, timedelta

from caf_pwa.socle.champs import ChampChoix, ChampDate, ChampTexte, ChampTexteLong
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


class FormulaireRetrait(Formulaire):
    motif = ChampTexteLong(
        "Pourquoi vous le retirez", longueur=1000, manque="Dites pourquoi.", aide="La personne le lit tel quel."
    )
