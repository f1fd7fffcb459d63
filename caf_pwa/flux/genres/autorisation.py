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
    recue = Autorisation(
        id=interne("autorisation", identifiant),
        foyer_id=foyer_id,
        personne_id=personne_id,
        depuis=donnees.depuis,
        fin=donnees.fin,
        retiree_le=None,
    )
    connue = contexte.session.get(Autorisation, recue.id)
    if connue is None or not _retiree(connue, recue):
        contexte.session.merge(recue)


def _retiree(connue: Autorisation, recue: Autorisation) -> bool:
    """Taken back in the application: a record that has not heard of it yet does not give it again."""
    return connue.retiree_le is not None and connue.fin is not None and recue.depuis <= connue.fin


GENRE = Genre("autorisation", DonneesAutorisation, references=references, appliquer=appliquer)
