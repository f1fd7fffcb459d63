"""Who somebody is, asked when the dossier does not know them yet: a child, a partner, another parent."""

import re
from datetime import date

from caf_pwa.comptes import identifiant
from caf_pwa.demarches.moteur import Question
from caf_pwa.demarches.situation import Situation
from caf_pwa.dossier.modele import Personne
from caf_pwa.socle.champs import ChampDate, ChampTexte
from caf_pwa.socle.dates import DatePartielle
from caf_pwa.socle.formats import masquer_identifiant
from caf_pwa.socle.formulaires import Erreur, Formulaire

SEXES = (("F", "Une fille"), ("M", "Un garçon"))

_AUCUN = re.compile(r"(?!)")
_NUMERO_ALLOCATAIRE = re.compile(r"\d{1,7}[A-Z]?", re.ASCII)


def nom_propre(texte: str) -> str:
    """A name as it was typed, whatever its alphabet, spaces apart. Raises Erreur without a letter."""
    if not any(signe.isalpha() for signe in texte):
        raise Erreur("Écrivez un nom, avec des lettres.")
    return " ".join(texte.split())


def numero_de_securite_sociale(texte: str) -> str:
    """Its 13 characters; 15 when the key was typed, which is checked. Raises Erreur."""
    try:
        return identifiant.lire(texte, _AUCUN)
    except identifiant.IdentifiantInvalide as faute:
        raise Erreur(str(faute)) from None


def numero_allocataire(texte: str) -> str:
    """One to seven digits, with or without the letter that letters print after them. Raises Erreur."""
    compact = "".join(texte.split()).upper()
    if not _NUMERO_ALLOCATAIRE.fullmatch(compact):
        raise Erreur("Un numéro allocataire compte 7 chiffres au plus. Recopiez-le depuis un courrier de la Caf.")
    return compact


def memes_noms(un: str | None, autre: str | None) -> bool:
    """The same words, however large or spaced they are written."""
    return (un or "").casefold().split() == (autre or "").casefold().split()


def deja_connue(situation: Situation, prenoms: str | None, naissance: date | None) -> Personne | None:
    """The person of the dossier with these first names, born that day."""
    return next(
        (
            membre
            for membre in situation.membres
            if memes_noms(membre.appellation, prenoms)
            and naissance is not None
            and DatePartielle.lire(membre.naissance).exacte() == naissance
        ),
        None,
    )


class ChampNumero(ChampTexte):
    """A social-security number, masked when it is said back."""

    def en_clair(self) -> str:
        return masquer_identifiant(self.data) if self.data else ""


class Identite(Formulaire):
    """First names, name, date of birth. Whoever is in the dossier already is not added twice."""

    contexte: Question

    prenoms = ChampTexte("Prénoms", aide="Tous, comme à l’état civil. Exemple : Anne-Lise, Zoé.", forme=nom_propre)
    nom = ChampTexte("Nom de naissance", aide="Exemple : D’Arc, ou N’Guyễn.", forme=nom_propre)
    naissance = ChampDate("Date de naissance", aide="Exemple : 05/03/1990.")

    def preparer(self) -> None:
        self.naissance.borner(date(1900, 1, 1), self.contexte.situation.aujourdhui)

    def verifier(self) -> None:
        connue = deja_connue(self.contexte.situation, self.prenoms.data, self.naissance.jour)
        if connue is not None:
            self.refuser(self.prenoms, f"{connue.appellation} est déjà dans votre dossier.")

    @property
    def ecrite(self) -> str:
        """The date of birth as the dossier keeps it."""
        return self.naissance.jour.isoformat() if self.naissance.jour else ""
