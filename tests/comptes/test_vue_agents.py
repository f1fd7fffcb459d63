"""The advisers' door: what they see, what an allocataire does not, and that neither stands for the other."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from caf_pwa.comptes.agents import service
from caf_pwa.comptes.agents.modele import Agent, ConnexionAgent
from caf_pwa.comptes.identite import Identite
from caf_pwa.socle.horloge import instant
from tests.conftest import NouvelleApp
from tests.fabriques import PRODUCTION, connecter, moteur_de, ouvrir_session
from tests.lecteur import lire, mots
from tests.regles.document import Document
from tests.regles.routes import FRAGMENT, NAVIGATION, RACINE

EMAIL, BON = "camille.robin@exemple.invalid", "correct cheval pile agrafe"


def inscrire(app: Flask) -> str:
    """The id of Camille's account."""
    with Session(moteur_de(app)) as session:
        agent_id = service.inscrire(session, EMAIL, BON, nom="Camille ROBIN").id
        session.commit()
    return agent_id


def _jeton(app: Flask, agent_id: str) -> str:
    with Session(moteur_de(app)) as session:
        jeton = service.ouvrir(session, agent_id, instant())
        session.commit()
    return jeton


@pytest.fixture
def camille(app: Flask) -> str:
    return inscrire(app)


@pytest.fixture
def guichet(app: Flask, client: FlaskClient, camille: str) -> FlaskClient:
    """A browser on which Camille is signed in."""
    client.set_cookie("caf-agent", _jeton(app, camille))
    return client


def _entrer(client: FlaskClient, courriel: str = EMAIL, mot_de_passe: str = BON, suite: str = "") -> TestResponse:
    adresse = "/gestion/connexion" + (f"?suite={suite}" if suite else "")
    return client.post(adresse, data={"courriel": courriel, "mot_de_passe": mot_de_passe})


@pytest.mark.usefixtures("camille")
def test_an_adviser_signs_in_at_a_page_of_their_own(client: FlaskClient) -> None:
    page = Document(client.get("/gestion/connexion").text)
    assert mots(page.un("h1")) == "Espace conseiller"
    assert [mots(label) for label in page.tous("label")] == ["Adresse mail professionnelle", "Mot de passe"]
    reponse = _entrer(client, f"  {EMAIL.upper()} ")
    assert (reponse.status_code, reponse.location) == (303, "/gestion")
    assert client.get("/gestion").status_code == 200


