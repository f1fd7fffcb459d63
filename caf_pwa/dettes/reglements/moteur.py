"""What becomes of a payment when its gateway says something. Pure: no base, no clock. Amounts are in euros.

Whatever is said, in whatever order: received = credited + to give back + given back.
"""

import enum
from dataclasses import dataclass, replace
from decimal import Decimal


class EtatReglement(enum.Enum):
    """Where a payment is. Whatever it was, money that comes makes it PAYE, and nothing undoes that."""

    COMMENCE = "commence"
    PAYE = "paye"
    REFUSE = "refuse"
    ABANDONNE = "abandonne"
    EXPIRE = "expire"

    @property
    def libelle(self) -> str:
        return _LIBELLES[self]


_LIBELLES = {
    EtatReglement.COMMENCE: "En attente de confirmation",
    EtatReglement.PAYE: "Payé",
    EtatReglement.REFUSE: "Refusé",
    EtatReglement.ABANDONNE: "Abandonné",
    EtatReglement.EXPIRE: "Expiré",
}


class Nouvelle(enum.Enum):
    """What a gateway may say of an order."""

    PAYE = "paye"  # money came
    RENDU = "rendu"  # money went back
    ANNULE = "annule"  # that very transaction brings no money, whatever was said of it
    REFUSE = "refuse"
    ABANDONNE = "abandonne"
    EXPIRE = "expire"
    EN_COURS = "en-cours"  # nothing yet


@dataclass(frozen=True)
class Compte:
    """The money of one payment. ``rendu`` may be told before what it gives back was told received."""

    montant: Decimal  # what the person asked to pay
    etat: EtatReglement = EtatReglement.COMMENCE
    recu: Decimal = Decimal()
    rendu: Decimal = Decimal()
    credite: Decimal = Decimal()  # what it takes off the debt

    @property
    def garde(self) -> Decimal:
        """Received and not given back."""
        return max(self.recu - self.rendu, Decimal())

    @property
    def a_rendre(self) -> Decimal:
        """Received beyond what was owed, or asked."""
        return self.garde - self.credite


def appliquer(compte: Compte, nouvelle: Nouvelle, montant: Decimal, place: Decimal) -> Compte:
    """The payment after that news. ``place``: what is left of the debt, this payment and the others taken off.

    ANNULE is for the service, which knows the transactions.
    """
    if nouvelle is Nouvelle.PAYE:
        paye = replace(compte, etat=EtatReglement.PAYE, recu=compte.recu + montant)
        return replace(paye, credite=min(paye.garde, paye.montant, compte.credite + place))
    if nouvelle is Nouvelle.RENDU:
        rendu = replace(compte, rendu=compte.rendu + montant)
        return replace(rendu, credite=min(rendu.garde, compte.credite))
    if compte.etat is EtatReglement.PAYE or nouvelle is Nouvelle.EN_COURS:
        return compte
    return replace(compte, etat=EtatReglement(nouvelle.value))


def resserrer(compte: Compte, trop: Decimal) -> Compte:
    """The debt owes ``trop`` less than was credited on it: that is to be given back, as far as it is this payment's."""
    return replace(compte, credite=compte.credite - min(compte.credite, trop))
