"""Looking for a letter: every word, whatever its accents, among one's own letters alone."""

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caf_pwa.comptes.identite import Identite
from caf_pwa.socle.identifiants import interne
from tests.fabriques import connecter, courrier, identite_de, importer
from tests.lecteur import mots
from tests.regles.document import Document


@pytest.fixture
def chez_karim(app: Flask, client: FlaskClient, karim: Identite) -> FlaskClient:
    """Karim signed in: two letters to the household, one to him alone, one to Julie alone."""
    importer(
        app,
        courrier("karim", "rsa", objet="Votre RSA change", texte="Vos ressources ont été étudiées."),
        courrier("karim", "noel", objet="L’été à Nœux", texte="Prime de fin d’année."),
        courrier("karim", "a-karim", personne="karim", objet="Votre travail", texte="Une réponse à Karim."),
        courrier("karim", "a-julie", personne="julie", objet="Votre travail", texte="Une réponse à Julie."),
    )
    return connecter(client, karim)


def _trouves(client: FlaskClient, **champs: str) -> list[str]:
    reponse = client.post("/courriers", data=champs)
    assert reponse.status_code == 200
    titres = (un for un in Document(reponse.text).tous("span") if un.get("class") == "rangee-titre")
    return sorted(mots(titre) for titre in titres)


@pytest.mark.parametrize(
    ("cherche", "titre"),
    [
        ("etudiees", "Votre RSA change"),
        ("RESSOURCES rsa", "Votre RSA change"),
        ("noeux", "L’été à Nœux"),
        ("l'ete annee", "L’été à Nœux"),
        ("Étudié", "Votre RSA change"),
    ],
)
def test_karim_finds_a_letter_by_the_words_of_its_subject_or_text(
    chez_karim: FlaskClient, cherche: str, titre: str
) -> None:
    assert _trouves(chez_karim, mots=cherche) == [titre]


def test_every_word_must_be_there(chez_karim: FlaskClient) -> None:
    assert _trouves(chez_karim, mots="rsa prime") == []
    assert _trouves(chez_karim, mots="%") == _trouves(chez_karim, mots="")  # no word at all


def test_only_those_not_read_yet(chez_karim: FlaskClient) -> None:
    chez_karim.get(f"/courriers/{interne('courrier', 'rsa')}")
    assert _trouves(chez_karim, mots="", non_lus="oui") == ["L’été à Nœux", "Votre travail"]
    assert _trouves(chez_karim, mots="rsa", non_lus="oui") == []


def test_the_page_says_how_many_and_what_was_looked_for(chez_karim: FlaskClient) -> None:
    page = Document(chez_karim.post("/courriers", data={"mots": "<b>rsa</b>"}).text)
    champ = next(un for un in page.tous("input") if un.get("name") == "mots")
    assert champ.get("value") == "<b>rsa</b>"
    assert "Aucun courrier trouvé." in mots(page.un("main"))
    trouve = Document(chez_karim.post("/courriers", data={"mots": "rsa"}).text)
    assert "1 courrier trouvé." in mots(trouve.un("main"))


def test_t33_a_letter_to_julie_alone_is_found_by_julie_alone(app: Flask, chez_karim: FlaskClient) -> None:
    assert _trouves(chez_karim, mots="julie") == []
    chez_julie = connecter(app.test_client(), identite_de(app, "julie"))
    assert _trouves(chez_julie, mots="reponse") == ["Votre travail"]
    assert _trouves(chez_julie, mots="rsa") == []


def test_t32_bob_finds_no_letter_of_another_household(app: Flask, chez_karim: FlaskClient, bob: Identite) -> None:
    assert _trouves(connecter(app.test_client(), bob), mots="votre") == []


def test_the_words_stay_out_of_addresses_and_logs(chez_karim: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        reponse = chez_karim.post("/courriers", data={"mots": "ZQ-secret"})
    assert "Location" not in reponse.headers
    assert "ZQ-secret" not in caplog.text
    page = Document(reponse.text)
    assert not [lien for lien in page.adresses() if "ZQ" in lien]
    formulaire = next(un for un in page.tous("form") if un.get("role") == "search")
    assert (formulaire.get("method"), formulaire.get("action")) == ("post", "/courriers")
