"""An adviser's computer, used by what is written on the screen."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.e2e.application import Application


@dataclass(frozen=True)
class Bureau:
    fenetre: Application

    @property
    def page(self) -> Page:
        return self.fenetre.page

    @classmethod
    def ouvrir(cls, fenetre: Application) -> "Bureau":
        """Sign in as the adviser of the demonstration."""
        agent, page = fenetre.personas["agent"], fenetre.page
        fenetre.ouvrir("/gestion/connexion")
        page.get_by_label("Adresse mail professionnelle").fill(agent["identifiant"])
        page.get_by_label("Mot de passe").fill(agent["mot_de_passe"])
        page.get_by_role("button", name="Me connecter").click()
        expect(page.get_by_label("Genre de démarche")).to_be_visible()
        return cls(fenetre)

    def chercher(self, texte: str, titre: str) -> None:
        """Find a démarche, say why, open it."""
        self.page.get_by_label("Nom, numéro de démarche ou numéro allocataire").fill(texte)
        self.page.get_by_role("button", name="Chercher").click()
        self.page.get_by_role("link", name=titre).click()
        self.fenetre.titre_est("Pourquoi ouvrez-vous ce dossier ?")
        self.page.get_by_label("Étudier cette démarche").check()
        self.page.get_by_role("button", name="Ouvrir le dossier").click()
        self.fenetre.titre_est(titre)

    def accepter(self, texte: str, titre: str) -> None:
        """Take it up and accept it."""
        self.chercher(texte, titre)
        self.page.get_by_role("button", name="Prendre en charge").click()
        self.page.get_by_role("link", name="Accepter").click()
        self.fenetre.titre_est("Accepter cette démarche")
        self.page.get_by_role("button", name="Accepter et mettre le dossier à jour").click()
        expect(self.page.get_by_text("Traitée", exact=True)).to_be_visible()
