"""The incomes of one person in one month, as a quarterly declaration asks them: domain fact file 6 (a)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from caf_pwa.demarches.moteur import Question, Repetition
from caf_pwa.demarches.questions.revenus_connus import connues, provenance, total
from caf_pwa.dossier.modele import Personne
from caf_pwa.socle.champs import ChampChoix, ChampConfirmation, ChampMontant, ChampTexte
from caf_pwa.socle.formats import euros
from caf_pwa.socle.formats import mois as en_mois
from caf_pwa.socle.formulaires import Formulaire
from caf_pwa.socle.horloge import mois_avant
from caf_pwa.socle.parametres import parametre

SALAIRES = ("salaire", "prime", "apprentissage", "chomage_partiel", "stage", "formation")

_TRAVAIL, _SANTE, _RETRAITE = "Autres revenus du travail", "Santé et famille", "Retraite, rente, invalidité"
_PENSIONS, _INDEPENDANT, _AUTRES = "Pensions entre proches", "Activité indépendante", "Autres revenus"

MOTIFS = (
    ("non-recu", "Je n’ai pas reçu ce montant"),
    ("autre-mois", "Je l’ai reçu un autre mois"),
    ("incomplet", "Il manque un employeur ou un versement"),
    ("erreur", "L’employeur ou l’organisme s’est trompé"),
    ("autre", "Une autre raison"),
)


def _montant(libelle: str, aide: str = "Exemple : 450,00.", groupe: str = "") -> ChampMontant:
    return ChampMontant(libelle, exige=False, aide=aide, groupe=groupe)


class RevenusDuMois(Formulaire):
    """Each question of an amount is named after the kind of income that it asks: see ``revenus_connus.genre``."""

    contexte: Question

    salaire = _montant(
        "Salaire (montant net social)",
        "C’est la ligne « Montant net social » du bulletin de salaire, pas la ligne « Net payé ». Exemple : 1 234,56.",
    )
    chomage = _montant("Allocation chômage (ARE, ASP ou ASS)", "Avant l’impôt. Exemple : 845,30.")
    maladie = _montant("Indemnités journalières de maladie", "Avant l’impôt. Exemple : 412,00.")
    pension_recue = _montant("Pension alimentaire reçue", "Exemple : 150,00.")
    prime = _montant("Prime ou indemnité de fin de contrat", groupe=_TRAVAIL)
    apprentissage = _montant(
        "Salaire d’apprentissage", "Le montant net social du bulletin. Exemple : 780,00.", _TRAVAIL
    )
    chomage_partiel = _montant("Chômage partiel", groupe=_TRAVAIL)
    stage = _montant("Gratification de stage", groupe=_TRAVAIL)
    formation = _montant("Rémunération de formation", groupe=_TRAVAIL)
    maternite = _montant("Indemnités de maternité, de paternité ou d’adoption", groupe=_SANTE)
    accident = _montant("Indemnités d’accident du travail ou de maladie professionnelle", groupe=_SANTE)
    retraite = _montant("Pension de retraite ou de réversion", groupe=_RETRAITE)
    invalidite = _montant("Pension d’invalidité", groupe=_RETRAITE)
    rente = _montant("Rente", groupe=_RETRAITE)
    combattant = _montant("Retraite du combattant", groupe=_RETRAITE)
    pension_versee = _montant(
        "Pension alimentaire versée", "Ce qui a été payé ce mois-là. Exemple : 150,00.", _PENSIONS
    )
    compensatoire = _montant("Prestation compensatoire reçue", groupe=_PENSIONS)
    micro_vente = _montant("Chiffre d’affaires de micro-entreprise (ventes)", groupe=_INDEPENDANT)
    micro_services = _montant("Chiffre d’affaires de micro-entreprise (services, BIC)", groupe=_INDEPENDANT)
    micro_liberal = _montant("Chiffre d’affaires de micro-entreprise (libéral, BNC)", groupe=_INDEPENDANT)
    exploitant = _montant("Bénéfice d’exploitation agricole", groupe=_INDEPENDANT)
    liberal = _montant("Bénéfice de profession libérale ou d’entreprise au réel", groupe=_INDEPENDANT)
    bourse = _montant("Bourse d’études ou de recherche", groupe=_AUTRES)
    loyers = _montant("Loyers reçus", groupe=_AUTRES)
    capital = _montant("Épargne et placements", "Les gains du mois, pas la somme placée. Exemple : 12,50.", _AUTRES)
    dons = _montant("Dons, gains de jeux ou héritage", groupe=_AUTRES)
    etranger = _montant("Revenus de l’étranger", "En euros, avant l’impôt. Exemple : 450,00.", _AUTRES)
    autre = _montant("Autre revenu", groupe=_AUTRES)
    motif = ChampChoix(
        "Pourquoi corrigez-vous un montant que nous connaissons ?",
        MOTIFS,
        aide="Seulement si vous changez un montant déjà rempli. Gardez le bulletin ou la lettre de l’employeur.",
        exige=False,
    )
    precision = ChampTexte(
        "Laquelle, si c’est une autre raison", aide="Exemple : j’ai rendu un trop-versé.", longueur=300, exige=False
    )
    confirmation = ChampConfirmation()

    def preparer(self) -> None:
        self.personne, self.mois = de_qui_et_quand(self.contexte.repetition)
        self.connues = connues(self.contexte.situation, self.personne, self.mois)
        if not self.connues:
            del self["motif"], self["precision"]
        for nom, champ in self.montants():
            if nom in self.connues:
                champ.groupe = ""
                champ.description = " ".join([*map(provenance, self.connues[nom]), champ.description])

    def montants(self) -> Iterator[tuple[str, ChampMontant]]:
        """Every kind of income, with its question."""
        return ((champ.short_name, champ) for champ in self if isinstance(champ, ChampMontant))

    def changes(self) -> list[tuple[str, ChampMontant, Decimal]]:
        """What differs from the known figures: added, or corrected, 0 included."""
        return [
            (nom, champ, champ.montant)
            for nom, champ in self.montants()
            if champ.montant is not None and champ.montant != total(self.connues.get(nom, ()))
        ]

    def verifier(self) -> None:
        for nom, champ in self.montants():
            if nom in self.connues and champ.montant is None:
                self.refuser(champ, "Nous connaissons un montant. Écrivez 0 si vous n’avez rien reçu.")
        corriges = [(nom, champ, montant) for nom, champ, montant in self.changes() if nom in self.connues]
        if corriges and not self.errors:
            self._exiger_une_raison()
        doutes = (doute for nom, champ, montant in corriges if (doute := self._doute(nom, champ, montant)))
        if not self.errors and (doute := next(doutes, None)):
            self.confirmation.demander(doute)

    def _exiger_une_raison(self) -> None:
        if not self.motif.data:
            self.refuser(self.motif, "Vous avez changé un montant que nous connaissons. Dites pourquoi.")
        elif self.motif.data == "autre" and not self.precision.data:
            self.refuser(self.precision, "Écrivez votre raison en quelques mots.")

    def _doute(self, nom: str, champ: ChampMontant, montant: Decimal) -> str | None:
        """What looks like the two usual mistakes: another month's payslip, or the wrong line of it."""
        mois, connu = self.mois, total(self.connues[nom])
        for voisin in (mois_avant(mois, 1), mois_avant(mois, -1)):
            figures = connues(self.contexte.situation, self.personne, voisin).get(nom)
            if montant and figures and total(figures) == montant:
                return f"{champ.label.text} : {euros(montant)} est le montant de {en_mois(voisin)}."
        bas, haut = (parametre(f"dtr.net_paye_ratio_{borne}", mois) for borne in ("min", "max"))
        if nom == "salaire" and connu * bas <= montant <= connu * haut:
            return f"{euros(montant)} ressemble au « Net payé ». Nous demandons le « Montant net social »."
        return None


MONTANTS = tuple(
    nom for nom, champ in vars(RevenusDuMois).items() if getattr(champ, "field_class", None) is ChampMontant
)


def de_qui_et_quand(tour: Repetition | None) -> tuple[Personne, date]:
    """The person and the month of a page that is asked for each of them."""
    assert tour is not None
    assert tour.personne is not None
    assert tour.mois is not None
    return tour.personne, tour.mois
