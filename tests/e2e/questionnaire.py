"""A person in front of a démarche: reads each page, answers what is asked, goes on."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.application import Application

# Every box of the page's own form, as a person sees it.
_CHAMPS = """() => [...document.querySelectorAll('form.formulaire input, form.formulaire textarea')]
  .filter((champ) => champ.type !== 'hidden' && champ.type !== 'password')
  .map((champ) => ({ id: champ.id, nom: champ.name, genre: champ.type, valeur: champ.value, coche: champ.checked,
    max: champ.max, min: champ.min, saisie: champ.inputMode }))"""


@dataclass
class Questionnaire:
    """``reponses``: what to answer to the fields of these names; the first answer offered elsewhere."""

    telephone: Application
    reponses: dict[str, str] = field(default_factory=dict)

    @property
    def page(self) -> Page:
        return self.telephone.page

    def choisir(self, slug: str, titre: str) -> None:
        """From « Mes démarches » to the first page of this one."""
        self.telephone.ouvrir("/demarches/a-transmettre")
        self.telephone.toucher("Faire une démarche")
        self.telephone.titre_est("Faire une démarche")
        self.page.locator(f"main a[href='/demarches/{slug}']").click()
        self.telephone.titre_est(titre)

    def remplir(self, bouton: str) -> None:
        """Page after page, to the check."""
        envoi = self.page.get_by_role("button", name=bouton)
        suite = self.page.get_by_role("button", name="Continuer").or_(self.page.get_by_role("button", name="Vérifier"))
        for _ in range(30):
            expect(envoi.or_(suite)).to_be_visible()
            if envoi.is_visible():
                return
            if self.page.get_by_role("heading", name="Vos documents").is_visible():
                self._joindre()
            else:
                self._repondre()
            ici = self.page.url
            suite.click()
            expect(self.page).not_to_have_url(ici)
            assert not self.page.locator(".champ-faux").count(), self.page.locator(".champ-faux").all_inner_texts()
        raise AssertionError("this démarche never ends")

    def _repondre(self) -> None:
        faits: set[str] = set()
        for champ in self.page.evaluate(_CHAMPS):
            nom, voulu = champ["nom"], self.reponses.get(champ["nom"])
            if nom in faits:
                continue
            boite = self.page.locator(f"[id='{champ['id']}']")
            if champ["genre"] in ("radio", "checkbox"):
                choix = self.page.locator(f"[name='{nom}'][value='{voulu}']") if voulu else boite
                choix.check()
                faits.add(nom)
            elif voulu is not None:
                boite.fill(voulu)
            elif not champ["valeur"] and boite.is_visible():
                boite.fill(_plausible(champ))

    def _joindre(self) -> None:
        """One photo in the first place for a document."""
        self.page.get_by_role("button", name="Ajouter un document").first.click()
        photo: FilePayload = {"name": "photo.png", "mimeType": "image/png", "buffer": self.page.screenshot()}
        self.page.get_by_label("Choisir un fichier").set_input_files([photo])
        if self.page.evaluate("() => typeof htmx === 'undefined'"):  # without scripts, choosing does not send
            self.page.get_by_role("button", name="Ajouter", exact=True).click()
        self.page.get_by_role("link", name="C’est fini").click()
        expect(self.page.get_by_role("heading", name="Vos documents")).to_be_visible()


def _plausible(champ: dict[str, Any]) -> str:
    if champ["genre"] == "date":
        return str(champ["max"] or champ["min"] or "2026-11-02")
    saisies = {"decimal": "100,00", "numeric": "1"}
    return saisies.get(champ["saisie"], "Exemple")
