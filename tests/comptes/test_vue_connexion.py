"""The sign-in page: what a person is told, and what a stranger is not."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import Connexion
from caf_pwa.comptes.mot_de_passe import hachage
from caf_pwa.socle.horloge import instant
from tests.conftest import NouvelleApp
from tests.fabriques import PRODUCTION, compte, connecter, foyer, importer, numero_de, ouvrir_session
from tests.lecteur import mots
from tests.regles.document import Document

BON = "correct cheval pile agrafe"
EMPREINTE = hachage.hacher(BON)


@pytest.fixture(autouse=True)
def _alice_a_un_mot_de_passe(app: Flask) -> None:
    importer(app, foyer("alice"), compte("alice", empreinte_mot_de_passe=EMPREINTE))


def _se_connecter(client: FlaskClient, identifiant: str, mot_de_passe: str, suite: str = "") -> TestResponse:
    adresse = "/connexion" + (f"?suite={quote(suite, safe='')}" if suite else "")
    return client.post(adresse, data={"identifiant": identifiant, "mot_de_passe": mot_de_passe})


def _faute(reponse: TestResponse, champ: str) -> str:
    """The error that a screen reader tells with a field, empty when it has none."""
    document = Document(reponse.text)
    boite = next(boite for boite in document.tous("input") if boite.get("name") == champ)
    if boite.get("aria-invalid") != "true":
        return ""
    decrit = boite.get("aria-describedby", "").split()
    return " ".join(
        mots(un) for un in document.racine.iter() if un.get("id") in decrit and "erreur" in un.get("id", "")
    )


def test_alice_signs_in_and_arrives_at_the_first_tab(client: FlaskClient) -> None:
    numero = numero_de("alice").lower()
    reponse = _se_connecter(client, f" {numero[:5]} {numero[5:]} ", BON)
    assert (reponse.status_code, reponse.headers["Location"]) == (303, "/accueil")
    assert "Bonjour Alice" in client.get("/accueil").text


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(client: FlaskClient, session: Session) -> None:
    reponse = _se_connecter(client, numero_de("alice"), BON)
    (cookie,) = reponse.headers.getlist("Set-Cookie")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert session.scalars(select(Connexion.id)).one() not in cookie


@pytest.mark.parametrize(
    ("identifiant", "mot_de_passe", "champ", "phrase"),
    [
        ("", BON, "identifiant", "Saisissez votre numéro de sécurité sociale ou votre identifiant provisoire."),
        ("291073306301", BON, "identifiant", "Le numéro compte 13 chiffres. Vous en avez saisi 12."),
        ("2 91 07 33 063 011 94", BON, "identifiant", "Les deux derniers chiffres ne correspondent pas"),
        ("9910733063011", BON, "identifiant", "Ce numéro n’existe pas sous cette forme."),
        ("x" * 65, BON, "identifiant", "Ce numéro est trop long."),
        (numero_de("alice"), "", "mot_de_passe", "Saisissez votre mot de passe."),
        (numero_de("alice"), "x" * 129, "mot_de_passe", "Ce mot de passe est trop long"),
    ],
)
def test_a_mistake_is_told_beside_its_field(
    client: FlaskClient, session: Session, identifiant: str, mot_de_passe: str, champ: str, phrase: str
) -> None:
    reponse = _se_connecter(client, identifiant, mot_de_passe)
    assert reponse.status_code == 422
    assert phrase in _faute(reponse, champ)
    assert session.scalar(select(func.count()).select_from(Connexion)) == 0


def test_what_was_typed_stays_in_the_number_and_never_in_the_password(client: FlaskClient) -> None:
    reponse = _se_connecter(client, "291073306301", "un secret bien gardé")
    valeurs = {boite.get("name"): boite.get("value", "") for boite in Document(reponse.text).tous("input")}
    assert valeurs == {"identifiant": "291073306301", "mot_de_passe": ""}
    assert "un secret bien gardé" not in reponse.text


def test_an_unknown_number_and_a_wrong_password_are_answered_alike(client: FlaskClient) -> None:
    reponses = {}
    for personne in ("alice", "inconnue"):
        reponse = _se_connecter(client, numero_de(personne), "faux")
        entetes = {nom: valeur for nom, valeur in reponse.headers.items() if nom != "Content-Length"}
        reponses[personne] = (reponse.status_code, entetes, reponse.text.replace(numero_de(personne), "NUMERO"))
    assert reponses["alice"] == reponses["inconnue"]
    assert reponses["alice"][0] == 422
    assert "Le numéro ou le mot de passe est faux." in reponses["alice"][2]


def test_after_five_mistakes_the_page_says_when_to_try_again(client: FlaskClient) -> None:
    for _ in range(5):
        assert _se_connecter(client, numero_de("alice"), "faux").status_code == 422
    reponse = _se_connecter(client, numero_de("alice"), BON)
    assert reponse.status_code == 429
    assert 0 < int(reponse.headers["Retry-After"]) <= 60
    assert "Vous pourrez réessayer le" in mots(Document(reponse.text).un("main"))


@pytest.mark.parametrize("suite", ["/courriers", "/allocations/paiements?x=1", "/profil#contact"])
def test_a_person_goes_on_where_they_were_going(client: FlaskClient, suite: str) -> None:
    assert _se_connecter(client, numero_de("alice"), BON, suite).headers["Location"] == suite


@pytest.mark.parametrize(
    "suite",
    [
        "https://ailleurs.exemple/",
        "//ailleurs.exemple",
        "/\\ailleurs.exemple",
        "\\\\ailleurs.exemple",
        "/\t/ailleurs.exemple",
        "/%0d%0aLocation:x\r\n",
        "javascript:alert(1)",
        "ailleurs.exemple",
        "",
    ],
)
def test_nothing_in_the_address_sends_a_person_to_another_site(client: FlaskClient, suite: str) -> None:
    assert _se_connecter(client, numero_de("alice"), BON, suite).headers["Location"] == "/accueil"


def test_a_token_planted_by_somebody_else_never_becomes_alice_s(app: Flask, client: FlaskClient) -> None:
    client.set_cookie("caf", "jeton-plante")
    _se_connecter(client, numero_de("alice"), BON)
    autre = app.test_client()
    autre.set_cookie("caf", "jeton-plante")
    assert autre.get("/accueil").status_code == 302


def test_signing_in_again_closes_the_sign_in_before_it(client: FlaskClient, session: Session) -> None:
    _se_connecter(client, numero_de("alice"), BON)
    (premiere,) = session.scalars(select(Connexion.id))
    session.execute(update(Connexion).values(vue_le=instant() - timedelta(minutes=10)))  # so that this visit is noted
    session.commit()
    assert _se_connecter(client, numero_de("alice"), BON).status_code == 303
    (seconde,) = session.scalars(select(Connexion.id))
    assert seconde != premiere


def test_a_person_signed_in_is_not_asked_again(client: FlaskClient, alice: Identite) -> None:
    reponse = connecter(client, alice).get("/connexion?suite=/courriers")
    assert (reponse.status_code, reponse.headers["Location"]) == (302, "/courriers")


def test_in_production_the_cookie_belongs_to_this_host_and_to_tls_alone(nouvelle_app: NouvelleApp) -> None:
    with nouvelle_app(**PRODUCTION) as app:
        importer(app, foyer("alice"), compte("alice", empreinte_mot_de_passe=EMPREINTE))
        reponse = _se_connecter(app.test_client(), numero_de("alice"), BON)
        (cookie,) = reponse.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-caf=")
    assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; "))


def test_a_token_in_another_cookie_opens_nothing(app: Flask, client: FlaskClient, alice: Identite) -> None:
    client.set_cookie("session", ouvrir_session(app, alice.compte_id))
    client.set_cookie("__Host-caf", ouvrir_session(app, alice.compte_id))
    assert client.get("/accueil").status_code == 302
