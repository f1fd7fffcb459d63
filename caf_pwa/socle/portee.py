"""How far a view reaches, and so who may open it."""

import enum


class Portee(enum.Enum):
    """How far a view reaches, and so who may open it."""

    OUVERTE = "ouverte"  # anybody, signed in or not
    PERSONNE = "personne"  # anybody signed in, for what is their own
    FOYER = "foyer"  # the whole dossier: its responsible person, or the spouse with an authorisation
    AGENT = "agent"  # an adviser of the Caf, and nobody else
