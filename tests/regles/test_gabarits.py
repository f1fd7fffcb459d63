"""What every template keeps to: one frame, nothing inline, nothing from elsewhere, French as it is printed."""

import re
from pathlib import Path

import pytest

from tests.regles.routes import RACINE, carte

GABARITS = RACINE / "templates"
TOUS = sorted(str(fichier.relative_to(GABARITS)) for fichier in GABARITS.rglob("*.html"))
# The shell is no page: the worker puts a page into it.
PAGES = [nom for nom in TOUS if not Path(nom).name.startswith("_") and nom != "hors_ligne/coquille.html"]
SERVIS = [RACINE / "static/sw.js", *(RACINE / "static").glob("css/*.css"), *(RACINE / "static").glob("js/**/*.js")]

EN_LIGNE = {
    "style=": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "<style>": re.compile(r"<style\b", re.IGNORECASE),
    "a script in the page": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "an on…= attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on": re.compile(r"\bhx-on\b", re.IGNORECASE),
    "javascript:": re.compile(r"javascript:", re.IGNORECASE),
}
# Printed by a process of ours, never sent to a browser: its style stands in it.
IMPRIMES = {"papiers/_impression.html"}
# Template → why it may write HTML that it has not escaped.
SANS_ECHAPPEMENT: dict[str, str] = {}

AILLEURS = re.compile(r"(?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+\.[a-z]", re.IGNORECASE)
FAUTES_DE_FRANCAIS = {
    "an ordinary space before ? ! ; : or » (write U+00A0)": re.compile(r"[^\s{(=] (?:[?;:»]|!(?!=))"),
    "an ordinary space after « (write U+00A0)": re.compile("« "),
    "a straight apostrophe in a word (write ’)": re.compile(r"(?<=[^\W\d_])'(?=\w)"),
    "three dots (write …)": re.compile(r"[^\W\d_]\.\.\."),
    "« Erreur inconnue » (say what happened and what to do)": re.compile(r"erreur inconnue", re.IGNORECASE),
}


def source(nom: str) -> str:
    """A template without its comments, which are English."""
    return re.sub(r"\{#.*?#\}", "", (GABARITS / nom).read_text(), flags=re.DOTALL)


def fautes_de_francais(texte: str) -> list[str]:
    return [faute for faute, motif in FAUTES_DE_FRANCAIS.items() if motif.search(texte)]


@pytest.mark.parametrize("nom", TOUS)
def test_a_template_compiles(nom: str) -> None:
    carte().jinja_env.get_template(nom)


@pytest.mark.parametrize("nom", PAGES)
def test_a_page_stands_in_the_frame_it_is_given(nom: str) -> None:
    premiere = source(nom).lstrip().splitlines()[0]
    assert premiere == "{% extends cadre %}", (
        f"{nom} must begin with {{% extends cadre %}}: rendre() then makes of it a whole page, or the fragment that "
        "htmx asks for. One template, both forms."
    )
    blocs = carte().jinja_env.get_template(nom).blocks
    assert {"titre", "contenu"} <= set(blocs), f"{nom} needs a block titre (its h1 and title) and a block contenu."


@pytest.mark.parametrize("nom", TOUS)
def test_a_template_holds_nothing_inline(nom: str) -> None:
    if nom in IMPRIMES:
        return
    trouves = [quoi for quoi, motif in EN_LIGNE.items() if motif.search(source(nom))]
    assert not trouves, (
        f"{nom} has {', '.join(trouves)}: our content policy refuses it. Put style into static/css/app.css, behaviour "
        "into a file of static/js that looks for a data-… attribute."
    )


def test_templates_escape_what_they_write() -> None:
    fautifs = {nom for nom in TOUS if re.search(r"\|\s*safe\b|autoescape|Markup\(", source(nom))}
    assert fautifs == set(SANS_ECHAPPEMENT), (
        "Data comes from elsewhere: written |safe, it runs in the page of whoever reads it. "
        "Let it be escaped; or say in SANS_ECHAPPEMENT why this is not data."
    )


def test_nothing_is_fetched_from_elsewhere() -> None:
    textes = {nom: source(nom) for nom in TOUS} | {fichier.name: fichier.read_text() for fichier in SERVIS}
    fautifs = {nom: trouve[0] for nom, texte in textes.items() if (trouve := AILLEURS.search(texte))}
    assert not fautifs, (
        "A page tells nobody else that it is read. Take the file into the project: static/vendor/vendor.toml."
    )


@pytest.mark.parametrize("nom", TOUS)
def test_a_template_is_written_in_printed_french(nom: str) -> None:
    for rang, ligne in enumerate(source(nom).splitlines(), 1):
        fautes = fautes_de_francais(ligne)
        assert not fautes, f"{nom}: line {rang} after comments are taken out has {'; '.join(fautes)}: {ligne.strip()}"


@pytest.mark.parametrize("fautif", ["Pourquoi ?", "Attention !", "« Bien »", "L'accueil", "Erreur inconnue.", "Oui..."])
def test_the_rules_of_french_see_what_they_are_for(fautif: str) -> None:
    assert fautes_de_francais(fautif)


@pytest.mark.parametrize(
    "juste", ["Pourquoi\xa0?", "«\xa0Bien\xa0»", "L’accueil", "{{ a if b != c }}", "url_for('a.b')"]
)
def test_the_rules_of_french_let_the_rest_through(juste: str) -> None:
    assert not fautes_de_francais(juste)
