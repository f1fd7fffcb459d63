"""An "autorisation de gestion" given to the spouse."""

from datetime import date

from caf_pwa.comptes.modele import Autorisation
from caf_pwa.dossier.modele import Personne, Role
from caf_pwa.flux.communs import references, situer
from caf_pwa.flux.genre import Contexte, DonneesRefusees, Genre
from caf_pwa.flux.types import Donnees, Identifiant
from caf_pwa.socle.identifiants import interne


class DonneesAutorisation(Donnees):
    foyer: Identifiant
    personne: Identifiant
    depuis: date
    fin: date | None = None


def appliquer(contexte: Contexte, identifiant: str, donnees: DonneesAutorisation) -> None:
    foyer_id, personne_id = situer(contexte, donnees)
    assert personne_id is not None
    if contexte.session.get_one(Personne, personne_id).role is not Role.CONJOINT:
        raise DonneesRefusees("donnees.personne", "seul le conjoint peut recevoir une autorisation de gestion")
    if donnees.fin is not None and donnees.fin < donnees.depuis:
        raise DonneesRefusees("donnees.fin", "la fin vient avant le début")
    contexte.session.merge(
        Autorisation(
            id=interne("autorisation", identifiant),
            foyer_id=foyer_id,
            personne_id=personne_id,
            depuis=donnees.depuis,
            fin=donnees.fin,
        )
    )


GENRE = Genre("autorisation", DonneesAutorisation, references=references, appliquer=appliquer)
