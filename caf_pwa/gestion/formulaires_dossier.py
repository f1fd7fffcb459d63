"""What an adviser puts into a dossier: a letter, a debt, a right, a payment; each as the data of a feed's record."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from caf_pwa.allocations.prestations import PRESTATIONS
from caf_pwa.demarches.catalogue import catalogue
from caf_pwa.gestion.enregistrements import References
from caf_pwa.socle.champs import ChampChoix, ChampDate, ChampMontant, ChampTexte, ChampTexteLong
from caf_pwa.socle.formats import jour
from caf_pwa.socle.formulaires import Erreur, Formulaire

LIGNES = RETENUES = (1, 2, 3)
_CODES = tuple((code, f"{prestation.nom} ({code})") for code, prestation in PRESTATIONS.items())
_MOIS = re.compile(r"(?:(\d{4})-(\d{2})|(\d{2})[/ -](\d{4}))", re.ASCII)
_EXEMPLE_DE_MOIS = "Exemple : 03/2026."


def _mois(texte: str) -> str:
    """``03/2026`` is ``2026-03``."""
    trouve = _MOIS.fullmatch(texte)
    if trouve is None:
        raise Erreur("Écrivez le mois puis l’année. Exemple : 03/2026.")
    return f"{trouve[1] or trouve[4]}-{trouve[2] or trouve[3]}"


@dataclass(frozen=True)
class Cadre:
    """What these forms need to know: the day, and the names in the feed of those concerned."""

    aujourdhui: date
    references: References


class FormulaireDuDossier(Formulaire):
    """``generales``: what the feed refuses of the record as a whole."""

    contexte: Cadre
    generales: tuple[str, ...] = ()

    def donnees(self) -> dict[str, Any]:
        """The record's data, what is empty left out."""
        remplies = {nom: valeur for nom, valeur in self.valeurs().items() if valeur not in (None, "")}
        return {"foyer": self.contexte.references.foyer, **remplies}

    def valeurs(self) -> dict[str, Any]:
        raise NotImplementedError

    def en_bref(self) -> str:
        """What it is, for the person's history."""
        raise NotImplementedError

    def signaler(self, nom: str, raison: str) -> None:
        """Show what the feed refuses beside its field; above the form when it names none."""
        phrase = raison[:1].upper() + raison[1:].rstrip(".") + "."
        nom = re.sub(r"\[(\d+)\]\.", lambda rang: f"_{self.rang(nom, int(rang[1]))}_", nom.removeprefix("donnees."))
        if nom in self:
            self.refuser(self[nom], phrase)
        else:
            self.generales += (phrase,)

    def rang(self, nom: str, position: int) -> int:
        """Which row of the form became that item of the record."""
        return position + 1


class FormulaireCourrier(FormulaireDuDossier):
    pour = ChampChoix("Pour qui")
    objet = ChampTexte("Objet", longueur=300, aide="Exemple : votre Prime d’activité change.")
    texte = ChampTexteLong("Texte", longueur=10_000)
    demarche = ChampChoix(
        "La personne y répond par", aide="Facultatif. Un bouton du courrier mène à cette démarche.", exige=False
    )

    def preparer(self) -> None:
        """To one person alone only when the feed has told their name: never to others instead of them."""
        demarches = [(fiche.slug, fiche.titre) for fiche in catalogue().values()]
        self.demarche.choices = [("", "Rien à répondre"), *demarches]
        elle = ("personne", "La personne qui a envoyé la démarche, seule")
        tous = ("foyer", "Les personnes qui gèrent le dossier")
        self.pour.choices = [elle, tous] if self.contexte.references.personne else [tous]

    def valeurs(self) -> dict[str, Any]:
        personne = self.contexte.references.personne if self.pour.data == "personne" else None
        le = self.contexte.aujourdhui.isoformat()
        textes = {nom: self[nom].data for nom in ("objet", "texte")}
        return {"date": le, **textes, "personne": personne, "demarche": self.demarche.data or None}

    def en_bref(self) -> str:
        return self.objet.data or ""


class FormulaireCreance(FormulaireDuDossier):
    reference = ChampTexte("Référence", longueur=100, aide="Exemple : INK 001 2026.")
    prestation = ChampTexte("Prestation versée en trop", longueur=100, aide="Exemple : Prime d’activité.")
    motif = ChampTexte("Pourquoi", longueur=300, aide="Une phrase simple. Exemple : un salaire n’avait pas été compté.")
    mois_debut = ChampTexte("Premier mois", longueur=7, forme=_mois, aide=_EXEMPLE_DE_MOIS)
    mois_fin = ChampTexte("Dernier mois", longueur=7, forme=_mois, aide=_EXEMPLE_DE_MOIS)
    montant = ChampMontant("Montant de la dette")
    retenue_mensuelle = ChampMontant("Retenue par mois", exige=False, aide="Facultatif.")
    notifiee_le = ChampDate("Notifiée le")

    def preparer(self) -> None:
        self.notifiee_le.borner(None, self.contexte.aujourdhui)

    def valeurs(self) -> dict[str, Any]:
        textes = ("reference", "prestation", "motif", "mois_debut", "mois_fin")
        return {nom: self[nom].data for nom in textes} | {
            "montant": _euros(self.montant),
            "rembourse": "0",
            "retenue_mensuelle": _euros(self.retenue_mensuelle),
            "notifiee_le": _iso(self.notifiee_le),
            "etat": "notifiee",
        }

    def en_bref(self) -> str:
        return f"{self.prestation.data}, {self.montant.en_clair()}"


