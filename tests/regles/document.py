"""A page as a browser reads it, by a strict parser."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cached_property

import html5lib

SVG = "{http://www.w3.org/2000/svg}"


class Document:
    """A whole HTML document, its elements and its errors."""

    def __init__(self, source: str) -> None:
        analyseur = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.source = source
        self.racine: ET.Element = analyseur.parse(source)
        self.erreurs = [f"line {ligne}: {code}" for (ligne, _), code, _ in analyseur.errors]

    def tous(self, *noms: str) -> Iterator[ET.Element]:
        return (element for element in self.racine.iter() if element.tag in noms)

    def un(self, nom: str) -> ET.Element:
        trouve = next(self.tous(nom), None)
        assert trouve is not None, f"no <{nom}> in the page"
        return trouve

    def adresses(self) -> list[str]:
        return [lien.get("href", "") for lien in self.tous("a")]

    @cached_property
    def parents(self) -> dict[ET.Element, ET.Element]:
        return {enfant: parent for parent in self.racine.iter() for enfant in parent}

    @cached_property
    def ids(self) -> list[str]:
        return [element.attrib["id"] for element in self.racine.iter() if "id" in element.attrib]

    def ancetres(self, element: ET.Element) -> Iterator[ET.Element]:
        while (parent := self.parents.get(element)) is not None:
            yield parent
            element = parent

    def nom_de(self, element: ET.Element) -> str:
        """What a screen reader says of an element: its label by reference, its label, or its text."""
        renvoi = element.get("aria-labelledby")
        if renvoi:
            return " ".join(texte(cible) for cible in self.racine.iter() if cible.get("id") in renvoi.split())
        return (element.get("aria-label") or texte(element)).strip()


def texte(element: ET.Element) -> str:
    """The words of an element, spaces brought to one; no-break spaces stay."""
    return re.sub(r"[ \t\n]+", " ", "".join(element.itertext())).strip()