@pytest.mark.usefixtures("camille")
def test_the_cookie_is_out_of_reach_of_scripts_and_of_every_other_site(client: FlaskClient, session: Session) -> None:
    (cookie,) = _entrer(client).headers.getlist("Set-Cookie")
    assert cookie.startswith("caf-agent=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert session.scalars(select(ConnexionAgent.id)).one() not in cookie


def test_in_production_the_cookie_belongs_to_this_host_and_to_tls_alone(nouvelle_app: NouvelleApp) -> None:
    with nouvelle_app(**PRODUCTION) as app:
        inscrire(app)
        (cookie,) = _entrer(app.test_client()).headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-caf-agent=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"} <= set(cookie.split("; "))


@pytest.mark.usefixtures("camille")
def test_an_unknown_address_and_a_wrong_password_are_answered_alike(client: FlaskClient) -> None:
    reponses = {}
    for courriel in (EMAIL, "personne@exemple.invalid"):
        reponse = _entrer(client, courriel, "faux")
        entetes = {nom: valeur for nom, valeur in reponse.headers.items() if nom != "Content-Length"}
        reponses[courriel] = (reponse.status_code, entetes, reponse.text.replace(courriel, "ADRESSE"))
    connue, inconnue = reponses.values()
    assert connue == inconnue
    assert connue[0] == 422
    assert "L’adresse mail ou le mot de passe est faux." in connue[2]


@pytest.mark.parametrize(
    ("courriel", "mot_de_passe", "phrase"),
    [
        ("", BON, "Saisissez votre adresse mail professionnelle."),
        ("camille", BON, "Cette adresse mail n’a pas la forme attendue."),
        (EMAIL, "", "Saisissez votre mot de passe."),
    ],
)
def test_a_mistake_is_told_beside_its_field(client: FlaskClient, courriel: str, mot_de_passe: str, phrase: str) -> None:
    reponse = _entrer(client, courriel, mot_de_passe)
    assert reponse.status_code == 422
    assert phrase in reponse.text


@pytest.mark.usefixtures("camille")
def test_after_five_mistakes_an_adviser_waits_like_anybody(client: FlaskClient) -> None:
    for _ in range(5):
        assert _entrer(client, mot_de_passe="faux").status_code == 422
    assert _entrer(client).status_code == 429


@pytest.mark.usefixtures("camille")
@pytest.mark.parametrize(
    ("suite", "arrivee"),
    [
        ("/gestion/demarches", "/gestion/demarches"),
        ("/accueil", "/gestion"),
        ("/gestionnaire", "/gestion"),
        ("//ailleurs.exemple", "/gestion"),
        ("https://ailleurs.exemple/gestion", "/gestion"),
    ],
)
def test_an_adviser_goes_on_to_a_page_of_theirs_and_nowhere_else(client: FlaskClient, suite: str, arrivee: str) -> None:
    assert _entrer(client, suite=suite).location == arrivee


def test_an_adviser_signed_in_is_not_asked_again(guichet: FlaskClient) -> None:
    reponse = guichet.get("/gestion/connexion")
    assert (reponse.status_code, reponse.location) == (302, "/gestion")


def test_signing_in_again_closes_the_sign_in_before_it(guichet: FlaskClient, session: Session) -> None:
    avant = session.scalars(select(ConnexionAgent.id)).one()
    session.rollback()
    assert _entrer(guichet).status_code == 303
    assert session.scalars(select(ConnexionAgent.id)).one() != avant


def test_signing_out_closes_the_sign_in_and_works_twice(
    app: Flask, client: FlaskClient, camille: str, session: Session
) -> None:
    jeton = _jeton(app, camille)
    client.set_cookie("caf-agent", jeton)
    for _ in range(2):
        reponse = client.post("/gestion/deconnexion")
        assert (reponse.status_code, reponse.location) == (303, "/gestion/connexion")
    assert client.get_cookie("caf-agent") is None
    assert session.scalar(select(func.count()).select_from(ConnexionAgent)) == 0
    client.set_cookie("caf-agent", jeton)
    assert client.get("/gestion").location == "/gestion/connexion?suite=/gestion"


def test_somebody_unknown_is_sent_to_the_advisers_door(client: FlaskClient) -> None:
    assert client.get("/gestion", headers=NAVIGATION).location == "/gestion/connexion?suite=/gestion"
    reponse = client.get("/gestion", headers=FRAGMENT)
    assert (reponse.status_code, reponse.headers["HX-Redirect"]) == (401, "/gestion/connexion?suite=/gestion")


def test_an_allocataire_learns_not_even_that_there_is_a_page(client: FlaskClient, alice: Identite) -> None:
    connecter(client, alice)
    for entetes in (NAVIGATION, FRAGMENT):
        existe, perdue = (client.get(chemin, headers=entetes) for chemin in ("/gestion", "/gestion/perdue"))
        assert (existe.status_code, perdue.status_code) == (404, 404)
        assert existe.text == perdue.text
        assert "conseiller" not in existe.text


def test_an_allocataire_s_token_opens_nothing_of_the_advisers(app: Flask, client: FlaskClient, alice: Identite) -> None:
    jeton = ouvrir_session(app, alice.compte_id)
    client.set_cookie("caf-agent", jeton)
    assert client.get("/gestion").status_code == 302
    client.set_cookie("caf", jeton)
    assert client.get("/gestion").status_code == 404


def test_an_adviser_s_token_opens_nothing_of_an_allocataire(app: Flask, guichet: FlaskClient, camille: str) -> None:
    assert guichet.get("/accueil").location.startswith("/connexion")
    guichet.set_cookie("caf", _jeton(app, camille))
    for chemin in ("/accueil", "/profil", "/hors-ligne/dossier", "/compte/historique"):
        assert guichet.get(chemin).location.startswith("/connexion")


def test_one_browser_may_hold_both_and_each_stays_in_its_place(guichet: FlaskClient, alice: Identite) -> None:
    connecter(guichet, alice)
    assert guichet.get("/gestion").status_code == 200
    assert "Bonjour Alice" in lire(guichet, "/accueil")
    guichet.post("/gestion/deconnexion")
    assert "Bonjour Alice" in lire(guichet, "/accueil")


@pytest.mark.parametrize("chemin", ["/gestion", "/gestion/perdue"])
def test_an_adviser_s_page_has_no_bar_and_is_kept_by_no_device(guichet: FlaskClient, chemin: str) -> None:
    page = guichet.get(chemin)
    document = Document(page.text)
    assert [nav for nav in document.tous("nav") if nav.get("class") == "onglets"] == []
    assert [meta for meta in document.tous("meta") if meta.get("name") == "compte"] == []
    assert "hors-ligne" not in page.text
    assert "/accueil" not in document.adresses()
    for entetes in (NAVIGATION, FRAGMENT):
        reponse = guichet.get(chemin, headers=entetes)
        assert reponse.headers["Cache-Control"] == "no-store"
        assert {"X-Compte", "ETag", "X-Donnees-Du"} & set(reponse.headers.keys()) == set()


def test_the_worker_leaves_the_advisers_pages_to_the_network() -> None:
    source = (RACINE / "static/sw.js").read_text()
    ecoute = source[source.index('addEventListener("fetch"') :]
    sortie = ecoute.index('url.pathname.startsWith("/gestion/")) return;')
    assert sortie < ecoute.index("respondWith"), "the worker answers for a page of the advisers"


def test_the_page_of_the_brakes_leads_an_adviser_back_to_their_door(client: FlaskClient, camille: str) -> None:
    for _ in range(5):
        _entrer(client, mot_de_passe="faux")
    liens = Document(_entrer(client).text).adresses()
    assert "/gestion/connexion" in liens
    assert "/accueil" not in liens


def test_an_adviser_who_has_left_is_shown_the_door(guichet: FlaskClient, session: Session) -> None:
    session.scalars(select(Agent)).one().actif = False
    session.commit()
    assert guichet.get("/gestion").status_code == 302
