"""What is known of a person when they open a démarche: plain values, read once, handed to the questionnaires."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from caf_pwa.dossier.modele import Foyer, Personne, Role
from caf_pwa.dossier.service import FigureDUnMois
from caf_pwa.socle.dates import DatePartielle


@dataclass(frozen=True)
class Attendue:
    """A declaration that the Caf is waiting for. ``periode``: in words."""

    id: str
    periode: str
    ouverte_le: date
    limite: date


@dataclass(frozen=True)
class Situation:
    """One person, on one day. ``membres``: those they may see, themselves included: all, or themselves alone."""

    aujourdhui: date
    moi: Personne
    foyer: Foyer
    gere_le_dossier: bool
    membres: tuple[Personne, ...]
    droits: frozenset[str] = frozenset()  # codes of the benefits that are open: "RSA"
    ressources: tuple[FigureDUnMois, ...] = ()
    attendue: Attendue | None = field(default=None)

    @property
    def enfants(self) -> list[Personne]:
        """The children and other dependants of the dossier."""
        return [membre for membre in self.membres if membre.role in (Role.ENFANT, Role.AUTRE)]

    @property
    def adultes(self) -> list[Personne]:
        """The responsible person, then the spouse."""
        return [membre for membre in self.membres if membre.role in (Role.RESPONSABLE, Role.CONJOINT)]

    @property
    def conjoint(self) -> Personne | None:
        return next((membre for membre in self.membres if membre.role is Role.CONJOINT), None)

    def a_droit(self, *codes: str) -> bool:
        """One of these benefits is open."""
        return not self.droits.isdisjoint(codes)

    def membre(self, personne_id: str | None) -> Personne | None:
        """That person, if this one may see them."""
        return next((membre for membre in self.membres if membre.id == personne_id), None)


def age(personne: Personne, jour: date) -> int | None:
    """Whole years on ``jour``; None when the register leaves a doubt."""
    return DatePartielle.lire(personne.naissance).age_le(jour)


def au_choix(personnes: Iterable[Personne]) -> list[tuple[str, str]]:
    """These persons as the answers of a question: first names; the whole name where two share them."""
    liste = list(personnes)
    prenoms = [personne.appellation for personne in liste]
    return [
        (personne.id, personne.appellation if prenoms.count(personne.appellation) == 1 else personne.nom_affiche)
        for personne in liste
    ]
