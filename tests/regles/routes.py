"""The addresses of the application, one (method, endpoint) at a time, to put a rule to each of them."""

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from werkzeug.routing import Rule

from caf_pwa import create_app
from caf_pwa.config import Reglages
from caf_pwa.socle.gardes import portee_de
from caf_pwa.socle.portee import Portee

RACINE = Path(__file__).resolve().parents[2]

NAVIGATION = {"Sec-Fetch-Mode": "navigate"}
FRAGMENT = {"HX-Request": "true"}
SCRIPT = {"Sec-Fetch-Mode": "cors"}

Route = tuple[str, str]


@cache
def carte() -> Flask:
    """An application without a database: to read its map of addresses while tests are collected."""
    with TemporaryDirectory() as dossier:
        return create_app(Reglages.depuis({"CAF_INSTANCE": dossier, "SECRET_KEY": "x" * 32}))


def routes(*methodes: str) -> list[Route]:
    """Every (method, endpoint), those that Flask answers by itself (HEAD, OPTIONS) left out."""
    voulues = methodes or ("GET", "POST", "PUT", "PATCH", "DELETE")
    trouvees = {
        (methode, regle.endpoint)
        for regle in carte().url_map.iter_rules()
        for methode in regle.methods or ()
        if methode in voulues
    }
    return sorted(trouvees)


def fermees(*methodes: str) -> list[Route]:
    """Those of ``routes`` that ask for the sign-in of an allocataire."""
    ailleurs = (Portee.OUVERTE, Portee.AGENT)
    return [route for route in routes(*methodes) if portee_de(carte(), route[1]) not in ailleurs]


def des_agents(*methodes: str) -> list[Route]:
    """Those of ``routes`` that ask for the sign-in of an adviser."""
    return [route for route in routes(*methodes) if portee_de(carte(), route[1]) is Portee.AGENT]


def regle_de(endpoint: str) -> Rule:
    return next(iter(carte().url_map.iter_rules(endpoint)))


def adresse(endpoint: str, **arguments: str) -> str:
    """The address of an endpoint; what ``arguments`` does not give is an id that no object has."""
    regle = regle_de(endpoint)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda partie: arguments.get(partie[1], "0" * 32), regle.rule)


def nom(route: Route) -> str:
    """How a test is called that is about this route."""
    return " ".join(route)
