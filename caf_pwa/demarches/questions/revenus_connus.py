"""The month's figures that the Caf already has, sorted by kind of income, and who may have any."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from caf_pwa.demarches.situation import Situation, age, au_choix
from caf_pwa.dossier.modele import Personne
from caf_pwa.dossier.service import FigureDUnMois
from caf_pwa.socle.formats import euros
from caf_pwa.socle.formats import mois as en_mois
from caf_pwa.socle.parametres import parametre

# What a label says, from the most precise to the most general: the kind of income is that of the first that fits.
_MOTS = (
    ("micro-entreprise .vente", "micro_vente"),
    ("micro-entreprise .service", "micro_services"),
    ("micro-entreprise", "micro_liberal"),
    ("agricole", "exploitant"),
    ("benefice", "liberal"),
    ("etranger", "etranger"),
    ("activite partielle|chomage partiel", "chomage_partiel"),
    ("fin de contrat|precarite|prime", "prime"),
    ("apprenti", "apprentissage"),
    ("stage", "stage"),
    ("formation", "formation"),
    ("retour a l.?emploi|chomage|solidarite specifique|securisation professionnelle|\\b(are|ass|asp)\\b", "chomage"),
    ("maternite|paternite|adoption", "maternite"),
    ("accident|professionnelle", "accident"),
    ("maladie|indemnites journalieres", "maladie"),
    ("invalidite", "invalidite"),
    ("combattant", "combattant"),
    ("retraite|reversion", "retraite"),
    ("rente", "rente"),
    ("compensatoire", "compensatoire"),
    ("alimentaire versee", "pension_versee"),
    ("alimentaire", "pension_recue"),
    ("bourse", "bourse"),
    ("loyer", "loyers"),
    ("epargne|placement|capital|interets", "capital"),
    ("\\bdons?\\b|jeux|heritage", "dons"),
    ("net social|salaire|remuneration", "salaire"),
)
_ORIGINES = {"employeur": "salaire", "france-travail": "chomage", "cpam": "maladie"}

_PAYEURS = {
    "employeur": "votre employeur",
    "france-travail": "France Travail",
    "cpam": "l’Assurance maladie",
    "impots": "les impôts",
    "vous": "vous",
}


def genre(connue: FigureDUnMois) -> str:
    """The kind of income of a known figure: the name of its question."""
    return _genre(connue.libelle, connue.origine)


@lru_cache(1024)
def _genre(libelle: str, origine: str) -> str:
    """Labels are few, and each page looks at the same ones many times."""
    sans_accents = unicodedata.normalize("NFD", libelle.casefold()).encode("ascii", "ignore").decode()
    trouves = (nom for mots, nom in _MOTS if re.search(mots, sans_accents))
    return next(trouves, _ORIGINES.get(origine, "autre"))


def connues(situation: Situation, personne: Personne, mois: date) -> dict[str, list[FigureDUnMois]]:
    """The figures of that person for that month, by kind of income; what they corrected stands for all of its kind."""
    par_genre: dict[str, list[FigureDUnMois]] = {}
    for une in situation.ressources:
        if une.personne_id == personne.id and une.mois == mois:
            par_genre.setdefault(genre(une), []).append(une)
    return {nom: [une for une in toutes if une.origine == "vous"] or toutes for nom, toutes in par_genre.items()}


def total(figures: Sequence[FigureDUnMois]) -> Decimal:
    return sum((une.montant for une in figures), Decimal())


def payeur(connue: FigureDUnMois) -> str:
    """Who gave the figure: the employer's name, else what people call its origin."""
    return connue.payeur or _PAYEURS.get(connue.origine, connue.origine)


def provenance(connue: FigureDUnMois) -> str:
    """``Bulletin de salaire payé en août 2026 par Cantine des Remparts : 612,40 €.``"""
    quand, montant = en_mois(connue.mois), euros(connue.montant)
    if connue.origine == "vous":
        return f"Vous avez déclaré pour {quand} : {montant}."
    quoi = "Bulletin de salaire payé" if connue.origine == "employeur" else "Versé"
    return f"{quoi} en {quand} par {payeur(connue)} : {montant}."


def declarants(situation: Situation, mois: Sequence[date]) -> list[Personne]:
    """The adults, then the children and dependants old enough to earn, and whoever has a known figure."""
    age_minimum = parametre("dtr.age_revenus", mois[-1])
    payes = {une.personne_id for une in situation.ressources if une.mois in mois}
    autres = [
        membre
        for membre in situation.membres
        if membre not in situation.adultes
        and (membre.id in payes or (ans := age(membre, mois[-1])) is None or ans >= age_minimum)
    ]
    return [*situation.adultes, *autres]


def declarants_nommes(situation: Situation, mois: Sequence[date]) -> list[tuple[Personne, str]]:
    """The same, with the name that tells them apart."""
    personnes = declarants(situation, mois)
    noms = dict(au_choix(personnes))
    return [(personne, noms[personne.id]) for personne in personnes]
