"""A place in a form that asks nothing: it shows the figures that are already known, as a table of three columns."""

from typing import Any

from caf_pwa.socle.champs import ChampTexte


class ChampFigures(ChampTexte):
    """``lignes``: whose and which month, what and from whom, how much. Shown, frozen with the answers, never read."""

    aspect = "figures"

    def __init__(self, libelle: str, **options: Any) -> None:
        super().__init__(libelle, exige=False, **options)
        self.lignes: list[tuple[str, str, str]] = []

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Whatever is posted under its name is not its business."""
        super().process(None, *args, **kwargs)

    def en_clair(self) -> str:
        return "\n".join(f"{qui}, {quoi}\u00a0: {combien}" for qui, quoi, combien in self.lignes)
