"""What each address answers to each kind of person: the expectations of the matrix.

A line reads, in the order of ``PERSONNES``:
anonymous, responsible, authorised spouse | spouse, spouse no longer authorised, child, dependant, gone |
gone to another household, stranger (the last two are responsible for a household of their own).
"""

from typing import NamedTuple

from caf_pwa.papiers.genres import genres
from caf_pwa.socle.identifiants import interne
from caf_pwa.socle.portee import Portee
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


DES_ENVOIS: tuple[Route, ...] = (
    ("PUT", "envois.document"),
    ("POST", "envois.declaration"),
    ("POST", "envois.retrait"),
    ("PUT", "envois.en_attente"),
)


def _toujours(*statuts: int) -> Ligne:
    """Anonymous, then everybody else."""
    return (statuts[0], *[statuts[-1]] * (len(PERSONNES) - 1))


DES_AGENTS = _toujours(302, 404)  # the Caf's own: an allocataire learns not even that it exists
DE_LA_GESTION: tuple[Route, ...] = (
    ("GET", "gestion.accueil"),
    ("GET", "gestion.file"),
    ("GET", "gestion.reprendre"),
    ("POST", "gestion.rechercher"),
    ("GET", "gestion.demarche"),
    ("POST", "gestion.ouvrir"),
    ("GET", "gestion.fichier"),
    ("POST", "gestion.prendre_en_charge"),
    ("POST", "gestion.demander"),
    ("POST", "gestion.demander_un_document"),
    ("GET", "gestion.apercu"),
    ("POST", "gestion.accepter"),
    ("POST", "gestion.refuser"),
    ("POST", "gestion.juger"),
    ("GET", "gestion.nouveau"),
    ("POST", "gestion.poser"),
    ("GET", "gestion.demandes_sur_dettes"),
    ("GET", "gestion.questions"),
    ("GET", "gestion.demande"),
    ("POST", "gestion.ouvrir_la_demande"),
    ("POST", "gestion.accepter_la_demande"),
    ("POST", "gestion.refuser_la_demande"),
    ("GET", "gestion.papiers"),
    ("POST", "gestion.retirer_un_papier"),
)


# Where no provider of identities is set, there is no such address; what they answer is held by tests/comptes.
DE_FRANCECONNECT: tuple[Route, ...] = (
    ("GET", "comptes.franceconnect"),
    ("GET", "comptes.retour_de_franceconnect"),
    ("GET", "comptes.relier_franceconnect"),
    ("GET", "comptes.quitter_franceconnect"),
    ("GET", "comptes.quitter_aussi_franceconnect"),
    ("GET", "comptes.fin_de_franceconnect"),
)


def _objet(endpoint: str, genre: str, ligne: Ligne, nom: str = "") -> Cas:
    argument = f"{genre}_id"
    return Cas(adresse(endpoint, **{argument: interne(genre, nom or genre)}, numero="1"), ligne)


def _page(endpoint: str, ligne: Ligne) -> list[Cas]:
    return [Cas(adresse(endpoint), ligne)]


# Documents do not come by the feed, so nobody of the household has one: a name that no document has is 404 to all.
# Whose they are is held by tests/documents.
_DES_DOCUMENTS: tuple[Route, ...] = (
    ("GET", "documents.composer"),
    ("POST", "documents.ajouter"),
    ("POST", "documents.tourner"),
    ("POST", "documents.retirer"),
    ("POST", "documents.abandonner"),
    ("GET", "documents.page"),
    ("GET", "documents.fichier"),
)


_DE_CE_QUI_EST_ENVOYE: tuple[Route, ...] = (
    ("POST", "demarches.corriger"),
    ("GET", "demarches.annuler"),
    ("POST", "demarches.annuler"),
    ("POST", "demarches.repondre_a_la_question"),
    ("POST", "demarches.joindre_a_la_reponse"),
    ("POST", "demarches.confirmer"),
    ("POST", "demarches.renvoyer_le_code"),
)


_APRES_CONFIRMATION: tuple[Route, ...] = (
    ("GET", "comptes.nouvelle_cle"),
    ("POST", "comptes.commencer_ajout_de_cle"),
    ("POST", "comptes.ajouter_cle"),
    ("POST", "comptes.retirer_cle"),
)


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


