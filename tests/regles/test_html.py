"""Every page that somebody of the demonstration can reach: valid, named, readable aloud, in both its forms."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from itertools import pairwise

import pytest

from tests.regles.conftest import VISITEURS, Visites
from tests.regles.document import SVG, Document, texte
from tests.regles.routes import RACINE
from tests.regles.test_gabarits import fautes_de_francais
from tests.regles.visite import Page

pytestmark = pytest.mark.parametrize("personne", VISITEURS)

CHAMPS = ("input", "select", "textarea")
SANS_LABEL = ("hidden", "submit", "button")
RENVOIS = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for")


def _pages(visites: Visites, personne: str) -> list[Page]:
    pages = [page for page in visites(personne) if page.en_html]
    assert len(pages) >= 8, f"{personne} reaches {len(pages)} pages: the walk lost its way"
    return pages


def _documents(visites: Visites, personne: str) -> list[tuple[str, Document]]:
    """Both forms of every page, with their address."""
    return [(page.adresse, forme) for page in _pages(visites, personne) for forme in page.formes]


def test_every_page_is_valid_html(visites: Visites, personne: str) -> None:
    fautes = {adresse: forme.erreurs for adresse, forme in _documents(visites, personne) if forme.erreurs}
    assert not fautes, "A strict parser refuses these; browsers guess, each in its own way."


def test_every_page_has_one_heading_and_its_title_begins_with_it(visites: Visites, personne: str) -> None:
    for adresse, forme in _documents(visites, personne):
        titres = [texte(titre) for titre in forme.tous("h1")]
        assert len(titres) == 1, f"{adresse} has {len(titres)} h1: the frame writes it from the block titre."
        titre = texte(forme.un("title")).removeprefix("Erreur : ")  # said first where a form was refused
        assert titre.startswith(titres[0]), f"{adresse}: « {titre} » must begin with « {titres[0]} »"


def test_headings_skip_no_level(visites: Visites, personne: str) -> None:
    for adresse, forme in _documents(visites, personne):
        niveaux = [int(str(titre.tag)[1]) for titre in forme.tous("h1", "h2", "h3", "h4", "h5", "h6")]
        sauts = [(a, b) for a, b in pairwise(niveaux) if b > a + 1]
        assert not sauts, (
            f"{adresse} goes from h{sauts[0][0]} to h{sauts[0][1]}: one who listens looks for the missing."
        )


def test_an_id_names_one_element(visites: Visites, personne: str) -> None:
    for adresse, forme in _documents(visites, personne):
        doubles = [nom for nom, fois in Counter(forme.ids).items() if fois > 1]
        assert not doubles, f"{adresse}: two elements are called {doubles}"


def test_every_reference_within_a_page_finds_its_target(visites: Visites, personne: str) -> None:
    for adresse, forme in _documents(visites, personne):
        cites = {nom for un in forme.racine.iter() for cle in RENVOIS for nom in un.get(cle, "").split()}
        perdus = cites - set(forme.ids)
        assert not perdus, f"{adresse}: nothing there has the id {sorted(perdus)}"


def test_every_field_has_a_label(visites: Visites, personne: str) -> None:
    for adresse, forme in _documents(visites, personne):
        etiquetes = {label.get("for") for label in forme.tous("label")}
        for champ in forme.tous(*CHAMPS):
            nomme = (
                champ.get("type") in SANS_LABEL
                or champ.get("id") in etiquetes
                or any(parent.tag == "label" for parent in forme.ancetres(champ))
                or champ.get("aria-label")
                or champ.get("aria-labelledby")
            )
            assert nomme, f"{adresse}: the field {champ.get('name')} has no label; templates/_champ.html writes one."


def test_everything_one_presses_has_a_name(visites: Visites, personne: str) -> None:
    for adresse, forme in _documents(visites, personne):
        for element in forme.tous("a", "button", "summary"):
            assert forme.nom_de(element), f"{adresse}: a <{element.tag}> says nothing ({element.attrib})"


def test_every_picture_is_named_or_hidden(visites: Visites, personne: str) -> None:
    for adresse, forme in _documents(visites, personne):
        for dessin in forme.tous("img", f"{SVG}svg"):
            nomme = dessin.get("aria-hidden") == "true" or dessin.get("alt") is not None or dessin.get("aria-label")
            assert nomme, f"{adresse}: a picture has neither name nor aria-hidden"


def test_every_picture_of_the_sprite_exists(visites: Visites, personne: str) -> None:
    dessins = _dessins_du_sprite()
    for adresse, forme in _documents(visites, personne):
        cites = {usage.get("href", "").partition("#")[2] for usage in forme.tous(f"{SVG}use")}
        assert cites <= dessins, f"{adresse}: add {sorted(cites - dessins)} to static/vendor/vendor.toml"


def test_every_page_says_that_it_is_in_french(visites: Visites, personne: str) -> None:
    for page in _pages(visites, personne):
        assert page.entiere.un("html").get("lang") == "fr", page.adresse


def test_every_table_says_what_it_is_and_what_its_cells_are(visites: Visites, personne: str) -> None:
    for adresse, forme in _documents(visites, personne):
        for tableau in forme.tous("table"):
            assert next(tableau.iter("caption"), None) is not None, f"{adresse}: a table without <caption>"
            assert all(tete.get("scope") for tete in tableau.iter("th")), f"{adresse}: a <th> without scope"


def test_the_fragment_holds_what_the_whole_page_holds(visites: Visites, personne: str) -> None:
    for page in _pages(visites, personne):
        if not page.texte_fragment:
            continue
        entier, fragment = texte(page.entiere.un("main")), texte(page.fragment.un("main"))
        titre = texte(page.fragment.un("title"))
        assert entier == fragment.removeprefix(titre).strip(), (
            f"{page.adresse} says one thing as a page and another as a fragment: both come from the block contenu."
        )
        assert texte(page.entiere.un("title")) == titre


def test_every_sentence_is_printed_french(visites: Visites, personne: str) -> None:
    for page in _pages(visites, personne):
        for phrase in _phrases(page.entiere.un("body")):
            fautes = fautes_de_francais(phrase)
            assert not fautes, f"{page.adresse} has {'; '.join(fautes)}: {phrase.strip()}"


def _phrases(element: ET.Element) -> list[str]:
    """Every sentence of ours: what is quoted is written as its author did."""
    attributs = [un.attrib[cle] for un in element.iter() for cle in ("aria-label", "title", "alt") if cle in un.attrib]
    cites = [texte for cite in element.iter("blockquote") for texte in cite.itertext()]
    return [*(phrase for phrase in element.itertext() if phrase not in cites), *attributs]


def _dessins_du_sprite() -> set[str]:
    return set(re.findall(r'<symbol id="([\w-]+)"', (RACINE / "static/icons/sprite.svg").read_text()))
