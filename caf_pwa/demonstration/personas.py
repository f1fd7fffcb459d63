"""Who one can be in the demonstration.

Everything here is invented. The social-security numbers name a département 00 and the IBANs a bank 00000:
neither can exist.
"""

from dataclasses import dataclass
from datetime import date

from caf_pwa.socle.horloge import mois_avant


@dataclass(frozen=True)
class Persona:
    """A person of the demonstration. ``role`` is their place in the household, or ``agent``."""

    persona: str
    identifiant: str
    prenom: str
    nom: str
    role: str
    naissance: date
    sexe: str
    commune: str = "33063"  # INSEE code, empty when born abroad
    pays: str = "99100"
    a_un_compte: bool = True

    @property
    def mot_de_passe(self) -> str:
        return f"demonstration-{self.persona}"

    @property
    def email(self) -> str:
        return f"{self.persona.replace('_', '-')}@exemple.invalid"

    @property
    def identite_pivot(self) -> dict[str, str]:
        """The identity as FranceConnect gives it."""
        return {
            "given_name": self.prenom,
            "family_name": self.nom,
            "birthdate": self.naissance.isoformat(),
            "gender": "female" if self.sexe == "F" else "male",
            "birthplace": self.commune,
            "birthcountry": self.pays,
        }


def hugo(aujourdhui: date) -> Persona:
    """Karim's eldest child, always aged 16."""
    naissance = mois_avant(aujourdhui, 16 * 12 + 2).replace(day=14)
    numero = f"1{naissance:%y%m}00000014"
    return Persona("hugo", numero, "Hugo", "BENALI", "enfant", naissance, "M", a_un_compte=False)


INES = Persona("ines", "2910700000011", "Inès", "MOREAU", "responsable", date(1991, 7, 12), "F")
KARIM = Persona("karim", "1850500000012", "Karim", "BENALI", "responsable", date(1985, 5, 3), "M", "69123")
JULIE = Persona("julie", "2870300000013", "Julie", "LAMBERT", "conjoint", date(1987, 3, 21), "F", "69123")
LEO = Persona("leo", "1050200000015", "Léo", "GARNIER", "responsable", date(2005, 2, 8), "M", "35238")
AMINA = Persona("amina", "8940600000016", "Amina", "YUSUF", "responsable", date(1994, 6, 1), "F", "", "99318")
NADIA = Persona("nadia", "PRV0000019", "Nadia", "HADDAD", "responsable", date(1996, 11, 30), "F", "", "99206")
PAUL = Persona("paul", "1730400000017", "Paul", "ROUSSEL", "responsable", date(1973, 4, 17), "M", "59350")
SANS_QF = Persona("sans_qf", "2900800000018", "Claire", "FONTAINE", "responsable", date(1990, 8, 25), "F", "44109")

# Works for the Caf: signs in at /gestion, with an e-mail address.
AGENT = Persona("agent", "agent@exemple.invalid", "Camille", "ROBIN", "agent", date(1988, 9, 14), "F")


def tous(aujourdhui: date) -> list[Persona]:
    """Every persona of a household, in the order they are presented."""
    return [INES, KARIM, JULIE, hugo(aujourdhui), LEO, AMINA, NADIA, PAUL, SANS_QF]