def _papiers(endpoint: str) -> list[Cas]:
    """The papers of the household; then the receipts of nothing: whose they are is held by tests/papiers."""
    return [
        *(
            Cas(adresse(endpoint, slug=slug), DU_FOYER if genre.dans_la_liste else SANS_OBJET[genre.portee])
            for slug, genre in genres().items()
            if slug != "attestation-de-quotient-familial"
        ),
        # The stranger has no quotient: a sentence, and no paper.
        Cas(adresse(endpoint, slug="attestation-de-quotient-familial"), DU_QUOTIENT[endpoint]),
        Cas(adresse(endpoint, slug="inconnu"), _toujours(302, 404)),
    ]


SANS_OBJET = {Portee.PERSONNE: _toujours(302, 404), Portee.FOYER: _ligne(302, 404, 403, 404)}
DU_QUOTIENT = {"papiers.page": DU_FOYER, "papiers.pdf": _ligne(302, 200, 403, 422)}


def _changements(endpoint: str, reussite: int = 200) -> list[Cas]:
    """A change of the household; then, of each person, their name, their work, and a confidential one."""
    du_foyer = tuple(reussite if statut == 200 else statut for statut in OBJET_SANS_NOM)

    def cas(nom: str, ligne: Ligne) -> Cas:
        return Cas(adresse(endpoint, changement_id=interne("changement", nom)), ligne)

    restes = ("karim", "julie", "sonia", "claire", "hugo", "mamie")
    return [
        cas("changement", du_foyer),
        *(cas(f"nom-{qui}", _pour(200, qui, gerants=reussite, reussite=reussite)) for qui in restes),
        *(
            cas(f"{quoi}-{qui}", _pour(200, qui, reussite=reussite))
            for quoi in ("travail", "reserve")
            for qui in (*restes, "marc")
        ),
        cas("nom-marc", _pour(200, "marc", reussite=reussite)),
        cas("nom-lucie", _toujours(302, 404)),
    ]


# Only for whoever has just proved that it is them, which nobody here has; whose a debt or a payment is, is held by
# tests/dettes.
_DES_REGLEMENTS: tuple[Route, ...] = (
    ("GET", "reglements.rembourser"),
    ("POST", "reglements.commencer"),
    ("GET", "reglements.payer"),
)

DE_L_INSCRIPTION = ("identite", "contact", "code", "mot_de_passe")

