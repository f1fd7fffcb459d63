"""Hugo opens his own account on his phone, and leaves the page to read his mail in between."""

from playwright.sync_api import expect

from outils.courriel import Boite
from tests.e2e.application import Application

MAIL = "hugo@exemple.invalid"
MOT_DE_PASSE = "tuba girafe lavande ponton"


def _dire_qui_je_suis(telephone: Application) -> None:
    hugo = telephone.personas["hugo"]
    annee, mois, jour = hugo["identite_pivot"]["birthdate"].split("-")
    saisies = {
        "Numéro de sécurité sociale ou identifiant provisoire": hugo["identifiant"],
        "Nom de naissance": "Benali",
        "Prénoms": "hugo",
        "Date de naissance": f"{jour}/{mois}/{annee}",
        "Numéro allocataire du foyer": "1234502",
        "Code postal du foyer": "69003",
    }
    for libelle, valeur in saisies.items():
        telephone.page.get_by_label(libelle).fill(valeur)
    _continuer(telephone, "Continuer")


def _continuer(telephone: Application, bouton: str) -> None:
    telephone.page.get_by_role("button", name=bouton, exact=True).click()


def _etape(telephone: Application, titre: str) -> None:
    expect(telephone.page.get_by_role("heading", level=2, name=titre)).to_be_visible()


def test_hugo_creates_his_account_from_the_sign_in_page_to_his_tabs(telephone: Application) -> None:
    telephone.ouvrir("/connexion")
    telephone.toucher("Créer Mon Compte")
    telephone.titre_est("Créer Mon Compte")
    _dire_qui_je_suis(telephone)
    _etape(telephone, "Où vous joindre ?")
    boite = Boite(telephone.dossier)
    telephone.page.get_by_label("Adresse mail").fill(MAIL)
    _continuer(telephone, "Recevoir mon code")
    _etape(telephone, "Entrer le code reçu")
    code = boite.code(MAIL)
    telephone.ouvrir("/connexion")  # away to the mail, and back by the first link
    telephone.toucher("Créer Mon Compte")
    _etape(telephone, "Entrer le code reçu")
    telephone.page.get_by_label("Code à 6 chiffres").fill(code)
    _continuer(telephone, "Confirmer")
    _etape(telephone, "Votre mot de passe")
    telephone.page.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
    _continuer(telephone, "Créer mon compte")
    telephone.titre_est("Bonjour Hugo")
    for onglet, titre in (("Mon profil", "Mon profil"), ("Mes démarches", "Mes démarches"), ("Menu", "Menu")):
        telephone.page.locator(".onglets").get_by_role("link", name=onglet).click()
        telephone.titre_est(titre)
    telephone.ouvrir("/allocations/droits")
    expect(telephone.page.get_by_text("Cette page ne vous est pas ouverte")).to_be_visible()
