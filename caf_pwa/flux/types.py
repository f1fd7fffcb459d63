"""The types that records are made of, with the JSON Schema they publish."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from caf_pwa.socle.dates import DatePartielle
from caf_pwa.socle.formats import masquer_iban

_CONTROLES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_NUMERO = re.compile(r"\d(?:[\s.]?\d){12}(?:[\s.]?\d{2})?")


class Donnees(BaseModel):
    """What a record says. Unknown fields are refused: a typing error never passes for silence."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _sans_controles(texte: str) -> str:
    if _CONTROLES.search(texte):
        raise ValueError("le texte contient un caractère de contrôle")
    return texte


def _date_partielle(texte: str) -> str:
    return str(DatePartielle.lire(texte))


def _identifiant(texte: str) -> str:
    if _NUMERO.fullmatch(texte):
        raise ValueError("l’identifiant d’un enregistrement ne doit pas être un numéro de sécurité sociale")
    return texte


def _mois(texte: object) -> date:
    try:
        if not isinstance(texte, str):
            raise ValueError
        return date.fromisoformat(f"{texte}-01")
    except ValueError:
        raise ValueError("un mois s’écrit AAAA-MM") from None


def _centimes(montant: Decimal) -> Decimal:
    if montant != montant.quantize(Decimal("0.01")):
        raise ValueError("un montant a au plus deux décimales")
    return montant


Identifiant = Annotated[
    str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:-]+$"), AfterValidator(_identifiant)
]
Texte = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_sans_controles)]
TexteLong = Annotated[str, Field(min_length=1, max_length=100_000), AfterValidator(_sans_controles)]
# A bank account is masked as it is read: the whole number is kept nowhere, not even while its record waits.
CompteCredite = Annotated[
    str,
    Field(min_length=1, max_length=34, description="Masqué, ou entier : seuls ses bouts sont gardés."),
    AfterValidator(_sans_controles),
    AfterValidator(masquer_iban),
]
Iban = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z]{2}[0-9]{2}( •••• [A-Za-z0-9]{4}|[A-Za-z0-9 ]{10,40})$",
        description="Entier ou masqué : seuls ses bouts sont gardés.",
    ),
    AfterValidator(masquer_iban),
]
Naissance = Annotated[
    str,
    AfterValidator(_date_partielle),
    Field(description="Date de naissance AAAA-MM-JJ, 00 pour ce qui est inconnu.", examples=["2020-00-00"]),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]
Mois = Annotated[
    date,
    BeforeValidator(_mois),
    PlainSerializer(lambda mois: mois.isoformat()[:7], when_used="json"),
    Field(description="Un mois, AAAA-MM."),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{4}-(0[1-9]|1[0-2])$"}),
]
Montant = Annotated[
    Decimal,
    Field(ge=Decimal("-10000000"), le=Decimal("10000000"), allow_inf_nan=False),
    AfterValidator(_centimes),
    WithJsonSchema(
        {
            "type": "number",
            "minimum": -10_000_000,
            "maximum": 10_000_000,
            "description": "Euros, deux décimales au plus.",
        }
    ),
]
MontantPositif = Annotated[
    Decimal,
    Field(ge=0, le=Decimal("10000000"), allow_inf_nan=False),
    AfterValidator(_centimes),
    WithJsonSchema(
        {
            "type": "number",
            "minimum": 0,
            "maximum": 10_000_000,
            "description": "Euros, deux décimales au plus.",
        }
    ),
]

VERSION_MAXIMALE = 2**53 - 1
Version = Annotated[int, Field(ge=1, le=VERSION_MAXIMALE, description="Une version plus grande remplace.")]


class Retrait(Donnees):
    """The object should not have been sent, or is no more: it leaves the dossier."""

    genre: str
    id: Identifiant
    version: Version
    retire: Literal[True]
