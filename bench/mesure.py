"""A figure and the threshold it is held to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mesure:
    """``au_moins`` or ``au_plus`` is the threshold; a figure with neither is told for information."""

    nom: str
    valeur: float
    unite: str = ""
    au_moins: float | None = None
    au_plus: float | None = None

    @property
    def tenue(self) -> bool:
        bas = self.au_moins is None or self.valeur >= self.au_moins
        haut = self.au_plus is None or self.valeur <= self.au_plus
        return bas and haut

    @property
    def informative(self) -> bool:
        return self.au_moins is None and self.au_plus is None

    def ligne(self) -> str:
        seuil = ""
        if self.au_moins is not None:
            seuil = f"≥ {self.au_moins:g}"
        if self.au_plus is not None:
            seuil = f"≤ {self.au_plus:g}"
        avis = "" if self.informative else ("pass" if self.tenue else "FAIL")
        return f"  {self.nom:<64} {self.valeur:>9.2f} {self.unite:<10} {seuil:>8}  {avis}".rstrip()

    def en_json(self) -> dict[str, object]:
        return {
            "name": self.nom,
            "value": round(self.valeur, 4),
            "unit": self.unite,
            "at_least": self.au_moins,
            "at_most": self.au_plus,
            "pass": self.tenue,
        }
