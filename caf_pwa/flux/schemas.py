"""The JSON Schema of each kind, published in ``docs/flux/`` for whoever writes a feed."""

import json

from caf_pwa.flux import genre as genres
from caf_pwa.flux.types import Retrait


def tous() -> dict[str, str]:
    """Kind → its schema, as the text of a file."""
    publies = {nom: genre.enregistrement.model_json_schema() for nom, genre in genres.tous().items()}
    publies["retrait"] = Retrait.model_json_schema()
    publies["retrait"]["properties"]["genre"]["enum"] = sorted(
        nom for nom, genre in genres.tous().items() if genre.retirable is not None
    )
    return {nom: _texte(schema) for nom, schema in publies.items()}


def _texte(schema: dict[str, object]) -> str:
    entete = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(entete | schema, ensure_ascii=False, indent=2, sort_keys=False) + "\n"
