"""Questions with a form of their own: telephone, mail, bank account, postcode."""

import re
import unicodedata
from datetime import date
from typing import Any

from wtforms.form import BaseForm

from caf_pwa.socle.champs import ChampTexte
from caf_pwa.socle.formats import masquer_iban
from caf_pwa.socle.formulaires import Erreur
from caf_pwa.socle.iban import Compte, IbanRefuse, lire_iban

_SEPARATEURS = re.compile(r"[\s.\-/()]+")
_OUTRE_MER = re.compile(r"\+(262|590|594|596)(\d{9})", re.ASCII)
_NATIONAL = re.compile(r"0[1-79]\d{8}", re.ASCII)
_ETRANGER = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)

_AVANT = r"[^\s@\"(),:;<>\[\]\\.]+"
_COURRIEL = re.compile(rf"({_AVANT}(?:\.{_AVANT})*)@([^\s@]+)")
_NOM = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NOM_DE_DOMAINE = re.compile(rf"(?:{_NOM}\.)+(?:[a-z]{{2,63}}|xn--[a-z0-9-]{{2,59}})", re.ASCII)


def telephone(texte: str) -> str:
    """``06 12 34 56 78`` for France, ``+32470123456`` for another country. Raises Erreur."""
    compact = _SEPARATEURS.sub("", unicodedata.normalize("NFKC", texte).replace("(0)", ""))
    compact = re.sub(r"^00(?=[1-9])", "+", compact)
    compact = re.sub(r"^\+330?(?=\d{9}$)", "0", compact)
    compact = _OUTRE_MER.sub(r"0\2", compact)
    if _NATIONAL.fullmatch(compact):
        return " ".join(compact[rang : rang + 2] for rang in range(0, 10, 2))
    if _ETRANGER.fullmatch(compact) and not compact.startswith("+33"):
        return compact
    raise Erreur("Ce numéro n’est pas complet. Écrivez ses dix chiffres, ou + et l’indicatif du pays.")


def courriel(texte: str) -> str:
    """The address with its domain in small letters: before the @, capitals may count. Raises Erreur."""
    trouve = _COURRIEL.fullmatch(texte)
    if not trouve or len(texte) > 254 or len(trouve[1]) > 64:
        raise Erreur("Cette adresse mail n’a pas la bonne forme. Exemple : prenom.nom@exemple.fr.")
    domaine = trouve[2].lower()
    try:
        ecrit = domaine.encode("idna").decode()
    except UnicodeError:
        ecrit = ""
    if not _NOM_DE_DOMAINE.fullmatch(ecrit):
        raise Erreur("Vérifiez ce qui suit le signe @. Exemple : prenom.nom@exemple.fr.")
    return f"{trouve[1]}@{domaine}"


class ChampIban(ChampTexte):
    """A bank account. Once it is right it is only ever shown masked. Python: ``compte``."""

    masque = True
    compte: Compte | None = None
    jour = date.max

    def __init__(self, libelle: str, **options: Any) -> None:
        options["render_kw"] = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        super().__init__(libelle, longueur=60, **options)

    def garder(self, enregistre: str) -> None:
        """The masked form, sent back untouched, stands for the number that was saved."""
        if enregistre and self.data == self._masque(enregistre):
            self.data, self.raw_data = enregistre, [enregistre]

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:
        super().post_validate(form, validation_stopped)
        if self.data and not validation_stopped:
            try:
                self.compte = lire_iban(self.data, self.jour)
            except IbanRefuse as refus:
                raise Erreur(str(refus)) from None

    def en_clair(self) -> str:
        return masquer_iban(self.compte.iban) if self.compte else ""

    def affichee(self) -> str:
        return self._masque(self.data or "")

    def _masque(self, texte: str) -> str:
        try:
            return masquer_iban(lire_iban(texte, self.jour).iban)
        except IbanRefuse:
            return texte
