"""Coming in with a password in a real browser: the code by mail, the password forgotten, changed, somebody else’s."""

import re

import pytest
from playwright.sync_api import expect

from outils.courriel import Boite
from outils.instance import Serveur, demonstration, servir
from tests.e2e.application import Application
from tests.e2e.conftest import NouveauTelephone

NOUVEAU = "brouette violette sans nuage"
LIEN = r"https?://\S+?(/compte/pas-moi/[\w-]+)"


@pytest.fixture
def a_part(tmp_path_factory: pytest.TempPathFactory, nouveau_telephone: NouveauTelephone) -> "APart":
    """A server of one's own, whose passwords may change."""
    return APart(tmp_path_factory, nouveau_telephone)


class APart:
    def __init__(self, dossiers: pytest.TempPathFactory, nouveau_telephone: NouveauTelephone) -> None:
        self.dossier = dossiers.mktemp("a-part")
        self.personas = demonstration(self.dossier)
        self._nouveau_telephone = nouveau_telephone

    def telephone(self, serveur: Serveur) -> Application:
        telephone = self._nouveau_telephone(serveur)
        return Application(telephone.page, serveur.adresse, self.personas, self.dossier)


def _demander_le_code(telephone: Application, persona: str) -> Boite:
    qui, boite = telephone.personas[persona], Boite(telephone.dossier)
    telephone.ouvrir("/connexion")
    telephone.saisir(qui["identifiant"], qui["mot_de_passe"])
    telephone.titre_est("Entrer le code reçu")
    return boite


def test_a_new_phone_asks_for_the_code_once_and_waits_while_the_mail_is_read(telephone: Application) -> None:
    leo = telephone.personas["leo"]
    boite = _demander_le_code(telephone, "leo")
    champ = telephone.page.get_by_label("Code à 6 chiffres")
    expect(champ).to_be_focused()
    expect(champ).to_have_attribute("autocomplete", "one-time-code")
    expect(telephone.page.get_by_text("Vous pourrez demander un autre code")).to_be_visible()
    code = boite.code(leo["email"])
    telephone.page.goto("about:blank")  # the mail app
    telephone.ouvrir("/connexion/code")
    telephone.titre_est("Entrer le code reçu")
    telephone.saisir_le_code("000000" if code != "000000" else "111111")
    expect(telephone.page.get_by_text("Ce code n’est pas le bon")).to_be_visible()
    telephone.saisir_le_code(code)
    telephone.titre_est(f"Bonjour {leo['prenom']}")
    telephone.se_deconnecter()
    telephone.titre_est("Me connecter")
    telephone.saisir(leo["identifiant"], leo["mot_de_passe"])
    telephone.titre_est(f"Bonjour {leo['prenom']}")


def test_a_person_who_forgot_their_password_chooses_another_and_is_in(a_part: APart) -> None:
    with servir(a_part.dossier) as serveur:
        telephone = a_part.telephone(serveur)
        amina = telephone.personas["amina"]
        boite = Boite(a_part.dossier)
        telephone.ouvrir("/connexion")
        telephone.toucher("Mot de passe oublié")
        telephone.titre_est("Mot de passe oublié")
        page = telephone.page
        page.get_by_label("Numéro de sécurité sociale ou identifiant provisoire").fill(amina["identifiant"])
        page.get_by_label("Date de naissance").fill(amina["identite_pivot"]["birthdate"].replace("-00", "-01"))
        page.get_by_role("button", name="Recevoir un code").click()
        telephone.titre_est("Entrer le code reçu")
        telephone.saisir_le_code(boite.code(amina["email"]))
        telephone.titre_est("Choisir un mot de passe")
        page.get_by_label("Nouveau mot de passe").fill("azertyuiop12")
        page.get_by_role("button", name="Enregistrer et me connecter").click()
        expect(page.get_by_text("se devine facilement")).to_be_visible()
        page.get_by_label("Nouveau mot de passe").fill(NOUVEAU)
        page.get_by_role("button", name="Enregistrer et me connecter").click()
        telephone.titre_est(f"Bonjour {amina['prenom']}")
        telephone.ouvrir("/demarches/coordonnees-bancaires")
        expect(page.get_by_text("ne peut pas être changé avant le")).to_be_visible()


def test_changing_the_password_signs_the_other_phone_out_and_the_link_of_the_mail_closes_all(a_part: APart) -> None:
    with servir(a_part.dossier) as serveur:
        ici, ailleurs = a_part.telephone(serveur), a_part.telephone(serveur)
        paul = ici.personas["paul"]
        for un in (ici, ailleurs):
            un.se_connecter("paul")
        ici.ouvrir("/compte")
        ici.page.get_by_role("link", name=re.compile("Mes appareils")).click()
        ici.titre_est("Mes appareils")
        expect(ici.page.locator(".appareils > li")).to_have_count(2)
        expect(ici.page.get_by_text("Cet appareil", exact=True)).to_have_count(1)
        ici.ouvrir("/compte/mot-de-passe")
        boite = Boite(a_part.dossier)
        ici.page.get_by_label("Mot de passe actuel").fill(paul["mot_de_passe"])
        ici.page.get_by_label("Nouveau mot de passe").fill(NOUVEAU)
        ici.page.get_by_role("button", name="Changer mon mot de passe").click()
        expect(ici.page.get_by_text("Votre mot de passe est changé.")).to_be_visible()
        ailleurs.ouvrir("/profil")
        ailleurs.titre_est("Me connecter")
        ailleurs.ouvrir(boite.attendre(paul["email"], LIEN))
        ailleurs.titre_est("Ce n’est pas vous\u00a0?")
        ici.ouvrir("/profil")
        ici.titre_est("Mon profil")
        ailleurs.page.get_by_role("button", name="Ce n’est pas moi, bloquer mon compte").click()
        ailleurs.titre_est("Votre compte est bloqué")
        ici.ouvrir("/profil")
        ici.titre_est("Me connecter")
        ici.saisir(paul["identifiant"], NOUVEAU)
        expect(ici.page.get_by_role("alert")).to_contain_text("Le numéro ou le mot de passe est faux")
