"""What a kind of alert is: the contract that each file of ``genres`` fulfils. Pure."""

import enum
from dataclasses import dataclass
from datetime import timedelta


class Urgence(enum.Enum):
    """How soon a phone is woken for it (RFC 8030, 5.3), and how long it is worth ringing for."""

    BASSE = ("low", timedelta(days=2))
    NORMALE = ("normal", timedelta(days=1))
    HAUTE = ("high", timedelta(hours=12))  # also during the quiet hours

    def __init__(self, en_tete: str, duree: timedelta) -> None:
        self.en_tete, self.duree = en_tete, duree


class Rubrique(enum.Enum):
    """Under which heading a person chooses."""

    PAIEMENTS = "Mes paiements"
    DEMARCHES = "Mes démarches et documents"
    COURRIERS = "Mes courriers"
    DETTES = "Mes dettes"
    COMPTE = "Mon compte"


@dataclass(frozen=True, kw_only=True)
class Genre:
    """A kind of alert. ``slug`` is the name of its file, with hyphens.

    ``texte`` is a sentence with the alert's values in braces; ``lien`` an address with ``{objet}`` in it.
    ``libelle``: what a person chooses by. ``ecran``: what a locked screen says; no name, no amount, no value.
    ``coupable``: a person may turn it off. ``importante``: told by mail where no phone has confirmed that it came.
    ``evolue``: other words about the same object are news again: they ring, and are unread.
    ``suit``: closed with what this names, about the same object.
    ``personnel``: what is addressed to one person is read by that person alone, whoever manages the dossier.
    ``rappel``: it reminds of what it follows (``suit``), and is shown in its place.
    """

    slug: str
    libelle: str
    titre: str
    texte: str
    lien: str
    ecran: str
    rubrique: Rubrique
    urgence: Urgence = Urgence.NORMALE
    coupable: bool = True
    importante: bool = False
    evolue: bool = False
    a_faire: bool = False
    personnel: bool = False
    suit: str = ""
    rappel: bool = False

    @property
    def famille(self) -> str:
        """What is shown once, however often it is recalled."""
        return self.suit if self.rappel else self.slug
