"""Opening files: in a process apart, since what people send is made by anybody."""

from dataclasses import dataclass, field
from typing import Any, BinaryIO

from caf_pwa.documents.refus import FichierRefuse, Refus
from caf_pwa.socle.cellule.bornes import Bornes
from caf_pwa.socle.cellules import Cellule, SansReponse

BORNES = Bornes(memoire=1 << 30, secondes=12, delai=20, fichier=96 << 20)


def cellule(travail: str = "travail") -> Cellule:
    """``travail``: a module of ``lecteur``."""
    return Cellule(travail=f"caf_pwa.documents.lecteur.{travail}", bornes=BORNES, a_la_fois=2, patience=25)


@dataclass(frozen=True)
class Lecteurs:
    """Those of this process."""

    cellule: Cellule = field(default_factory=cellule)

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


# Of this process. Who draws is apart: what draws is large, and each file that is opened is a copy of who opens it.
LECTEURS, DESSINATEURS = Lecteurs(), Lecteurs(cellule("dessin"))
