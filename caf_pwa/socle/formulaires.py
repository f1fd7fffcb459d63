"""A form read from what a person typed, kept as they typed it: its fields, its rules, its sentences."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import Any, cast

from markupsafe import Markup
from wtforms import Field, Form
from wtforms.validators import StopValidation, ValidationError

Reponses = dict[str, list[str]]

# What no keyboard types: controls, and the marks that make a text read otherwise than it is stored.
_INVISIBLES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


class Erreur(ValidationError):
    """The sentence that stands beside the field: what is wrong, then what to do."""


class Saisie(dict[str, list[str]]):
    """What was typed, by field: the shape that WTForms reads."""

    def getlist(self, nom: str) -> list[str]:
        return self.get(nom, [])


class Exige:
    """The answer must be there. An answer that may be left out stops here when it is."""

    def __init__(self, exige: bool, manque: str) -> None:
        self.exige, self.manque = exige, manque
        self.field_flags = {"required": True} if exige else {}
        self.regle = {"exige": manque} if exige else {}

    def __call__(self, formulaire: Form, champ: Field) -> None:
        if any(texte.strip() for texte in champ.raw_data or [] if isinstance(texte, str)):
            return
        champ.errors = []
        raise StopValidation(self.manque if self.exige else "")


class Lisible:
    """At most so many characters, and none that cannot be seen."""

    def __init__(self, longueur: int, trop_long: str = "") -> None:
        self.longueur = longueur
        self.trop_long = trop_long or f"C’est trop long : {longueur} caractères au plus. Raccourcissez votre réponse."
        self.field_flags = {"maxlength": longueur}

    def __call__(self, formulaire: Form, champ: Field) -> None:
        texte = str(champ.data or "")
        if len(texte) > self.longueur:
            raise StopValidation(self.trop_long)
        if _INVISIBLES.search(texte):
            raise StopValidation("Un caractère invisible s’est glissé dans ce texte. Effacez-le et écrivez de nouveau.")


def propre(texte: str | None) -> str | None:
    """One way to write each accent, no space at the ends, one kind of line break."""
    if texte is None:
        return None
    return unicodedata.normalize("NFC", texte.replace("\r\n", "\n").replace("\r", "\n")).strip()


class Champ:
    """What a page asks of a field. ``groupe``: the fold it stands in; none when it is always open.

    ``aspect``: how it is drawn: ligne, texte, choix, confirmation, figures. ``masque``: what was typed there is only
    ever said back in part.
    """

    groupe: str = ""
    aspect: str = "ligne"
    genre: str | None = "text"  # the type of its box
    masque: bool = False

    def attributs(self, **autres: Any) -> Markup:
        """The attributes of its box but what it holds; False and None are left out, True stands alone."""
        champ = cast("Field", self)
        decrit, faux = self.decrit or None, "true" if champ.errors else None
        tous = {
            "id": champ.id,
            "name": champ.name,
            "type": self.genre,
            "aria-describedby": decrit,
            "aria-invalid": faux,
        }
        tous |= {"maxlength": champ.flags.maxlength, "required": champ.flags.required}
        return _ecrire(tuple((tous | (champ.render_kw or {}) | autres).items()))

    @property
    def decrit(self) -> str:
        """The names of what is read with it: its help, its error."""
        champ = cast("Field", self)
        aide, faute = f"{champ.id}-aide" if champ.description else "", f"{champ.id}-erreur" if champ.errors else ""
        return f"{aide} {faute}".strip()

    def regles(self) -> dict[str, Any]:
        """What a device can check by itself, with its sentences: see ``static/js/envois/controles.js``."""
        regles = {"masque": True} if self.masque else {}
        for controle in cast("Field", self).validators:
            regles |= getattr(controle, "regle", {})
        return regles

    def affichee(self) -> str | None:
        """What its box holds."""
        return str(cast("Field", self).data or "")

    def dessiner(self, macro: Callable[[Any], Markup]) -> Markup:
        """As ``macro`` draws it. One line that is empty and not wrong is drawn once: long pages are made of them."""
        champ = cast("Field", self)
        if self.aspect != "ligne" or champ.data or champ.errors:
            return macro(champ)
        reglages = tuple((champ.render_kw or {}).items())
        flags = champ.flags.maxlength, champ.flags.required
        vierge = (champ.id, champ.name, champ.label.text, champ.description, self.genre, *flags, reglages)
        if vierge not in _VIERGES:
            if len(_VIERGES) >= _VIERGES_AU_PLUS:
                _VIERGES.clear()
            _VIERGES[vierge] = macro(champ)
        return _VIERGES[vierge]


_VIERGES: dict[tuple[Any, ...], Markup] = {}
_VIERGES_AU_PLUS = 2048


@lru_cache(4096)
def _ecrire(attributs: tuple[tuple[str, Any], ...]) -> Markup:
    """As HTML writes them; the same ones come back on every page."""
    dits = [(nom, dit) for nom, dit in attributs if dit is not None and dit is not False]
    return Markup(" ").join(
        Markup("{}").format(nom) if dit is True else Markup('{}="{}"').format(nom, dit) for nom, dit in dits
    )


class Formulaire(Form):
    """One page of questions. ``contexte`` is whatever its ``preparer`` and ``verifier`` need to know.

    A form never raises for what was typed: ``validate()`` says no and each field keeps its sentence.
    """

    class Meta:
        locales = ("fr",)

    def __init__(self, saisie: Mapping[str, list[str]] | None = None, contexte: Any = None) -> None:
        self.contexte = contexte
        super().__init__(Saisie(saisie) if saisie is not None else None)
        self.preparer()

    def preparer(self) -> None:
        """Give the fields what depends on the person: their choices, their bounds."""

    def verifier(self) -> None:
        """Rules between several fields: call ``refuser``."""

    def refuser(self, champ: Field, phrase: str) -> None:
        champ.errors = [*champ.errors, phrase]

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        self.verifier()
        return not self.errors

    def reponses(self) -> Reponses:
        """What was typed in the fields of this form, and nothing else that was posted."""
        return {champ.short_name: textes for champ in self if (textes := _textes(champ))}

    def groupes(self) -> list[tuple[str, list[Field], bool]]:
        """The fields in their order, those of one fold together; "" for those that are always open.

        Told too: whether one of them holds something, or is wrong.
        """
        suites = [
            (groupe, list(champs)) for groupe, champs in groupby(self, lambda champ: getattr(champ, "groupe", ""))
        ]
        return [(groupe, champs, any(champ.data or champ.errors for champ in champs)) for groupe, champs in suites]

    def lignes(self) -> Iterator[tuple[str, str]]:
        """Each question that has an answer, and the answer in words."""
        for champ in self:
            dit = getattr(champ, "en_clair", None)
            if dit is not None and (texte := dit()):
                yield champ.label.text, texte


def _textes(champ: Field) -> list[str]:
    bruts = [texte for texte in champ.raw_data or [] if isinstance(texte, str) and texte.strip()]
    return bruts if getattr(champ, "plusieurs", False) else bruts[:1]
