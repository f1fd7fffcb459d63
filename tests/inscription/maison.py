"""A household in which one may open an account, and somebody who does."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.courrier import code, courriels
from tests.fabriques import Enregistrement, compte, foyer, importer, personne

HUGO = "1100900000014"  # a boy born in September 2010
MAIL = "hugo@exemple.invalid"
MOT_DE_PASSE = "tuba girafe lavande ponton"

KARIM = personne("karim", naissance="1985-05-03", nom_naissance="BENALI", courriel="karim@exemple.invalid")
JULIE = personne(
    "julie", "conjoint", naissance="1987-03-21", nom_naissance="LE GOFF-D’ARC", prenoms="Zoé Julie", sexe="F"
)
FILS = personne("hugo", "enfant", naissance="2010-09-14", nom_naissance="BENALI", prenoms="Hugo", sexe="M")
SARAH = personne("sarah", "enfant", naissance="2014-01-30", nom_naissance="BENALI", prenoms="Sarah", sexe="F")


def chez_karim(*autres: dict[str, Any], **donnees: Any) -> Enregistrement:
    defauts = {"numero_allocataire": "1234502", "adresse": {"code_postal_ville": "69003 LYON"}}
    return foyer("karim", KARIM, *(autres or (JULIE, FILS, SARAH)), **{**defauts, **donnees})


def emmenager(app: Flask, *autres: dict[str, Any], **donnees: Any) -> None:
    importer(app, chez_karim(*autres, **donnees), compte("karim"))


def identite(**autres: str) -> dict[str, str]:
    """What Hugo types on the first page."""
    defauts = {
        "identifiant": HUGO,
        "nom": "Benali",
        "prenoms": "Hugo",
        "naissance": "14/09/2010",
        "allocataire": "1234502",
        "code_postal": "69003",
    }
    return defauts | autres


def jusqu_au_contact(client: FlaskClient, **autres: str) -> TestResponse:
    return client.post("/inscription", data=identite(**autres))


def jusqu_au_mot_de_passe(client: FlaskClient, **autres: str) -> None:
    reponse = jusqu_au_contact(client, **autres)
    assert (reponse.status_code, reponse.location) == (303, "/inscription/contact"), reponse.text
    reponse = client.post("/inscription/contact", data={"courriel": MAIL, "telephone": ""})
    assert (reponse.status_code, reponse.location) == (303, "/inscription/code"), reponse.text
    dernier = courriels(client.application, MAIL)[-1]
    reponse = client.post("/inscription/code", data={"code": code(dernier)})
    assert (reponse.status_code, reponse.location) == (303, "/inscription/mot-de-passe"), reponse.text


def creer(client: FlaskClient, **autres: str) -> TestResponse:
    """From the first page to the account."""
    jusqu_au_mot_de_passe(client, **autres)
    return client.post("/inscription/mot-de-passe", data={"nouveau": MOT_DE_PASSE})
