"""Who is asking, and how far they may see: domain fact file 1.3."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from caf_pwa.comptes.modele import Moyen
from caf_pwa.dossier.modele import Role
from caf_pwa.socle.portee import Portee

CONFIRMATION = timedelta(minutes=5)  # how long a proof holds for what matters


@dataclass(frozen=True)
class Identite:
    """The person signed in on this device. Built anew on each request: what was revoked is gone at once."""

    connexion_id: str
    compte_id: str
    personne_id: str
    foyer_id: str
    prenom: str
    role: Role
    appareil_personnel: bool
    moyen: Moyen
    confirmee_le: datetime | None
    vue_le: datetime
    portees: frozenset[Portee]
    versions: tuple[int, int]  # of the dossier and of the account

    # What Flask-Login asks of a person.
    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.compte_id

    def confirmee(self, maintenant: datetime) -> bool:
        """They proved again, a moment ago, that it is them: security decision 6."""
        return self.confirmee_le is not None and maintenant - self.confirmee_le <= CONFIRMATION

    @property
    def gere_le_dossier(self) -> bool:
        return Portee.FOYER in self.portees

    @property
    def empreinte(self) -> str:
        """What the pages this person reads are made from: who, how far, and which version."""
        return f"{self.compte_id} {self.versions} {self.gere_le_dossier}"

    @property
    def pseudonyme(self) -> str:
        """A name for this account that tells nothing: devices keep what they hold under it."""
        return pseudonyme_de(self.compte_id)


def pseudonyme_de(compte_id: str) -> str:
    """The same, of an account that is just being signed in to."""
    return hashlib.sha256(f"pseudonyme:{compte_id}".encode()).hexdigest()[:16]


def portees_de(role: Role, sortie: bool, autorise: bool) -> frozenset[Portee]:
    """How far a person may see.

    The responsible person sees the whole dossier; so does the spouse who holds an authorisation. A spouse
    without it, a child with an account and a dependant see what is their own. Whoever left the household
    keeps an account and sees what is their own.
    """
    gere = not sortie and (role is Role.RESPONSABLE or (role is Role.CONJOINT and autorise))
    return frozenset({Portee.PERSONNE, Portee.FOYER} if gere else {Portee.PERSONNE})
