"""The kinds of question that a form may ask. Each reads what a person types and says it back in words.

Common arguments: ``aide`` (a line under the label, with an example), ``exige`` (False: may be left out),
``manque`` (the sentence when it is left out), ``groupe`` (the fold it stands in).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

from wtforms import Field, Form, PasswordField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.form import BaseForm

from caf_pwa.socle.formats import euros, jour
from caf_pwa.socle.formulaires import Champ, Erreur, Exige, Lisible, propre
from caf_pwa.socle.saisies import lire_jour, lire_montant

Controle = Callable[[Form, Field], None]


def _reglages(manque: str, controles: Iterable[Controle], options: dict[str, Any]) -> dict[str, Any]:
    """What the library expects, from what a questionnaire says."""
    exige = options.pop("exige", True)
    options["validators"] = [Exige(exige, options.pop("manque", manque)), *controles]
    options["description"] = options.pop("aide", "")
    return options


class ChampTexte(Champ, StringField):
    """One line. ``forme`` brings the text to its one form, or raises Erreur. Python: str."""

    def __init__(
        self,
        libelle: str,
        *controles: Controle,
        longueur: int = 100,
        trop_long: str = "",
        forme: Callable[[str], str] | None = None,
        groupe: str = "",
        **options: Any,
    ) -> None:
        self.groupe, self.forme = groupe, forme
        regles: list[Controle] = [Lisible(longueur, trop_long), *controles]
        super().__init__(libelle, filters=[propre], **_reglages("Remplissez ce champ.", regles, options))

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:
        if self.data and self.forme and not validation_stopped:
            self.data = self.forme(self.data)

    def en_clair(self) -> str:
        return self.data or ""


class ChampMotDePasse(Champ, PasswordField):
    """A password, kept exactly as it is typed, and never said back. Python: str."""

    genre = "password"

    def __init__(self, libelle: str, longueur: int, **options: Any) -> None:
        trop_long = f"Ce mot de passe est trop long : {longueur} caractères au plus."
        super().__init__(libelle, **_reglages("Saisissez votre mot de passe.", [Lisible(longueur, trop_long)], options))

    def affichee(self) -> str | None:
        return None


class ChampTexteLong(Champ, TextAreaField):
    """Several lines. Python: str."""

    aspect, genre = "texte", None

    def __init__(self, libelle: str, longueur: int = 2000, groupe: str = "", **options: Any) -> None:
        self.groupe = groupe
        super().__init__(libelle, filters=[propre], **_reglages("Remplissez ce champ.", [Lisible(longueur)], options))

    def en_clair(self) -> str:
        return self.data or ""


class ChampMontant(Champ, StringField):
    """An amount in euros as French types it: ``1 234,56``. Python: Decimal with two decimals, 0 or more."""

    def __init__(self, libelle: str, au_plus: str = "999999.99", groupe: str = "", **options: Any) -> None:
        self.groupe, self.au_plus = groupe, Decimal(au_plus)
        options["render_kw"] = {"inputmode": "decimal", "autocomplete": "off"}
        manque = "Donnez un montant. Écrivez 0 s’il n’y a rien."
        super().__init__(libelle, **_reglages(manque, [Lisible(20)], options))

    montant: Decimal | None = None
    ILLISIBLE = "Écrivez un montant en euros avec des chiffres. Exemple : 1 234,56."

    @property
    def trop_grand(self) -> str:
        return f"Ce montant est trop grand : {euros(self.au_plus)} au plus. Vérifiez les chiffres."

    def regles(self) -> dict[str, Any]:
        return super().regles() | {"montant": [str(self.au_plus), self.ILLISIBLE, self.trop_grand]}

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.montant = lire_montant(self.data or "")

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:
        if validation_stopped or not (self.data or "").strip():
            return
        if self.montant is None:
            raise Erreur(self.ILLISIBLE)
        if self.montant > self.au_plus:
            raise Erreur(self.trop_grand)

    def en_clair(self) -> str:
        return "" if self.montant is None else euros(self.montant)


class ChampDate(Champ, StringField):
    """A day, as the browser's calendar or ``JJ/MM/AAAA``. ``bornes`` gives the first and last day, once asked.

    Python: ``jour``, a date.
    """

    genre = "date"

    def __init__(self, libelle: str, groupe: str = "", **options: Any) -> None:
        self.groupe = groupe
        self.bornes: tuple[date | None, date | None] = (None, None)
        manque = options.pop("manque", "Donnez une date.")
        super().__init__(libelle, **_reglages(manque, [Lisible(20)], options))

    jour: date | None = None
    INCONNU = "Cette date n’existe pas. Écrivez le jour, le mois et l’année. Exemple : 05/03/2026."

    @property
    def trop_tot(self) -> str:
        return f"Cette date est trop ancienne : pas avant le {jour(self.bornes[0])}." if self.bornes[0] else ""

    @property
    def trop_tard(self) -> str:
        return f"Cette date est trop loin : pas après le {jour(self.bornes[1])}." if self.bornes[1] else ""

    def regles(self) -> dict[str, Any]:
        bornes = [str(borne) if borne else None for borne in self.bornes]
        return super().regles() | {"jour": [*bornes, self.INCONNU, self.trop_tot, self.trop_tard]}

    def borner(self, premier: date | None, dernier: date | None) -> None:
        self.bornes = (premier, dernier)
        limites = {"min": premier, "max": dernier}
        bornes = {nom: limite.isoformat() for nom, limite in limites.items() if limite}
        self.render_kw = bornes

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.jour = lire_jour(self.data or "")

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:
        if validation_stopped or not (self.data or "").strip():
            return
        premier, dernier = self.bornes
        if self.jour is None:
            raise Erreur(self.INCONNU)
        if premier and self.jour < premier:
            raise Erreur(self.trop_tot)
        if dernier and self.jour > dernier:
            raise Erreur(self.trop_tard)

    def en_clair(self) -> str:
        return "" if self.jour is None else jour(self.jour)

    def affichee(self) -> str | None:
        return self.jour.isoformat() if self.jour else (self.data or "")


class _AuChoix(Champ):
    """The answers offered, as (value, words): given with the question, or to ``choices`` once they are known."""

    aspect = "choix"
    plusieurs = False
    proposees: dict[str, str]

    @property
    def choices(self) -> dict[str, str]:
        return self.proposees

    @choices.setter
    def choices(self, choix: Iterable[tuple[str, str]]) -> None:
        self.proposees = dict(choix)


class ChampChoix(_AuChoix, RadioField):  # type: ignore[misc]  # a property of ours in place of the library’s
    """One answer among a few. ``choix``: (value, words); ``choices`` gives them later. Python: the value."""

    def __init__(self, libelle: str, choix: Sequence[tuple[str, str]] = (), groupe: str = "", **options: Any) -> None:
        self.groupe = groupe
        reglages = _reglages("Choisissez une réponse.", (), options)
        super().__init__(libelle, validate_choice=False, **reglages)
        self.choices = choix

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:
        if self.data and not validation_stopped and self.data not in self.proposees:
            raise Erreur("Choisissez une des réponses proposées.")

    def en_clair(self) -> str:
        return self.proposees.get(self.data or "", "")


def oui_non(libelle: str, **options: Any) -> Any:
    """Yes or no. Python: "oui" or "non"."""
    return ChampChoix(libelle, (("oui", "Oui"), ("non", "Non")), **options)


class ChampChoixMultiples(_AuChoix, SelectMultipleField):  # type: ignore[misc]
    """Any number of answers. Python: the list of values."""

    plusieurs = True

    def __init__(self, libelle: str, choix: Sequence[tuple[str, str]] = (), groupe: str = "", **options: Any) -> None:
        self.groupe = groupe
        reglages = _reglages("Choisissez au moins une réponse.", (), options)
        super().__init__(libelle, validate_choice=False, **reglages)
        self.choices = choix

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:
        if not validation_stopped and set(self.data or ()) - set(self.proposees):
            raise Erreur("Choisissez parmi les réponses proposées.")

    def en_clair(self) -> str:
        return ", ".join(self.proposees[valeur] for valeur in self.data or () if valeur in self.proposees)


class ChampEntier(ChampTexte):
    """A whole number between two bounds. Python: ``nombre``."""

    def __init__(self, libelle: str, de: int, a: int, **options: Any) -> None:
        self.de, self.a = de, a
        super().__init__(libelle, self._dans_les_bornes, longueur=6, **options)
        self.render_kw = {"inputmode": "numeric"}

    @property
    def hors_des_bornes(self) -> str:
        return f"Écrivez un nombre entre {self.de} et {self.a}, en chiffres."

    def regles(self) -> dict[str, Any]:
        return super().regles() | {"entier": [self.de, self.a, self.hors_des_bornes]}

    @property
    def nombre(self) -> int:
        return int(self.data) if self.data and self.data.isascii() and self.data.isdigit() else 0

    def _dans_les_bornes(self, _formulaire: Form, _champ: Field) -> None:
        if not (self.data or "").isdigit() or not self.de <= self.nombre <= self.a:
            raise Erreur(self.hors_des_bornes)


class ChampConfirmation(Champ, StringField):
    """A box to tick, shown only once something looks odd: ``demander`` says what. Python: ``confirme``."""

    aspect = "confirmation"
    demande = ""

    def __init__(self, libelle: str = "C’est bien cela, je confirme", **options: Any) -> None:
        super().__init__(libelle, validators=[Exige(False, "")], **options)

    def regles(self) -> dict[str, Any]:
        return {"confirmation": cast("Field", self).label.text}

    @property
    def confirme(self) -> bool:
        return bool(self.raw_data)

    def demander(self, phrase: str) -> None:
        """Ask for the tick; answered, it lets through."""
        self.demande = phrase
        if not self.confirme:
            self.errors = [f"{phrase} Corrigez, ou cochez la case si c’est juste."]
