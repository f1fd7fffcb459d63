"""What each address answers to each kind of person: the expectations of the matrix.

A line reads, in the order of ``PERSONNES``:
anonymous, responsible, authorised spouse | spouse, spouse no longer authorised, child, dependant, gone |
gone to another household, stranger (the last two are responsible for a household of their own).
"""

from typing import NamedTuple

from caf_pwa.socle.identifiants import interne
from tests.regles.maisonnee import PERSONNES, QUI
from tests.regles.routes import Route, adresse

Ligne = tuple[int, ...]


class Cas(NamedTuple):
    """One address and its line."""

    adresse: str
    ligne: Ligne


def _ligne(anonyme: int, gerants: int, autres: int, ailleurs: int) -> Ligne:
    return (anonyme, *[gerants] * 2, *[autres] * 5, *[ailleurs] * 2)


def _pour(statut: int, qui: str, *, gerants: int = 404, reussite: int = 200) -> Ligne:
    """An object that names one person: theirs, and the managers' where ``gerants`` says so."""
    ligne = list(_ligne(302, gerants, 404, 404))
    ligne[PERSONNES.index(next(genre for genre, nom in QUI.items() if nom == qui))] = reussite
    return tuple(ligne)


PUBLIC = _ligne(200, 200, 200, 200)
PERSONNEL = _ligne(302, 200, 200, 200)
DU_FOYER = _ligne(302, 200, 403, 200)  # a household's section: everybody's own, or not theirs to open
OBJET_DU_FOYER = _ligne(302, 200, 403, 404)  # an object in a section: a stranger learns not even that it exists
OBJET_SANS_NOM = _ligne(302, 200, 404, 404)  # an object in a section open to all, for those who manage the dossier


def _toujours(*statuts: int) -> Ligne:
    """Anonymous, then everybody else."""
    return (statuts[0], *[statuts[-1]] * (len(PERSONNES) - 1))


def _objet(endpoint: str, genre: str, ligne: Ligne, nom: str = "") -> Cas:
    argument = {"paiement": "paiement_id", "courrier": "courrier_id", "demarche": "demarche_id"}[genre]
    return Cas(adresse(endpoint, **{argument: interne(genre, nom or genre)}), ligne)


def _page(endpoint: str, ligne: Ligne) -> list[Cas]:
    return [Cas(adresse(endpoint), ligne)]


def _courriers(endpoint: str, reussite: int = 200) -> list[Cas]:
    """A letter to the household; then one to each person, whom it is for alone."""
    du_foyer = tuple(reussite if statut == 200 else statut for statut in OBJET_SANS_NOM)
    return [
        _objet(endpoint, "courrier", du_foyer),
        *(
            _objet(endpoint, "courrier", _pour(200, qui, reussite=reussite), f"courrier-{qui}")
            for qui in ("karim", "julie", "sonia", "claire", "hugo", "mamie", "marc")
        ),
        _objet(endpoint, "courrier", _toujours(302, 404), "courrier-lucie"),
    ]


def _demarches(endpoint: str) -> list[Cas]:
    """A démarche that names a person is theirs to follow, and the managers' of the dossier."""
    return [
        _objet(endpoint, "demarche", OBJET_SANS_NOM),
        *(
            _objet(endpoint, "demarche", _pour(200, qui, gerants=200), f"demarche-{qui}")
            for qui in ("karim", "julie", "sonia", "claire", "hugo", "mamie", "marc")
        ),
        _objet(endpoint, "demarche", OBJET_SANS_NOM, "demarche-lucie"),
    ]


MATRICE: dict[Route, list[Cas]] = {
    ("GET", "static"): [Cas("/static/css/app.css", PUBLIC)],
    ("GET", "sante.sante"): _page("sante.sante", PUBLIC),
    ("GET", "accueil.racine"): _page("accueil.racine", _toujours(302)),
    ("GET", "accueil.page"): _page("accueil.page", PERSONNEL),
    ("GET", "allocations.racine"): _page("allocations.racine", _ligne(302, 302, 403, 302)),
    ("GET", "allocations.droits"): _page("allocations.droits", DU_FOYER),
    ("GET", "allocations.paiements"): _page("allocations.paiements", DU_FOYER),
    ("GET", "allocations.paiement"): [_objet("allocations.paiement", "paiement", OBJET_DU_FOYER)],
    ("GET", "dettes.page"): _page("dettes.page", DU_FOYER),
    ("GET", "demarches.racine"): _page("demarches.racine", _toujours(302)),
    ("GET", "demarches.a_transmettre"): _page("demarches.a_transmettre", PERSONNEL),
    ("GET", "demarches.a_consulter"): _page("demarches.a_consulter", PERSONNEL),
    ("GET", "demarches.nouvelle"): _page("demarches.nouvelle", PERSONNEL),
    ("GET", "demarches.presentation"): [
        Cas("/demarches/naissance", PERSONNEL),
        Cas("/demarches/inconnue", _toujours(302, 404)),
    ],
    ("GET", "demarches.suivi"): _demarches("demarches.suivi"),
    ("GET", "profil.page"): _page("profil.page", PERSONNEL),
    ("GET", "ressources.page"): _page("ressources.page", PERSONNEL),
    ("GET", "courriers.liste"): _page("courriers.liste", PERSONNEL),
    ("GET", "courriers.courrier"): _courriers("courriers.courrier"),
    ("GET", "courriers.lettre"): _courriers("courriers.lettre"),
    ("POST", "courriers.non_lu"): _courriers("courriers.non_lu", reussite=303),
    ("GET", "papiers.liste"): _page("papiers.liste", DU_FOYER),
    ("GET", "papiers.releve"): _page("papiers.releve", DU_FOYER),
    ("GET", "papiers.paiement"): _page("papiers.paiement", DU_FOYER),
    ("GET", "papiers.quotient"): _page("papiers.quotient", DU_FOYER),
    ("GET", "alertes.liste"): _page("alertes.liste", PERSONNEL),
    ("POST", "alertes.lues"): _page("alertes.lues", _toujours(302, 303)),
    ("GET", "menu.page"): _page("menu.page", PERSONNEL),
    ("GET", "menu.aide"): _page("menu.aide", PUBLIC),
    ("GET", "comptes.connexion"): _page("comptes.connexion", _toujours(200, 302)),
    ("POST", "comptes.connexion"): _page("comptes.connexion", _toujours(422)),
    ("POST", "comptes.deconnexion"): _page("comptes.deconnexion", _toujours(303)),
    ("GET", "comptes.compte"): _page("comptes.compte", PERSONNEL),
    ("GET", "comptes.hors_connexion"): _page("comptes.hors_connexion", PERSONNEL),
    ("POST", "comptes.cle_hors_connexion"): _page("comptes.cle_hors_connexion", PERSONNEL),
    ("POST", "comptes.arreter_hors_connexion"): _page("comptes.arreter_hors_connexion", _toujours(302, 204)),
    ("GET", "hors_ligne.service_worker"): _page("hors_ligne.service_worker", PUBLIC),
    ("GET", "hors_ligne.manifeste"): _page("hors_ligne.manifeste", PUBLIC),
    ("GET", "hors_ligne.page"): _page("hors_ligne.page", PUBLIC),
    ("GET", "hors_ligne.deconnecte"): _page("hors_ligne.deconnecte", PUBLIC),
    ("GET", "hors_ligne.ferme"): _page("hors_ligne.ferme", PUBLIC),
    ("GET", "hors_ligne.coquille"): _page("hors_ligne.coquille", PUBLIC),
    ("GET", "hors_ligne.dossier"): _page("hors_ligne.dossier", PERSONNEL),
}