class FormulaireDroit(FormulaireDuDossier):
    prestation = ChampChoix("Prestation", _CODES)
    etat = ChampChoix("État", (("ouvert", "Ouvert"), ("suspendu", "Suspendu"), ("clos", "Terminé")))
    montant = ChampMontant("Montant par mois", exige=False)
    depuis = ChampDate("Depuis le")
    fin = ChampDate("Jusqu’au", exige=False)
    motif = ChampTexte("Pourquoi", longueur=300, exige=False, aide="À remplir pour un droit suspendu ou terminé.")
    a_faire = ChampTexte("Ce que la personne peut faire", longueur=300, exige=False)

    def valeurs(self) -> dict[str, Any]:
        return {nom: self[nom].data for nom in ("prestation", "etat", "motif", "a_faire")} | {
            "montant": _euros(self.montant),
            "depuis": _iso(self.depuis),
            "fin": _iso(self.fin),
        }

    def en_bref(self) -> str:
        return f"{self.prestation.en_clair()}, {self.etat.en_clair().lower()}"


class FormulairePaiement(FormulaireDuDossier):
    """Its rows are added below: a row left empty is no row."""

    date = ChampDate("Date du paiement")
    montant = ChampMontant("Montant versé au foyer", aide="Les lignes, moins les retenues.")

    def verifier(self) -> None:
        if not self._remplies("lignes", LIGNES):
            self.refuser(self["lignes_1_montant"], "Remplissez au moins une ligne.")
        for genre, rangs, noms in _RANGEES:
            for rang in self._remplies(genre, rangs):
                for nom in noms:
                    if not self[f"{genre}_{rang}_{nom}"].data:
                        self.refuser(self[f"{genre}_{rang}_{nom}"], "Remplissez ce champ, ou videz toute la ligne.")

    def valeurs(self) -> dict[str, Any]:
        return {
            "date": _iso(self.date),
            "montant": _euros(self.montant),
            "compte": self.contexte.references.compte_bancaire,
            "lignes": [self._ligne(rang) for rang in self._remplies("lignes", LIGNES)],
            "retenues": [
                {"libelle": self[f"retenues_{rang}_libelle"].data, "montant": _euros(self[f"retenues_{rang}_montant"])}
                for rang in self._remplies("retenues", RETENUES)
            ],
        }

    def en_bref(self) -> str:
        assert self.date.jour is not None
        return f"{self.montant.en_clair()} le {jour(self.date.jour)}"

    def rang(self, nom: str, position: int) -> int:
        return self._remplies(nom.removeprefix("donnees.").partition("[")[0], LIGNES)[position]

    def _ligne(self, rang: int) -> dict[str, Any]:
        valeurs = {nom: self[f"lignes_{rang}_{nom}"].data for nom in ("prestation", "mois", "tiers")}
        valeurs["montant"] = _euros(self[f"lignes_{rang}_montant"])
        return {nom: valeur for nom, valeur in valeurs.items() if valeur}

    def _remplies(self, genre: str, rangs: tuple[int, ...]) -> list[int]:
        """The rows in which something is filled in."""
        return [
            rang for rang in rangs if any(champ.data for champ in self if champ.name.startswith(f"{genre}_{rang}_"))
        ]


_RANGEES = (("lignes", LIGNES, ("prestation", "mois", "montant")), ("retenues", RETENUES, ("libelle", "montant")))


def _champs_de_ligne(rang: int) -> dict[str, Any]:
    options: dict[str, Any] = {"groupe": "" if rang == 1 else f"Ligne {rang}", "exige": False}
    ailleurs = f"Versé à quelqu’un d’autre, ligne {rang}"
    return {
        "prestation": ChampChoix(f"Prestation, ligne {rang}", _CODES, **options),
        "mois": ChampTexte(f"Mois, ligne {rang}", longueur=7, forme=_mois, aide=_EXEMPLE_DE_MOIS, **options),
        "montant": ChampMontant(f"Montant, ligne {rang}", **options),
        "tiers": ChampTexte(ailleurs, aide="Facultatif. Exemple : le bailleur.", **options),
    }


def _champs_de_retenue(rang: int) -> dict[str, Any]:
    options: dict[str, Any] = {"groupe": f"Retenue {rang}", "exige": False}
    return {
        "libelle": ChampTexte(f"Libellé, retenue {rang}", aide="Exemple : remboursement d’une dette.", **options),
        "montant": ChampMontant(f"Montant, retenue {rang}", **options),
    }


for _genre, _rangs, _fabrique in (("lignes", LIGNES, _champs_de_ligne), ("retenues", RETENUES, _champs_de_retenue)):
    for _rang in _rangs:
        for _nom, _champ in _fabrique(_rang).items():
            setattr(FormulairePaiement, f"{_genre}_{_rang}_{_nom}", _champ)

FORMULAIRES: dict[str, tuple[str, type[FormulaireDuDossier]]] = {
    "courrier": ("Écrire un courrier", FormulaireCourrier),
    "creance": ("Enregistrer une dette", FormulaireCreance),
    "droit": ("Enregistrer un droit", FormulaireDroit),
    "paiement": ("Enregistrer un paiement", FormulairePaiement),
}


def _euros(champ: Any) -> str | None:
    return None if champ.montant is None else str(champ.montant)


def _iso(champ: Any) -> str | None:
    return champ.jour.isoformat() if champ.jour else None
