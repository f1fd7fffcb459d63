"""Changement de coordonnées bancaires: domain fact file 6 (h). The whole number is never shown again."""

import unicodedata
from collections.abc import Iterator
from datetime import timedelta

from caf_pwa.demarches.moteur import Etape, Fiche, Passage, Piece, Question, Repetition
from caf_pwa.demarches.questions.identites import nom_propre
from caf_pwa.demarches.situation import Situation, au_choix
from caf_pwa.dossier.effets import ChangerFoyer
from caf_pwa.dossier.modele import Personne
from caf_pwa.socle.champs import ChampChoix, ChampConfirmation, ChampDate, ChampTexte
from caf_pwa.socle.champs_speciaux import ChampIban
from caf_pwa.socle.formats import masquer_iban
from caf_pwa.socle.formulaires import Formulaire, Reponses
from caf_pwa.socle.parametres import parametre

_COMMUN, _AUTRE = "commun", "autre"


class Titulaire(Formulaire):
    """Holder or co-holder only since 27 December 2022 (loi Rixain)."""

    contexte: Question

    qui = ChampChoix("À qui est le compte ?")
    nom = ChampTexte(
        "Nom du titulaire", aide="Comme sur le RIB. Exemple : Mme Anne D’Arc.", longueur=70, forme=nom_propre
    )
    confirmation = ChampConfirmation()

    def preparer(self) -> None:
        adultes = self.contexte.situation.adultes
        commun = [(_COMMUN, "À nous deux : c’est un compte commun")] if len(adultes) > 1 else []
        autre = (_AUTRE, "À une autre personne, ou à un tuteur ou un mandataire")
        self.qui.choices = [*au_choix(adultes), *commun, autre]

    def verifier(self) -> None:
        if self.qui.data == _AUTRE:
            self.refuser(
                self.qui,
                "Depuis le 27 décembre 2022, nous payons seulement sur un compte à votre nom, ou dont vous êtes "
                "cotitulaire. En cas de tutelle ou de curatelle, appelez votre Caf au 3230.",
            )
            return
        titulaires = self.titulaires
        if not any(_porte_son_nom(self.nom.data or "", adulte) for adulte in titulaires):
            noms = " ni ".join(adulte.nom_affiche for adulte in titulaires)
            self.confirmation.demander(f"Ce nom n’est pas celui de {noms}.")

    @property
    def titulaires(self) -> list[Personne]:
        """The adults of the dossier whose account it is."""
        return [adulte for adulte in self.contexte.situation.adultes if self.qui.data in (adulte.id, _COMMUN)]


class Banque(Formulaire):
    contexte: Question

    iban = ChampIban("IBAN", aide="Il est sur votre RIB. En France : FR76, puis 23 chiffres ou lettres.")

    def preparer(self) -> None:
        situation, passage = self.contexte.situation, self.contexte.passage
        self.iban.jour = situation.aujourdhui
        self.iban.garder(passage.reponses.get("compte", {}).get("iban", [""])[0])
        if situation.foyer.compte_bancaire:
            actuel = f"Votre compte actuel : {masquer_iban(situation.foyer.compte_bancaire)}."
            self.iban.description = f"{actuel} {self.iban.description}"

    def verifier(self) -> None:
        actuel = self.contexte.situation.foyer.compte_bancaire
        if actuel and self.iban.en_clair() == masquer_iban(actuel):
            self.refuser(
                self.iban,
                f"Nous payons déjà sur ce compte : {masquer_iban(actuel)}. Si c’est un autre compte qui finit par "
                "les mêmes chiffres, appelez votre Caf au 3230.",
            )

    def lignes(self) -> Iterator[tuple[str, str]]:
        yield from super().lignes()
        if self.iban.compte:
            yield "Banque", self.iban.compte.banque or "Nous ne connaissons pas son nom"
            if self.iban.compte.bic:
                yield "BIC", self.iban.compte.bic


class Depart(Formulaire):
    contexte: Question

    jour = ChampDate("À partir de quelle date ?")

    def preparer(self) -> None:
        aujourdhui = self.contexte.situation.aujourdhui
        delai, limite, paiement, avance = (
            int(parametre(nom, aujourdhui))
            for nom in ("rib.heures_attente", "rib.jour_limite", "paiement.jour_du_mois", "rib.jours_a_l_avance")
        )
        self.jour.borner(aujourdhui, aujourdhui + timedelta(days=avance))
        self.jour.description = (
            f"Pendant {delai} heures, vous pouvez annuler et rien ne change. En général, un compte changé avant le "
            f"{limite} du mois reçoit le paiement du {paiement} suivant. Gardez l’ancien compte ouvert jusque-là."
        )


def _porte_son_nom(texte: str, adulte: Personne) -> bool:
    """A name of theirs is in it, whatever its accents, capitals, hyphens."""
    mots = _mots(texte)
    noms = [nom for nom in (adulte.nom_naissance, adulte.nom_usage) if nom]
    return any(_mots(nom) <= mots for nom in noms) if noms else bool(_mots(adulte.nom_affiche) & mots)


def _mots(texte: str) -> set[str]:
    lettres = unicodedata.normalize("NFKD", texte.casefold())
    sans_accent = "".join(signe for signe in lettres if not unicodedata.combining(signe))
    return set("".join(signe if signe.isalnum() else " " for signe in sans_accent).split())


def _aujourdhui(passage: Passage, _repetition: Repetition | None) -> Reponses:
    return {"jour": [passage.situation.aujourdhui.isoformat()]}


def _fermee(situation: Situation) -> str | None:
    if situation.gere_le_dossier:
        return None
    return "Seule la personne qui gère le dossier peut changer le compte. Demandez-lui, ou appelez le 3230."


def _pieces(_situation: Situation) -> list[Piece]:
    aide = "Votre banque le donne dans son application."
    return [Piece("rib", "Relevé d’identité bancaire (RIB)", aide, exigee=True)]


def _effets(passage: Passage) -> list[ChangerFoyer]:
    banque, titulaire = passage.lu(Banque), passage.lu(Titulaire)
    if banque is None or titulaire is None:
        return []
    return [
        ChangerFoyer("compte_bancaire", banque.iban.en_clair()),
        ChangerFoyer("titulaire_du_compte", titulaire.nom.data),
    ]


FICHE = Fiche(
    slug="coordonnees-bancaires",
    titre="Changement de coordonnées bancaires",
    objet="Le compte sur lequel vous êtes payé.",
    rang=100,
    etapes=(
        Etape(
            nom="titulaire",
            titre="Le titulaire du compte",
            formulaire=Titulaire,
            pourquoi="La loi demande que le compte soit à votre nom, ou au nom de votre conjoint. "
            "Cela empêche que quelqu’un d’autre reçoive votre argent.",
        ),
        Etape(
            nom="compte",
            titre="Le nouveau compte",
            formulaire=Banque,
            pourquoi="Nous vérifions l’IBAN et nous trouvons le nom de la banque et son BIC.",
        ),
        Etape(
            nom="depart",
            titre="Le changement",
            formulaire=Depart,
            pourquoi="Pour savoir quel paiement va sur quel compte.",
            preremplir=_aujourdhui,
        ),
    ),
    change="Vos paiements sont versés sur le nouveau compte.",
    suite="Nous attendons avant de changer le compte : pendant ce temps, vous pouvez tout annuler. Nous "
    "prévenons aussi votre ancienne adresse mail.",
    sensible=True,
    apres_recuperation="rib.heures_apres_recuperation",
    attente="rib.heures_attente",
    fermee=_fermee,
    pieces=_pieces,
    effets=_effets,
)
