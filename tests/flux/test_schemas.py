"""The published schemas say what the reader takes: whoever writes a feed can check it before sending it."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from caf_pwa.config import RACINE
from caf_pwa.demonstration.commandes import enregistrements
from caf_pwa.flux import lecture, schemas
from caf_pwa.flux.genre import tous
from tests.conftest import AUJOURDHUI
from tests.fabriques import Enregistrement, retrait
from tests.flux.test_importation import UN_DE_CHAQUE
from tests.flux.test_lecture import FAUX, presque_bons

PUBLIES = {nom: json.loads(texte) for nom, texte in schemas.tous().items()}

# What a schema cannot say: a key, a rule between fields, a day of the calendar, a number hidden in an id.
HORS_DE_PORTEE = (
    "numéro de sécurité",
    "deux décimales",
    "contrôle",
    "Le numéro compte",
    "Les deux derniers",
    "il faut un libelle",
    "il faut nom_naissance",
    "n’existe pas dans ce mois",
    "cette date n’existe pas",
    "le mois 13",
    "il faut plus",
)
A_SA_PORTEE = [
    faux for faux, raisons in FAUX if not any(mot in raison for raison in raisons.values() for mot in HORS_DE_PORTEE)
]


def _en_nombres(valeur: Any) -> Any:
    """The record with its amounts as the schemas want them: the reader also takes them as text."""
    if isinstance(valeur, dict):
        return {cle: _en_nombres(contenu) for cle, contenu in valeur.items()}
    if isinstance(valeur, (list, tuple)):
        return [_en_nombres(contenu) for contenu in valeur]
    return float(valeur) if isinstance(valeur, str) and re.fullmatch(r"-?\d+\.\d+", valeur) else valeur


def _fautes(enregistrement: Enregistrement) -> list[str]:
    nom = "retrait" if "retire" in enregistrement else enregistrement["genre"]
    return [faute.message for faute in Draft202012Validator(PUBLIES[nom]).iter_errors(_en_nombres(enregistrement))]


def test_the_published_files_are_those_of_the_code() -> None:
    dossier = RACINE / "docs" / "flux"
    fichiers = {
        fichier.name.removesuffix(".schema.json"): fichier.read_text() for fichier in dossier.glob("*.schema.json")
    }
    assert fichiers == schemas.tous(), "run: flask --app app flux schemas"


@pytest.mark.parametrize("nom", PUBLIES)
def test_every_schema_is_a_schema(nom: str) -> None:
    Draft202012Validator.check_schema(PUBLIES[nom])
    assert nom in {*tous(), "retrait"}


@pytest.mark.parametrize("enregistrement", [*UN_DE_CHAQUE, retrait("droit", "x", 2)], ids=lambda un: un["genre"])
def test_a_good_record_of_every_kind_is_good_for_its_schema(enregistrement: Enregistrement) -> None:
    assert _fautes(enregistrement) == []


def test_the_whole_demonstration_is_good_for_the_schemas() -> None:
    assert [faute for enregistrement in enregistrements(AUJOURDHUI) for faute in _fautes(enregistrement)] == []


@pytest.mark.parametrize("faux", A_SA_PORTEE, ids=lambda faux: faux["genre"])
def test_a_wrong_record_is_wrong_for_its_schema_wherever_a_schema_can_tell(faux: Enregistrement) -> None:
    assert _fautes(faux)


def test_only_what_can_be_withdrawn_is_withdrawn() -> None:
    retirables = {nom for nom, genre in tous().items() if genre.retirable is not None}
    assert set(PUBLIES["retrait"]["properties"]["genre"]["enum"]) == retirables
    assert _fautes(retrait("foyer", "x", 1))


@given(presque_bons())
def test_whatever_the_reader_takes_its_schema_takes_too(enregistrement: Enregistrement) -> None:
    try:
        lecture.lire(json.dumps(enregistrement).encode())
    except lecture.LigneRefusee:
        return
    assert _fautes(enregistrement) == []
