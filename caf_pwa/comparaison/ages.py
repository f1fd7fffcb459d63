"""The birthdays of a child that open, raise, lower or close a benefit, by dated parameters."""

from datetime import date

from caf_pwa.socle.parametres import parametre

# Benefit → the parameter of the age at which it grows, and of that at which it shrinks or ends.
MONTE = {
    "AF": "af.age_majoration",
    "AFF": "charge.age_af",
    "CF": "cf.age_enfant",
    "ARS": "charge.age_rentree",
}
BAISSE = {
    "AF": "charge.age_af",
    "AFF": "aff.age_fin",
    "CF": "charge.age_logement",
    "PAJE-AB": "charge.age_paje",
    "PREPARE": "charge.age_paje",
    "AEEH": "charge.age_af",
    "RSA": "charge.age_rsa",
    "PPA": "charge.age_logement",
    "APL": "charge.age_logement",
    "ALF": "charge.age_logement",
    "ALS": "charge.age_logement",
}
PREMIER = date(2000, 1, 1)  # the parameters begin then
QUATORZE = 14  # the rule in force on that birthday says at which age the increase of the AF comes


def seuil(prestation: str, naissance: date, monte: bool) -> tuple[int, date] | None:
    """The age that makes that benefit grow (``monte``), or shrink and end, and the day it is reached."""
    nom = (MONTE if monte else BAISSE).get(prestation)
    if nom is None:
        return None
    jour_de_la_regle = anniversaire(naissance, QUATORZE) if nom == "af.age_majoration" else naissance
    age = int(parametre(nom, max(jour_de_la_regle, PREMIER)))
    return age, anniversaire(naissance, age)


def anniversaire(naissance: date, age: int) -> date:
    """The day somebody reaches that age: 1 March for a 29 February."""
    try:
        return naissance.replace(year=naissance.year + age)
    except ValueError:
        return date(naissance.year + age, 3, 1)
