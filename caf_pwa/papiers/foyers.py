"""The household as papers name it: its Caf, its address, its persons, and the initials that a check shows."""

from caf_pwa.dossier.modele import Foyer, Personne, Role
from caf_pwa.socle import formats
from caf_pwa.socle.dates import DatePartielle

ENFANTS = (Role.ENFANT, Role.AUTRE)


def emetteur(foyer: Foyer) -> tuple[str, ...]:
    """The Caf, and the number under which it knows the household."""
    numero = f"Numéro allocataire : {foyer.numero_allocataire}" if foyer.numero_allocataire else ""
    return tuple(filter(None, (foyer.caisse or "Caf", numero)))


def destinataire(foyer: Foyer) -> tuple[str, ...]:
    """Name and address, as on an envelope."""
    adresse = dict(foyer.adresse or {})
    nom = adresse.pop("destinataire", None) or " et ".join(adulte.nom_affiche for adulte in adultes(foyer))
    return (nom, *adresse.values())


def adultes(foyer: Foyer) -> list[Personne]:
    """The responsible person, then the spouse."""
    return [personne for personne in foyer.personnes if personne.role not in ENFANTS]


def enfants(foyer: Foyer) -> list[Personne]:
    """The children and the other dependants."""
    return [personne for personne in foyer.personnes if personne.role in ENFANTS]


def nommee(personne: Personne) -> str:
    """``Inès MOREAU, naissance : 12 juillet 1991``."""
    return f"{personne.nom_affiche}, naissance : {formats.date_partielle(personne.naissance)}"


def en_bref(personne: Personne) -> str:
    """``I. M., 1991``: initials and year of birth, what somebody who holds the paper can compare."""
    premier = (personne.prenoms or personne.nom_complet or "").split()[:1]
    dernier = [personne.nom_usage or personne.nom_naissance or (personne.nom_complet or "").rpartition(" ")[2]]
    initiales = " ".join(f"{mot.strip()[0].upper()}." for mot in (*premier, *dernier) if mot and mot.strip())
    annee = DatePartielle.lire(personne.naissance).annee
    return f"{initiales or '–'}, {annee or 'année inconnue'}"
