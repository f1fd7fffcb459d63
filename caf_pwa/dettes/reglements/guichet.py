"""A payment gateway, as this application needs one: a form that leads there, and notices that come back."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from caf_pwa.dettes.reglements.moteur import Nouvelle


class AvisRefuse(Exception):
    """A notice that nobody can believe, or that says something impossible; the argument is a word that says why."""


@dataclass(frozen=True)
class Commande:
    """What is to be paid, in euros, since when, where its person comes back to and where the gateway tells."""

    reference: str
    montant: Decimal
    commencee_le: datetime
    retour: str
    avis: str


@dataclass(frozen=True)
class FormulaireDePaiement:
    """What the person's browser posts, and where."""

    adresse: str
    champs: dict[str, str]


@dataclass(frozen=True)
class Avis:
    """What a gateway says of an order. ``transaction``: its own name for what happened; ``montant`` in euros."""

    reference: str
    transaction: str
    nouvelle: Nouvelle
    montant: Decimal


class Guichet(Protocol):
    """``origine``: where its form is posted to, as a content policy names it."""

    nom: str
    origine: str

    def formulaire(self, commande: Commande) -> FormulaireDePaiement: ...

    def lire_avis(self, corps: bytes) -> Avis:
        """What a notice says, once it is proved to be the gateway's. Raises AvisRefuse."""
