"""Asking the process apart that looks for answers: its libraries would weigh on every web process."""

import os
from pathlib import Path

from caf_pwa.assistant.savoir import Fiche, fiches
from caf_pwa.socle.cellule.bornes import Bornes
from caf_pwa.socle.cellules import Cellule, SansReponse

RECHERCHE = Cellule(
    travail="caf_pwa.assistant.recherche.travail",
    bornes=Bornes(memoire=1 << 30, secondes=1, delai=3, fichier=0),
    a_la_fois=4,
    patience=2,
)


def chercher(question: str) -> list[Fiche]:
    """What answers it, best first; nothing when that is not known. Raises Occupe."""
    with Path(os.devnull).open("wb") as rien:
        try:
            dit = RECHERCHE.demander({"question": question}, [], rien)
        except SansReponse:
            return []
    return [fiches()[cle] for cle in dit["cles"]]
