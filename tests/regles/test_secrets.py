"""Every datum of a household is read by those it is for, and appears in no answer to anybody else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.papiers.feuille import tout_dire
from tests.regles.maisonnee import PERSONNES, entrer, secrets
from tests.regles.matrice import MATRICE
from tests.regles.routes import FRAGMENT, NAVIGATION

PRELECTURE = {"HX-Request": "true", "X-Prelecture": "1"}


@pytest.mark.parametrize("genre", PERSONNES)
def test_a_person_reads_what_is_theirs_and_nothing_of_anybody_else(maisonnee: Flask, genre: str) -> None:
    client = entrer(maisonnee, genre)
    reponses = _tout_ouvrir(client)
    lues = {marque: sorted({adresse for adresse, contenu in reponses if marque in contenu}) for marque in secrets()}
    pour_elle = {marque for marque, lecteurs in secrets().items() if genre in lecteurs}
    indiscretions = {marque: ou for marque, ou in lues.items() if ou and marque not in pour_elle}
    assert not indiscretions, f"{genre} reads what is not for them; here is each marker and where it appears."
    assert pour_elle == {marque for marque, ou in lues.items() if ou}, f"{genre} finds nowhere what is for them."


@pytest.mark.parametrize("genre", PERSONNES[1:])
def test_every_page_to_keep_for_reading_offline_opens_for_its_person(maisonnee: Flask, genre: str) -> None:
    client = entrer(maisonnee, genre)
    statuts = {
        adresse: client.get(adresse, headers=PRELECTURE, buffered=True).status_code for adresse in _a_garder(client)
    }
    assert statuts
    assert {adresse: statut for adresse, statut in statuts.items() if statut != 200} == {}, (
        "adresses_hors_connexion() of a slice must list what its own views open to that person, and no more."
    )


def _a_garder(client: FlaskClient) -> list[str]:
    pages = client.get("/hors-ligne/dossier").get_json(silent=True) or {"pages": []}
    return [page["adresse"] for page in pages["pages"]]


def _tout_ouvrir(client: FlaskClient) -> list[tuple[str, str]]:
    """Every address there is, as page and as fragment, whatever it answers: address, headers and body."""
    adresses = {cas.adresse: None for (methode, _), tous in MATRICE.items() if methode == "GET" for cas in tous}
    adresses |= dict.fromkeys(_a_garder(client))
    return [
        (adresse, f"{reponse.headers}\n{_texte(reponse)}")
        for adresse in adresses
        for entetes in (FRAGMENT, NAVIGATION)
        if (reponse := client.get(adresse, headers=entetes, buffered=True))
    ]


def _texte(reponse: TestResponse) -> str:
    """What it says; of a paper that we print, its words and what the file says of itself (T41)."""
    octets = reponse.get_data()
    if reponse.mimetype == "application/pdf" and reponse.request.path.startswith("/documents/"):
        return tout_dire(octets)
    return octets.decode(errors="replace")
