"""``make bench``: measure, print a table, write ``bench/results.json``; exit 1 when a threshold is not held."""

import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import (
    alertes,
    assistant,
    cles,
    connexions,
    debit,
    delivrance,
    documents,
    file_d_attente,
    hors_ligne,
    memoire,
    papiers,
    poids,
    questionnaire,
)
from bench.mesure import Mesure
from bench.requetes import lire
from caf_pwa import create_app
from caf_pwa.config import Reglages
from outils.courriel import Boite
from outils.instance import JOUR, demonstration
from outils.navigateur import chromium

RESULTATS = Path(__file__).with_name("results.json")
FRAGMENTS = ("/accueil", "/allocations/paiements")


def mesurer(dossier: Path) -> Iterator[Mesure]:
    personas = demonstration(dossier)
    persona = personas["ines"]
    app = create_app(Reglages.depuis({"CAF_INSTANCE": str(dossier), "CAF_AUJOURDHUI": JOUR}))
    client, boite = app.test_client(), Boite(dossier)
    client.post("/connexion", data={nom: persona[nom] for nom in ("identifiant", "mot_de_passe")})
    client.post("/connexion/code", data={"code": boite.code(persona["email"])})
    pages = {chemin: lire(app, client, chemin) for chemin in poids.ONGLETS}
    for page in pages.values():
        yield Mesure(f"{page.chemin}: SQL statements", len(page.instructions), au_plus=6)
    yield from memoire.mesurer(dossier, persona)
    yield from assistant.mesurer(dossier, persona)  # before other processes are started from here
    yield from documents.mesurer(dossier, persona)
    yield from papiers.mesurer(dossier)
    yield from connexions.mesurer(dossier, personas)
    yield from cles.mesurer(dossier, app, persona)
    yield from delivrance.mesurer(dossier, persona)
    yield from alertes.mesurer(app)
    with chromium() as navigateur:
        yield from poids.mesurer(dossier, persona, navigateur)
        yield from hors_ligne.mesurer(dossier, persona, navigateur)
        yield from file_d_attente.mesurer(dossier, persona, navigateur)
    etape = lire(app, client, questionnaire.plus_longue(client))
    papier = lire(app, client, delivrance.PAPIER)
    seuils = {chemin: (pages[chemin], 0.40) for chemin in FRAGMENTS}
    autres = {"longest step of a démarche": (etape, 0.30), "a paper that was issued already": (papier, 0.30)}
    yield from debit.mesurer(dossier, persona, {**seuils, **autres})


def main() -> None:
    mesures = []
    with tempfile.TemporaryDirectory() as dossier:
        for mesure in mesurer(Path(dossier)):
            mesures.append(mesure)
            print(mesure.ligne(), flush=True)
    RESULTATS.write_text(json.dumps(_resultats(mesures), ensure_ascii=False, indent=2) + "\n")
    manquees = [mesure.nom for mesure in mesures if not mesure.tenue]
    print(f"\n{len(mesures)} figures in {RESULTATS.name}; " + ("all hold." if not manquees else "NOT held:"))
    sys.exit("\n".join(f"  {nom}" for nom in manquees) or 0)


def _resultats(mesures: list[Mesure]) -> dict[str, Any]:
    return {
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"processors": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()},
        "figures": [mesure.en_json() for mesure in mesures],
    }


if __name__ == "__main__":
    main()
