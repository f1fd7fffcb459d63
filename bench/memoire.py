"""How much memory a web process holds once it has served."""

import subprocess
from collections.abc import Iterator
from itertools import cycle, islice
from json import loads
from pathlib import Path
from typing import Any

from bench.mesure import Mesure
from bench.requetes import FRAGMENT
from outils.instance import servir

REQUETES = 1000
CONNEXIONS = 20  # hashing a password takes 46 MiB for a moment


def mesurer(dossier: Path, persona: dict[str, Any]) -> Iterator[Mesure]:
    """The whole dossier again and again, pages and fragments, some sign-ins, a question to the help."""
    with servir(dossier, WEB_CONCURRENCY="1") as serveur:
        cookies = [serveur.se_connecter(persona) for _ in range(CONNEXIONS)]
        entetes = {"Cookie": cookies[-1]}
        dossier_entier = [
            page["adresse"] for page in loads(serveur.demander("/hors-ligne/dossier", entetes)[2])["pages"]
        ]
        for rang, chemin in enumerate(islice(cycle(dossier_entier), REQUETES)):
            serveur.demander(chemin, entetes | {"Accept-Encoding": "br"} | (FRAGMENT if rang % 2 else {}))
        serveur.demander("/assistant", entetes, {"question": "pourquoi mon apl a baissé"})
        yield Mesure(
            f"memory of a web process after {REQUETES} requests", memoire(serveur.pid) / 1e6, "MB", au_plus=150
        )


def memoire(parent_commun: int) -> int:
    """The resident memory of the largest child of that process, in bytes."""
    commande = ["ps", "-A", "-o", "ppid=,rss="]
    lignes = subprocess.run(commande, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    return max(int(rss) * 1024 for parent, rss in map(str.split, lignes) if int(parent) == parent_commun)
