"""The forms of this slice: who one is and which household one is of, where to be reached, the code received."""

import re

from caf_pwa.comptes import identifiant
from caf_pwa.inscription.identite import Declaration
from caf_pwa.socle.champs import ChampTexte
from caf_pwa.socle.champs_speciaux import courriel, telephone
from caf_pwa.socle.dates import DatePartielle
from caf_pwa.socle.formulaires import Erreur, Formulaire

_JOUR = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})", re.ASCII)
_ALLOCATAIRE = re.compile(r"0*(\d{1,7})[A-Z]?", re.ASCII)


def nom_propre(texte: str) -> str:
    """A name as it was typed, whatever its alphabet. Raises Erreur without a letter."""
    if not any(signe.isalpha() for signe in texte):
        raise Erreur("Écrivez un nom, avec des lettres.")
    return " ".join(texte.split())


def lire_naissance(texte: str) -> DatePartielle:
    """The day written, with 00 for what nobody knows. Raises Erreur."""
    trouve = _JOUR.fullmatch(texte)
    ecrite = f"{trouve[3]}-{int(trouve[2]):02}-{int(trouve[1]):02}" if trouve else texte
    try:
        date = DatePartielle.lire(ecrite)
    except ValueError:
        raise Erreur("Cette date n’existe pas. Écrivez le jour, le mois et l’année. Exemple : 05/03/2010.") from None
    if not 1900 <= date.annee <= 2100:
        raise Erreur("Vérifiez l’année : quatre chiffres. Exemple : 05/03/2010.")
    return date


def naissance(texte: str) -> str:
    """A birth date as it was typed. Raises Erreur."""
    lire_naissance(texte)
    return texte


def numero_allocataire(texte: str) -> str:
    """One to seven digits, without the letter that letters print after them. Raises Erreur."""
    trouve = _ALLOCATAIRE.fullmatch("".join(texte.split()).upper())
    if not trouve:
        raise Erreur("Un numéro allocataire compte 7 chiffres au plus. Recopiez-le depuis un courrier de la Caf.")
    return trouve[1]


def code_postal(texte: str) -> str:
    """Raises Erreur."""
    compact = "".join(texte.split())
    if not re.fullmatch(r"\d{5}", compact, re.ASCII):
        raise Erreur("Un code postal compte 5 chiffres. Exemple : 69003.")
    return compact


class FormulaireNumero(Formulaire):
    """``contexte``: the pattern of an identifiant provisoire. Afterwards ``numero`` is as accounts keep it."""

    numero = ""
    contexte: re.Pattern[str]

    identifiant = ChampTexte(
        "Numéro de sécurité sociale ou identifiant provisoire",
        longueur=64,
        manque="Saisissez votre numéro de sécurité sociale ou votre identifiant provisoire.",
        trop_long="Ce numéro est trop long. Il compte 13 chiffres.",
        aide="Le vôtre, pas celui d’un parent. Il est sur votre carte Vitale ou sur votre attestation de droits.",
        render_kw={"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"},
    )

    def verifier(self) -> None:
        try:
            self.numero = identifiant.lire(self.identifiant.data or "", self.contexte)
        except identifiant.IdentifiantInvalide as faute:
            self.refuser(self.identifiant, str(faute))


class FormulaireIdentite(FormulaireNumero):
    nom = ChampTexte(
        "Nom de naissance", manque="Écrivez votre nom.", aide="Exemple : D’Arc, ou N’Guyễn.", forme=nom_propre
    )
    prenoms = ChampTexte(
        "Prénoms", manque="Écrivez votre prénom.", aide="Comme à l’état civil. Le premier suffit.", forme=nom_propre
    )
    naissance = ChampTexte(
        "Date de naissance",
        longueur=20,
        forme=naissance,
        manque="Donnez votre date de naissance.",
        aide="Exemple : 05/03/2010. Écrivez 00 pour un jour ou un mois que personne ne connaît.",
    )
    allocataire = ChampTexte(
        "Numéro allocataire du foyer",
        longueur=20,
        forme=numero_allocataire,
        manque="Recopiez le numéro allocataire depuis un courrier de la Caf.",
        aide="Il est en haut de tous les courriers de la Caf reçus chez vous. Exemple : 1234567.",
        render_kw={"autocomplete": "off"},
    )
    code_postal = ChampTexte(
        "Code postal du foyer",
        longueur=10,
        forme=code_postal,
        manque="Donnez le code postal de votre adresse.",
        aide="Celui de ces mêmes courriers. Exemple : 69003.",
    )

    def declaration(self) -> Declaration:
        """What was said, once it holds."""
        return Declaration(
            numero=self.numero,
            nom=self.nom.data or "",
            prenoms=self.prenoms.data or "",
            naissance=lire_naissance(self.naissance.data or ""),
            allocataire=self.allocataire.data or "",
            code_postal=self.code_postal.data or "",
        )


class FormulaireContact(Formulaire):
    courriel = ChampTexte(
        "Adresse mail",
        longueur=254,
        forme=courriel,
        manque="Donnez votre adresse mail.",
        aide="La vôtre, que vous seul lisez. Exemple : prenom.nom@exemple.fr.",
        render_kw={"type": "email", "autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"},
    )
    telephone = ChampTexte(
        "Téléphone (facultatif)",
        longueur=30,
        exige=False,
        forme=telephone,
        aide="Exemple : 06 12 34 56 78.",
        render_kw={"type": "tel", "autocomplete": "tel"},
    )
