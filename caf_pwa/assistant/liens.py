"""The pages that an answer may lead to: their name in the answers, what they are called, their endpoint."""

from typing import NamedTuple

from caf_pwa.demarches.catalogue import catalogue


class Page(NamedTuple):
    mots: str
    endpoint: str
    slug: str | None = None
    partie: str | None = None


PAGES: dict[str, Page] = {
    "accueil": Page("Accueil", "accueil.page"),
    "alertes": Page("Mes alertes", "alertes.liste"),
    "appareils": Page("Mes appareils", "comptes.appareils"),
    "attestations": Page("Mes attestations", "papiers.liste"),
    "a-consulter": Page("À consulter", "demarches.a_consulter"),
    "a-transmettre": Page("À transmettre", "demarches.a_transmettre"),
    "cles": Page("Empreinte ou visage", "comptes.cles"),
    "comparer": Page("Pourquoi ce montant a changé ?", "comparaison.comparer"),
    "connexion": Page("Me connecter", "comptes.connexion"),
    "courriers": Page("Mes courriers et courriels", "courriers.liste"),
    "dettes": Page("Mes dettes", "dettes.page"),
    "droits": Page("Mes droits", "allocations.droits"),
    "franceconnect": Page("Me connecter autrement", "comptes.connexion"),
    "historique": Page("Mon historique", "comptes.historique"),
    "hors-connexion": Page("Lecture hors connexion", "comptes.hors_connexion"),
    "inscription": Page("Créer Mon Compte", "inscription.identite"),
    "joindre": Page("Joindre votre Caf", "assistant.page", partie="joindre"),
    "mot-de-passe": Page("Changer mon mot de passe", "comptes.mot_de_passe"),
    "oubli": Page("Mot de passe oublié", "comptes.oubli"),
    "paiements": Page("Mes paiements", "allocations.paiements"),
    "procuration": Page("Autorisation de gestion", "procuration.page"),
    "profil": Page("Mon profil", "profil.page"),
    "ressources": Page("Mes ressources", "ressources.page"),
    "retenues": Page("Simuler les retenues", "dettes.simuler_les_retenues"),
    "verifier": Page("Vérifier un document", "verification.page"),
}


def page(nom: str) -> Page:
    """``demarche:<slug>`` is a démarche, under its own title. Raises KeyError."""
    genre, _, slug = nom.partition(":")
    if genre == "demarche":
        return Page(catalogue()[slug].titre, "demarches.presentation", slug)
    return PAGES[nom]