MATRICE: dict[Route, list[Cas]] = {
    ("GET", "static"): [Cas("/static/css/app.css", PUBLIC)],
    ("GET", "sante.sante"): _page("sante.sante", PUBLIC),
    ("GET", "accueil.racine"): _page("accueil.racine", _toujours(302)),
    ("GET", "accueil.page"): _page("accueil.page", PERSONNEL),
    ("GET", "allocations.racine"): _page("allocations.racine", _ligne(302, 302, 403, 302)),
    ("GET", "allocations.droits"): _page("allocations.droits", DU_FOYER),
    ("GET", "allocations.paiements"): _page("allocations.paiements", DU_FOYER),
    ("GET", "comparaison.comparer"): _page("comparaison.comparer", DU_FOYER),
    ("GET", "allocations.paiement"): [_objet("allocations.paiement", "paiement", OBJET_DU_FOYER)],
    ("GET", "dettes.page"): _page("dettes.page", DU_FOYER),
    ("GET", "dettes.dette"): [_objet("dettes.dette", "creance", OBJET_DU_FOYER)],
    ("GET", "dettes.contester"): [_objet("dettes.contester", "creance", OBJET_DU_FOYER)],
    ("POST", "dettes.envoyer_la_contestation"): [
        _objet("dettes.envoyer_la_contestation", "creance", _ligne(302, 422, 403, 404))
    ],
    ("GET", "dettes.remise"): [_objet("dettes.remise", "creance", OBJET_DU_FOYER)],
    ("POST", "dettes.envoyer_la_remise"): [_objet("dettes.envoyer_la_remise", "creance", _ligne(302, 422, 403, 404))],
    # Instalments have been asked for already.
    ("GET", "dettes.echeancier"): [_objet("dettes.echeancier", "creance", _ligne(302, 302, 403, 404))],
    ("POST", "dettes.simuler_un_echeancier"): [
        _objet("dettes.simuler_un_echeancier", "creance", _ligne(302, 422, 403, 404))
    ],
    # Nobody has just proved that it is them; whose it is, is held by tests/dettes.
    ("POST", "dettes.envoyer_l_echeancier"): _page("dettes.envoyer_l_echeancier", _ligne(302, 302, 403, 302)),
    ("GET", "dettes.demande"): [_objet("dettes.demande", "demande", OBJET_DU_FOYER)],
    ("POST", "dettes.retirer"): _page("dettes.retirer", _ligne(302, 302, 403, 302)),
    ("GET", "dettes.simuler_les_retenues"): _page("dettes.simuler_les_retenues", DU_FOYER),
    ("POST", "dettes.estimer_les_retenues"): _page("dettes.estimer_les_retenues", _ligne(302, 422, 403, 422)),
    **{route: _page(route[1], _ligne(302, 302, 403, 302)) for route in _DES_REGLEMENTS},
    ("GET", "reglements.reglement"): _page("reglements.reglement", _ligne(302, 404, 403, 404)),
    ("POST", "reglements.abandonner"): _page("reglements.abandonner", _ligne(302, 404, 403, 404)),
    ("POST", "reglements.avis"): _page("reglements.avis", _toujours(404)),  # no gateway is set
    ("GET", "demarches.racine"): _page("demarches.racine", _toujours(302)),
    ("GET", "demarches.a_transmettre"): _page("demarches.a_transmettre", PERSONNEL),
    ("GET", "demarches.a_consulter"): _page("demarches.a_consulter", PERSONNEL),
    ("GET", "demarches.nouvelle"): _page("demarches.nouvelle", PERSONNEL),
    ("GET", "demarches.presentation"): [
        Cas("/demarches/naissance", PERSONNEL),
        Cas("/demarches/inconnue", _toujours(302, 404)),
    ],
    ("GET", "demarches.hors_connexion"): [
        Cas("/demarches/naissance/hors-connexion", PERSONNEL),
        Cas("/demarches/inconnue/hors-connexion", _toujours(302, 404)),
    ],
    ("GET", "demarches.etape"): [Cas("/demarches/document/etapes/nature", PERSONNEL)],
    ("POST", "demarches.repondre"): [
        Cas("/demarches/document/etapes/nature", _toujours(302, 422)),
        Cas("/demarches/document/etapes/inconnue", _toujours(302, 404)),
        Cas("/demarches/inconnue/etapes/nature", _toujours(302, 404)),
    ],
    ("GET", "demarches.documents"): [Cas("/demarches/document/documents", _toujours(302))],
    ("POST", "demarches.joindre"): [Cas("/demarches/document/documents/inconnu", _toujours(302, 404))],
    ("GET", "demarches.verifier"): [Cas("/demarches/document/verifier", _toujours(302))],
    ("POST", "demarches.envoyer"): [Cas("/demarches/document/envoyer", _toujours(302, 422))],
    ("POST", "demarches.abandonner"): [Cas("/demarches/document/abandon", _toujours(302, 303))],
    ("GET", "demarches.suivi"): _demarches("demarches.suivi"),
    # What was sent elsewhere cannot be changed here; whose the others are is held by tests/demarches.
    **{route: _page(route[1], _toujours(302, 404)) for route in _DE_CE_QUI_EST_ENVOYE},
    ("POST", "demarches.joindre_a_la_piece"): _page("demarches.joindre_a_la_piece", _toujours(302, 404)),
    ("POST", "demarches.envoyer_les_pieces"): _page("demarches.envoyer_les_pieces", _toujours(302, 303)),
    ("GET", "profil.page"): _page("profil.page", PERSONNEL),
    ("GET", "profil.changement"): _changements("profil.changement"),
    ("POST", "profil.contester"): _changements("profil.contester", reussite=303),
    ("GET", "ressources.page"): _page("ressources.page", PERSONNEL),
    ("GET", "courriers.liste"): _page("courriers.liste", PERSONNEL),
    ("GET", "courriers.courrier"): _courriers("courriers.courrier"),
    ("GET", "courriers.lettre"): _courriers("courriers.lettre"),
    ("POST", "courriers.chercher"): _page("courriers.chercher", _toujours(302, 200)),
    ("GET", "courriers.lecture"): _courriers("courriers.lecture"),
    ("GET", "courriers.page"): _courriers("courriers.page"),
    ("POST", "courriers.non_lu"): _courriers("courriers.non_lu", reussite=303),
    **{route: _page(route[1], _toujours(302, 404)) for route in _DES_DOCUMENTS},
    ("GET", "papiers.liste"): _page("papiers.liste", DU_FOYER),
    ("GET", "papiers.page"): _papiers("papiers.page"),
    ("GET", "papiers.pdf"): _papiers("papiers.pdf"),
    ("GET", "verification.page"): _page("verification.page", PUBLIC),
    ("POST", "verification.chercher"): _page("verification.chercher", _toujours(303)),
    ("GET", "verification.reponse"): _page("verification.reponse", _toujours(404)),
    ("GET", "verification.cles_publiees"): _page("verification.cles_publiees", PUBLIC),
    # Whoever is signed in has written nothing on this device: see tests/envois.
    **{route: _page(route[1], _toujours(302, 409)) for route in DES_ENVOIS},
    ("GET", "alertes.liste"): _page("alertes.liste", PERSONNEL),
    ("POST", "alertes.lues"): _page("alertes.lues", _toujours(302, 303)),
    ("POST", "alertes.recue"): _page("alertes.recue", _toujours(204)),
    # Whose a delivery is, is held by tests/alertes.
    ("GET", "alertes.ouvrir"): _page("alertes.ouvrir", _toujours(302)),
    ("GET", "alertes.arreter"): _page("alertes.arreter", _toujours(404)),
    ("POST", "alertes.arreter_pour_de_bon"): _page("alertes.arreter_pour_de_bon", _toujours(404)),
    ("GET", "alertes.telephone"): _page("alertes.telephone", PERSONNEL),
    ("POST", "alertes.abonner"): _page("alertes.abonner", _toujours(302, 409)),
    ("POST", "alertes.desabonner"): _page("alertes.desabonner", _toujours(302, 303)),
    ("POST", "alertes.essayer"): _page("alertes.essayer", _toujours(302, 404)),
    ("GET", "alertes.essai"): _page("alertes.essai", _toujours(302, 404)),
    ("POST", "alertes.choisir"): _page("alertes.choisir", _toujours(302, 400)),
    ("GET", "alertes.metriques"): _page("alertes.metriques", PUBLIC),
    ("GET", "calendrier.page"): _page("calendrier.page", PERSONNEL),
    ("GET", "calendrier.fichier"): _page("calendrier.fichier", PERSONNEL),
    ("GET", "calendrier.fichier_complet"): _page("calendrier.fichier_complet", PERSONNEL),
    # Nobody has just proved that it is them; whose dates an address tells is held by tests/echeances.
    ("POST", "calendrier.ouvrir"): _page("calendrier.ouvrir", _toujours(302)),
    ("POST", "calendrier.fermer"): _page("calendrier.fermer", _toujours(302, 303)),
    ("GET", "calendrier.prive"): _page("calendrier.prive", _toujours(404)),
    ("GET", "menu.page"): _page("menu.page", PERSONNEL),
    ("GET", "assistant.page"): _page("assistant.page", PUBLIC),
    ("POST", "assistant.demander"): _page("assistant.demander", _toujours(422)),
    ("GET", "assistant.sujet"): [Cas(adresse("assistant.sujet", cle="paiements"), PUBLIC)],
    ("GET", "assistant.sommaire"): _page("assistant.sommaire", PUBLIC),
    ("GET", "comptes.connexion"): _page("comptes.connexion", _toujours(200, 302)),
    ("POST", "comptes.connexion"): _page("comptes.connexion", _toujours(422)),
    ("GET", "comptes.code"): _page("comptes.code", _toujours(302)),
    ("POST", "comptes.verifier_le_code"): _page("comptes.verifier_le_code", _toujours(303)),
    ("POST", "comptes.renvoyer"): _page("comptes.renvoyer", _toujours(303)),
    ("GET", "comptes.oubli"): _page("comptes.oubli", PUBLIC),
    ("POST", "comptes.oubli"): _page("comptes.oubli", _toujours(422)),
    ("GET", "comptes.code_d_oubli"): _page("comptes.code_d_oubli", _toujours(302)),
    ("POST", "comptes.verifier_le_code_d_oubli"): _page("comptes.verifier_le_code_d_oubli", _toujours(303)),
    ("POST", "comptes.renvoyer_le_code_d_oubli"): _page("comptes.renvoyer_le_code_d_oubli", _toujours(303)),
    ("GET", "comptes.choisir"): _page("comptes.choisir", _toujours(302)),
    ("POST", "comptes.choisir"): _page("comptes.choisir", _toujours(303)),
    ("POST", "comptes.deconnexion"): _page("comptes.deconnexion", _toujours(303)),
    **{route: _page(route[1], _toujours(404)) for route in DE_FRANCECONNECT},
    ("POST", "comptes.relier_a_franceconnect"): _page("comptes.relier_a_franceconnect", _toujours(302, 404)),
    ("GET", "comptes.pas_moi"): _page("comptes.pas_moi", PUBLIC),
    ("POST", "comptes.bloquer"): _page("comptes.bloquer", PUBLIC),
    # Nothing is begun on these browsers: the first page, which says so.
    **{("GET", f"inscription.{une}"): _page(f"inscription.{une}", PUBLIC) for une in DE_L_INSCRIPTION},
    ("POST", "inscription.dire_qui_je_suis"): _page("inscription.dire_qui_je_suis", _toujours(422)),
    **{
        ("POST", f"inscription.{une}"): _page(f"inscription.{une}", _toujours(409))
        for une in ("dire_ou_me_joindre", "confirmer", "renvoyer_le_code", "choisir")
    },
    ("POST", "inscription.abandonner"): _page("inscription.abandonner", _toujours(303)),
    ("GET", "procuration.page"): _page("procuration.page", PERSONNEL),
    # Nobody has just proved that it is them; who may give it is held by tests/procuration.
    ("POST", "procuration.donner"): _page("procuration.donner", _toujours(302)),
    ("POST", "procuration.finir"): _page("procuration.finir", _toujours(302, 404)),
    ("GET", "comptes.compte"): _page("comptes.compte", PERSONNEL),
    ("GET", "comptes.appareils"): _page("comptes.appareils", PERSONNEL),
    ("POST", "comptes.deconnecter"): _page("comptes.deconnecter", _toujours(302, 404)),
    ("POST", "comptes.deconnecter_les_autres"): _page("comptes.deconnecter_les_autres", _toujours(302, 303)),
    ("GET", "comptes.mot_de_passe"): _page("comptes.mot_de_passe", PERSONNEL),
    ("POST", "comptes.mot_de_passe"): _page("comptes.mot_de_passe", _toujours(302, 200)),
    ("GET", "comptes.historique"): _page("comptes.historique", PERSONNEL),
    ("GET", "comptes.confirmer"): _page("comptes.confirmer", PERSONNEL),
    ("POST", "comptes.confirmer"): _page("comptes.confirmer", _toujours(302, 422)),
    ("POST", "comptes.commencer_connexion_par_cle"): _page("comptes.commencer_connexion_par_cle", PUBLIC),
    ("POST", "comptes.connexion_par_cle"): _page("comptes.connexion_par_cle", _toujours(400)),
    ("POST", "comptes.commencer_confirmation_par_cle"): _page("comptes.commencer_confirmation_par_cle", PERSONNEL),
    ("POST", "comptes.confirmer_par_cle"): _page("comptes.confirmer_par_cle", _toujours(302, 400)),
    ("GET", "comptes.cles"): _page("comptes.cles", PERSONNEL),
    # Nobody here has just proved again that it is them; whose a key is, is held by tests/comptes.
    **{route: _page(route[1], _toujours(302)) for route in _APRES_CONFIRMATION},
    ("GET", "comptes.cle"): _page("comptes.cle", _toujours(302, 404)),
    ("POST", "comptes.renommer_cle"): _page("comptes.renommer_cle", _toujours(302, 404)),
    ("GET", "comptes.hors_connexion"): _page("comptes.hors_connexion", PERSONNEL),
    ("POST", "comptes.cle_hors_connexion"): _page("comptes.cle_hors_connexion", PERSONNEL),
    ("POST", "comptes.arreter_hors_connexion"): _page("comptes.arreter_hors_connexion", _toujours(302, 204)),
    **{route: _page(route[1], DES_AGENTS) for route in DE_LA_GESTION},
    ("GET", "agents.connexion"): _page("agents.connexion", PUBLIC),
    ("POST", "agents.connexion"): _page("agents.connexion", _toujours(422)),
    ("POST", "agents.deconnexion"): _page("agents.deconnexion", _toujours(303)),
    ("GET", "hors_ligne.service_worker"): _page("hors_ligne.service_worker", PUBLIC),
    ("GET", "hors_ligne.manifeste"): _page("hors_ligne.manifeste", PUBLIC),
    ("GET", "hors_ligne.page"): _page("hors_ligne.page", PUBLIC),
    ("GET", "hors_ligne.partage"): _page("hors_ligne.partage", PUBLIC),
    ("POST", "hors_ligne.partage"): _page("hors_ligne.partage", PUBLIC),
    ("GET", "hors_ligne.deconnecte"): _page("hors_ligne.deconnecte", PUBLIC),
    ("GET", "hors_ligne.empreinte"): _page("hors_ligne.empreinte", PUBLIC),
    ("GET", "hors_ligne.ferme"): _page("hors_ligne.ferme", PUBLIC),
    ("GET", "hors_ligne.coquille"): _page("hors_ligne.coquille", PUBLIC),
    ("GET", "hors_ligne.dossier"): _page("hors_ligne.dossier", PERSONNEL),
}
