"""Somebody who goes through any démarche, page after page, with a plausible answer to every question."""

import io
import re
from dataclasses import dataclass, field

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.documents.fichiers import photo
from tests.regles.document import Document

ETAPE = re.compile(r"/demarches/[a-z-]+/etapes/[a-z-]+(?:-[0-9a-f]{8})?")


@dataclass
class Parcours:
    """``reponses``: what to answer to the fields of these names; the first answer offered elsewhere."""

    client: FlaskClient
    slug: str
    reponses: dict[str, str | list[str]] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)

    def ouvrir(self) -> Document:
        return self._page(self.client.get(f"/demarches/{self.slug}"))

    def remplir(self) -> Document:
        """From the first page to the check."""
        page = self.ouvrir()
        for _ in range(40):
            action = self._action(page)
            if action.endswith("/envoyer"):
                return page
            if action.endswith("/verifier"):
                self._joindre(page)
                page = self._page(self.client.get(action))
                continue
            self.pages.append(action)
            suite = self.client.post(action, data=self._saisie(page))
            assert suite.status_code == 303, f"{action}: {self.fautes(suite)}"
            page = self._page(self.client.get(suite.location))
        raise AssertionError("this démarche never ends")

    def envoyer(self, **autres: str) -> TestResponse:
        page = self.remplir()
        return self.client.post(f"/demarches/{self.slug}/envoyer", data=self._saisie(page) | autres)

    def _page(self, reponse: TestResponse) -> Document:
        assert reponse.status_code == 200, reponse.text
        return Document(reponse.text)

    def _action(self, page: Document) -> str:
        """Where the page's own form goes."""
        actions = [formulaire.get("action", "") for formulaire in page.tous("form")]
        return next(un for un in actions if ETAPE.fullmatch(un) or un.endswith(("/verifier", "/envoyer")))

    def _saisie(self, page: Document) -> dict[str, str | list[str]]:
        donnees: dict[str, str | list[str]] = {}
        for champ in [*page.tous("input"), *page.tous("textarea")]:
            nom = champ.get("name")
            if nom and nom not in donnees:
                donnees[nom] = self.reponses.get(nom, self._plausible(champ.attrib, champ.tag))
        return {nom: valeur for nom, valeur in donnees.items() if valeur != ""}

    def _plausible(self, attributs: dict[str, str], balise: str) -> str:
        genre = attributs.get("type", "text")
        if genre in ("hidden", "radio", "checkbox"):
            return attributs.get("value", "")
        if attributs.get("value"):
            return attributs["value"]
        if genre == "date":
            return attributs.get("max") or attributs.get("min") or "2026-11-02"
        saisies = {"decimal": "100,00", "numeric": "1"}
        return "Un mot." if balise.endswith("textarea") else saisies.get(attributs.get("inputmode", ""), "Exemple")

    def _joindre(self, page: Document) -> None:
        """One photo in each place for a document."""
        places = [un.get("action", "") for un in page.tous("form") if un.get("method") == "post"]
        for place in (un for un in places if f"/{self.slug}/documents/" in un):
            document = self.client.post(place).location
            fichier = {"fichier": (io.BytesIO(photo()), "photo.jpg")}
            assert self.client.post(f"{document}/pages", data=fichier).status_code == 303

    def fautes(self, reponse: TestResponse) -> list[str]:
        return re.findall(r'class="erreur"[^>]*>(?:<span[^>]*>[^<]*</span>)?([^<]+)', reponse.text)
