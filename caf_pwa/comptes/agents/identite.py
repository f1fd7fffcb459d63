"""The adviser who is asking. Shares nothing with an allocataire's identity but what the guards read."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from caf_pwa.socle.portee import Portee


@dataclass(frozen=True)
class IdentiteAgent:
    """The adviser signed in on this device. Built anew on each request: who has left is out at once."""

    connexion_id: str
    agent_id: str
    nom: str
    caisse: str | None
    vue_le: datetime

    # What Flask-Login asks of a person.
    is_authenticated = True
    is_active = True
    is_anonymous = False
    portees = frozenset({Portee.AGENT})

    def confirmee(self, maintenant: datetime) -> bool:
        """Advisers have nothing that asks for it."""
        return False

    def get_id(self) -> str:
        return self.agent_id

    @property
    def empreinte(self) -> str:
        return f"agent {self.agent_id}"

    @property
    def pseudonyme(self) -> str:
        return hashlib.sha256(f"pseudonyme-agent:{self.agent_id}".encode()).hexdigest()[:16]
