"""Who one can be on it: the people of the demonstration, and a few whom the Caf does not know so simply."""

from dataclasses import dataclass
from datetime import date

from caf_pwa.demonstration.personas import KARIM, tous

Identite = dict[str, str]


@dataclass(frozen=True)
class Personne:
    """``cle`` names them in the sign-in page, ``mention`` says what happens with them."""

    cle: str
    identite: Identite
    mention: str = ""

    @property
    def nom(self) -> str:
        return f"{self.identite['given_name']} {self.identite['family_name']}"


# The identity that public test data give, and that no register of the demonstration holds.
INCONNUE = Personne(
    "inconnue",
    {
        "given_name": "Mélissandre Juliette",
        "family_name": "TROIS-DUPRÉ",
        "birthdate": "1981-07-27",
        "gender": "female",
        "birthplace": "13012",
        "birthcountry": "99100",
    },
    "inconnue de la Caf : il faudra aussi un numéro",
)
# Born the same day under the same name as Karim, elsewhere: another person.
HOMONYME = Personne("homonyme", KARIM.identite_pivot | {"birthplace": "13055"}, "homonyme de Karim, né ailleurs")


def personnes(aujourdhui: date) -> dict[str, Personne]:
    """By key, in the order they are shown."""
    connues = [Personne(persona.persona, persona.identite_pivot) for persona in tous(aujourdhui)]
    return {personne.cle: personne for personne in (*connues, INCONNUE, HOMONYME)}
