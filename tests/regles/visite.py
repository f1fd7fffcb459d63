"""A walk through the application: from /accueil, every link that a person is shown, as page and as fragment."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urldefrag, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient

from tests.fabriques import connecter, identite_de
from tests.regles.document import Document
from tests.regles.routes import FRAGMENT, NAVIGATION

INCONNU = "somebody unknown"

# Beside Accueil: the sign-in page, and what one reaches by scripts alone.
DEPARTS = (
    "/accueil",
    "/connexion",
    "/gestion/connexion",
    "/assistant",
    "/verifier",
    "/hors-ligne",
    "/hors-ligne/ferme",
    "/hors-ligne/deconnecte",
)

# What a form answers to what it cannot take.
REFUS = (
    ("POST", "/connexion"),
    ("POST", "/gestion/connexion"),
    ("GET", "/attestations/attestation-de-paiement?du=2026-05&au=2026-01"),
)


@dataclass(frozen=True)
class Page:
    """An address as one person is shown it. ``depuis``: the page whose link led here first."""

    adresse: str
    depuis: str
    statut: int
    genre: str
    texte_entier: str
    texte_fragment: str
    formulaire_refuse: bool = False

    @property
    def en_html(self) -> bool:
        return self.genre == "text/html"

    @cached_property
    def entiere(self) -> Document:
        return Document(self.texte_entier)

    @cached_property
    def fragment(self) -> Document:
        """The fragment, in the smallest document around it."""
        corps = f'<!doctype html>\n<html lang="fr"><head></head><body><main>{self.texte_fragment}</main></body></html>'
        return Document(corps)

    @property
    def formes(self) -> tuple[Document, ...]:
        """Both; the whole page alone where a fragment is refused to somebody unknown."""
        return (self.entiere, self.fragment) if self.texte_fragment else (self.entiere,)

    def liens(self) -> list[str]:
        """Every address of our own that the page leads to, complete: by its links, and by its forms that ask."""
        formulaires = (un.get("action", "") for un in self.entiere.tous("form") if un.get("method", "get") == "get")
        return [lien for href in (*self.entiere.adresses(), *formulaires) if (lien := _interne(self.adresse, href))]


def visiter(app: Flask, personne: str) -> list[Page]:
    """The walk of one person; then what forms answer that refuse what is sent."""
    client = app.test_client()
    if personne != INCONNU:
        connecter(client, identite_de(app, personne))
    a_voir = [(depart, "") for depart in DEPARTS]
    vues: dict[str, Page] = {}
    for adresse, depuis in a_voir:
        if adresse not in vues:
            vues[adresse] = page = _ouvrir(client, adresse, depuis)
            a_voir += [(urldefrag(lien).url, adresse) for lien in page.liens() if page.en_html]
    return [*vues.values(), *(_ouvrir(client, adresse, "", methode) for methode, adresse in REFUS)]


def _ouvrir(client: FlaskClient, adresse: str, depuis: str, refusee_par: str = "") -> Page:
    entiere, fragment = (
        client.open(adresse, method=refusee_par or "GET", headers=entetes, follow_redirects=True)
        for entetes in (NAVIGATION, FRAGMENT)
    )
    en_html = entiere.mimetype == "text/html"
    return Page(
        adresse,
        depuis,
        entiere.status_code,
        entiere.mimetype or "",
        entiere.text if en_html else "",
        fragment.text if en_html else "",
        bool(refusee_par),
    )


def _interne(base: str, href: str) -> str | None:
    """The complete path of a link within the application, None for one that leads elsewhere."""
    parties = urlsplit(href)
    if parties.scheme or parties.netloc or parties.path.startswith("/static/"):
        return None
    return urljoin(base, href)
