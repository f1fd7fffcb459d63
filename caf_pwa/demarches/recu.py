"""The receipt of a démarche: the hash of what was sent."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from caf_pwa.demarches.recapitulatif import Rubrique
from caf_pwa.socle.formulaires import Reponses


def empreinte(
    slug: str,
    version: int,
    reponses: dict[str, Reponses],
    recapitulatif: Sequence[Rubrique],
    documents: Sequence[str],
) -> str:
    """The SHA-256 of all that was sent: questions, answers, words, documents. The same content, the same hash."""
    contenu: dict[str, Any] = {
        "demarche": slug,
        "version": version,
        "reponses": reponses,
        "recapitulatif": recapitulatif,
        "documents": sorted(documents),
    }
    texte = json.dumps(contenu, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(texte.encode()).hexdigest()
