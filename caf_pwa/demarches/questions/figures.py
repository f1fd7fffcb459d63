"""A place in a form that asks nothing: it shows the figures that are already known, as a table of three columns."""

from collections.abc import Callable, Iterable
from typing import Any

from caf_pwa.socle.champs import ChampTexte


class ChampFigures(ChampTexte):
    """``lignes``: whose and which month, what and from whom, how much. Shown, frozen with the answers, never read.

    They are looked up when they are shown: the form is also read by pages that only ask what was answered.
    """

    aspect = "figures"

    def __init__(self, libelle: str, **options: Any) -> None:
        super().__init__(libelle, exige=False, **options)
        self.montrer: Callable[[], Iterable[tuple[str, str, str]]] = tuple

    @property
    def lignes(self) -> list[tuple[str, str, str]]:
        return list(self.montrer())

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Whatever is posted under its name is not its business."""
        super().process(None, *args, **kwargs)

    def en_clair(self) -> str:
        return "\n".join(f"{qui}, {quoi}\u00a0: {combien}" for qui, quoi, combien in self.lignes)
