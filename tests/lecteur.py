"""A page read aloud: its words in order, whatever its spaces and its markup."""

import xml.etree.ElementTree as ET

from flask.testing import FlaskClient

from tests.regles.document import Document


def mots(element: ET.Element) -> str:
    """The words of an element, one plain space between any two."""
    return " ".join(" ".join(element.itertext()).split())


def lire(client: FlaskClient, adresse: str) -> str:
    """The words of a page that answers 200, its frame left out."""
    reponse = client.get(adresse)
    assert reponse.status_code == 200
    return mots(Document(reponse.text).un("main"))
