"""Opening files: in a process apart, since what people send is made by anybody."""

from dataclasses import dataclass, field
from typing import Any, BinaryIO

from caf_pwa.documents.refus import FichierRefuse, Refus
from caf_pwa.socle.cellule.bornes import Bornes
from caf_pwa.socle.cellules import Cellule, SansReponse

BORNES = Bornes(memoire=1 << 30, secondes=12, delai=20, fichier=96 << 20)


def _cellule() -> Cellule:
    return Cellule(travail="caf_pwa.documents.lecteur.travail", bornes=BORNES, a_la_fois=2, patience=25)


@dataclass(frozen=True)
class Lecteurs:
    """Those of this process."""

    cellule: Cellule = field(default_factory=_cellule)

    def demander(self, tache: dict[str, Any], entrees: list[BinaryIO], sortie: BinaryIO) -> dict[str, Any]:
        """The facts of what was written to ``sortie``. Raises FichierRefuse, Occupe."""
        try:
            faits = self.cellule.demander(tache, entrees, sortie)
        except SansReponse:
            raise FichierRefuse(Refus.TROP_LONG) from None
        if "refus" in faits:
            raise FichierRefuse(Refus(faits["refus"]))
        return faits

    def fermer(self) -> None:
        self.cellule.fermer()


LECTEURS = Lecteurs()  # of this process
