"""FranceConnect, over real HTTP: the honest answer opens the door, and no lie does."""

import logging
import socket
import time
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import ECKey, RSAKey
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from caf_pwa.comptes.franceconnect import appels
from caf_pwa.comptes.modele import Attente, Connexion, LienFranceConnect, Moyen, Trace
from caf_pwa.demarches.modele import Demarche
from outils.franceconnect.mensonges import MENSONGES, Mensonge
from tests.comptes.conftest import INES
from tests.comptes.federation import FauxFranceConnect, servir
from tests.conftest import NouvelleApp
from tests.demarches.parcours import Parcours
from tests.fabriques import compte, foyer, importer, moteur_de, personne
from tests.regles.document import Document

IBAN = "FR76 3000 6000 0112 3456 7890 189"
# Names and numbers that no log may hold.
PERSONNEL = ("MOREAU", "Inès", "1991", "33063")


@pytest.fixture
def client(app_federee: Flask) -> FlaskClient:
    return app_federee.test_client()


def _compter(app: Flask, modele: type) -> int:
    with Session(moteur_de(app)) as session:
        return session.scalar(select(func.count()).select_from(modele)) or 0


def test_ines_enters_with_franceconnect_and_arrives_where_she_was_going(
    client: FlaskClient, franceconnect: FauxFranceConnect
) -> None:
    reponse = franceconnect.entrer(client, suite="/courriers")
    assert (reponse.status_code, reponse.headers["Location"]) == (303, "/courriers")
    assert "Bonjour Inès" in client.get("/accueil").text


def test_her_sign_in_says_how_she_came_and_keeps_what_leaving_asks_for(
    app_federee: Flask, client: FlaskClient, franceconnect: FauxFranceConnect
) -> None:
    franceconnect.entrer(client)
    with Session(moteur_de(app_federee)) as session:
        connexion = session.scalars(select(Connexion)).one()
        assert connexion.moyen is Moyen.FRANCECONNECT
        assert connexion.federation["id_token"].count(".") == 2
        textes = session.scalars(select(Trace.texte)).all()
    assert any("par FranceConnect" in texte for texte in textes)
    assert any("relié à FranceConnect" in texte for texte in textes)


def test_t02_a_sign_in_put_into_the_browser_before_opens_nothing_afterwards(
    app_federee: Flask, client: FlaskClient, franceconnect: FauxFranceConnect
) -> None:
    client.set_cookie("caf", "planted")
    franceconnect.entrer(client)
    cookie = client.get_cookie("caf")
    assert cookie is not None
    assert cookie.value != "planted"
    intrus = app_federee.test_client()
    intrus.set_cookie("caf", "planted")
    assert intrus.get("/accueil").status_code == 302


@pytest.mark.parametrize("suite", ["https://exemple.invalid/", "//exemple.invalid", "/\\exemple.invalid", "accueil"])
def test_t53_one_comes_back_to_this_site_alone(
    client: FlaskClient, franceconnect: FauxFranceConnect, suite: str
) -> None:
    assert franceconnect.entrer(client, suite=suite).location == "/accueil"


@pytest.mark.parametrize("nom", MENSONGES)
def test_t10_no_lie_of_a_provider_opens_an_account_and_each_is_logged(
    app_federee: Flask,
    client: FlaskClient,
    franceconnect: FauxFranceConnect,
    caplog: pytest.LogCaptureFixture,
    nom: str,
) -> None:
    franceconnect.mentir(MENSONGES[nom])
    with caplog.at_level(logging.WARNING):
        depart = client.get("/connexion/franceconnect")
        if depart.status_code == 303:
            reponse = client.get(franceconnect.choisir(depart.headers["Location"], personne="ines"))
        else:
            reponse = depart
    assert reponse.status_code in (400, 403, 503)
    assert "Entrer autrement" in reponse.text
    assert client.get("/accueil").status_code == 302
    assert _compter(app_federee, Connexion) == _compter(app_federee, LienFranceConnect) == 0
    (ligne,) = [ligne for ligne in caplog.messages if ligne.startswith("FranceConnect GET comptes.")]
    assert not any(mot in ligne for mot in PERSONNEL)
    assert ligne.isprintable()
    assert "ailleurs" not in franceconnect.fournisseur.demandes, "a redirect was followed"


def test_t10_there_are_at_least_forty_lies() -> None:
    assert len(MENSONGES) >= 40


def test_t10_new_keys_of_the_provider_are_accepted(
    app_federee: Flask, client: FlaskClient, franceconnect: FauxFranceConnect
) -> None:
    assert franceconnect.entrer(client).status_code == 303
    franceconnect.fournisseur.trousseau.tourner()
    assert franceconnect.entrer(app_federee.test_client()).status_code == 303
    assert franceconnect.fournisseur.demandes.count("jwks") == 2


def test_t10_unknown_keys_do_not_make_the_provider_be_asked_each_time(
    app_federee: Flask, franceconnect: FauxFranceConnect
) -> None:
    franceconnect.mentir(MENSONGES["kid-inconnu"])
    for _ in range(5):
        assert franceconnect.entrer(app_federee.test_client()).status_code == 403
    assert franceconnect.fournisseur.demandes.count("jwks") == 2


def test_a_provider_that_is_away_is_told_as_such(nouvelle_app: NouvelleApp) -> None:
    with servir() as franceconnect:
        environ = franceconnect.environ
    with nouvelle_app(**environ) as app:
        reponse = app.test_client().get("/connexion/franceconnect")
    assert (reponse.status_code, reponse.headers["Retry-After"]) == (503, "60")
    assert "FranceConnect ne répond pas" in reponse.text
    assert "Entrer autrement" in reponse.text


def test_a_provider_that_hangs_is_asked_once_and_the_next_people_are_told_at_once(
    nouvelle_app: NouvelleApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appels, "DELAIS", (0.5, 0.5))
    with socket.create_server(("127.0.0.1", 0)) as muet, servir() as modele:
        issuer = f"http://127.0.0.1:{muet.getsockname()[1]}/api/v2"
        with nouvelle_app(**modele.environ | {"FRANCECONNECT_ISSUER": issuer}) as app:
            statuts = [app.test_client().get("/connexion/franceconnect").status_code for _ in range(5)]
            assert statuts == [503] * 5
            assert app.test_client().get("/connexion").status_code == 200
        muet.settimeout(0)
        muet.accept()[0].close()
        with pytest.raises(BlockingIOError):
            muet.accept()


@pytest.mark.parametrize("genre", ["rsa", "ec"])
def test_franceconnect_plus_is_understood_when_its_tokens_are_encrypted_for_us(
    nouvelle_app: NouvelleApp, genre: str
) -> None:
    cle = RSAKey.generate_key(2048) if genre == "rsa" else ECKey.generate_key("P-256")
    pem = cle.as_pem(private=True).decode()
    with servir(pem) as franceconnect:
        plus = {"FRANCECONNECT_ACR": "eidas2", "FRANCECONNECT_CLE": pem}
        with nouvelle_app(**franceconnect.environ, **plus) as app:
            importer(app, foyer("ines", personne("ines", **INES)), compte("ines"))
            client = app.test_client()
            assert "FranceConnect+" in client.get("/connexion").text
            assert franceconnect.entrer(client).status_code == 303
            # The level asked for, no less; and nothing in clear.
            baisse = Mensonge(id_token=lambda jeton: replace(jeton, dit=jeton.dit | {"acr": "eidas1"}))
            clair = Mensonge(id_token=lambda jeton: replace(jeton, pour=None))
            for mensonge in (baisse, clair):
                franceconnect.mentir(mensonge)
                assert franceconnect.entrer(app.test_client()).status_code == 403


def test_a_higher_level_than_asked_is_welcome(
    app_federee: Flask, client: FlaskClient, franceconnect: FauxFranceConnect
) -> None:
    franceconnect.mentir(Mensonge(id_token=lambda jeton: replace(jeton, dit=jeton.dit | {"acr": "eidas3"})))
    assert franceconnect.entrer(client).status_code == 303


def test_t11_a_thousand_ways_there_are_all_different(client: FlaskClient, franceconnect: FauxFranceConnect) -> None:
    vus: set[str] = set()
    for _ in range(1_000):
        demande = parse_qs(urlsplit(franceconnect.aller(client)).query)
        for nom in ("state", "nonce", "code_challenge"):
            (valeur,) = demande[nom]
            assert len(valeur) == 43
            vus.add(valeur)
    assert len(vus) == 3_000


def test_t11_an_answer_meant_for_another_browser_is_refused(
    app_federee: Flask, client: FlaskClient, franceconnect: FauxFranceConnect
) -> None:
    retour = franceconnect.choisir(franceconnect.aller(client), personne="ines")
    victime = app_federee.test_client()
    assert victime.get(retour).status_code == 400
    franceconnect.aller(victime)
    assert victime.get(retour).status_code == 400
    assert victime.get("/accueil").status_code == 302
    assert client.get(retour).status_code == 303, "who began may still finish"


def test_t11_an_answer_serves_once(app_federee: Flask, client: FlaskClient, franceconnect: FauxFranceConnect) -> None:
    retour = franceconnect.choisir(franceconnect.aller(client), personne="ines")
    assert client.get(retour).status_code == 303
    reponse = client.get(retour)
    assert reponse.status_code == 400
    assert "Cette identification est trop ancienne" in reponse.text
    assert _compter(app_federee, Connexion) == 1


def test_t11_a_refused_answer_has_served_too(
    app_federee: Flask, client: FlaskClient, franceconnect: FauxFranceConnect
) -> None:
    franceconnect.mentir(MENSONGES["expire"])
    retour = franceconnect.choisir(franceconnect.aller(client), personne="ines")
    assert client.get(retour).status_code == 403
    assert _compter(app_federee, Attente) == 0
    assert client.get(retour).status_code == 400


@pytest.mark.parametrize("pkce", [True, False], ids=["pkce", "nonce alone"])
def test_t11_the_code_of_another_way_there_is_refused(
    app_federee: Flask, client: FlaskClient, franceconnect: FauxFranceConnect, pkce: bool
) -> None:
    franceconnect.mentir(Mensonge(sans_pkce=not pkce))
    autre = parse_qs(
        urlsplit(franceconnect.choisir(franceconnect.aller(app_federee.test_client()), personne="ines")).query
    )
    mien = parse_qs(urlsplit(franceconnect.choisir(franceconnect.aller(client), personne="ines")).query)
    echange = {"code": autre["code"][0], "state": mien["state"][0]}
    assert client.get("/connexion/franceconnect/retour", query_string=echange).status_code == 403
    assert client.get("/accueil").status_code == 302


def test_t11_after_ten_minutes_one_begins_again(
    app_federee: Flask, client: FlaskClient, franceconnect: FauxFranceConnect
) -> None:
    retour = franceconnect.choisir(franceconnect.aller(client), personne="ines")
    with Session(moteur_de(app_federee)) as session:
        attente = session.scalars(select(Attente)).one()
        assert 590 <= attente.expire_le.timestamp() - time.time() <= 600
        attente.expire_le = attente.expire_le.fromtimestamp(0, attente.expire_le.tzinfo)
        session.commit()
    assert client.get(retour).status_code == 400


def test_a_code_of_more_than_thirty_seconds_is_refused(client: FlaskClient, franceconnect: FauxFranceConnect) -> None:
    retour = franceconnect.choisir(franceconnect.aller(client), personne="ines")
    franceconnect.fournisseur.maintenant = lambda: time.time() + 31
    assert client.get(retour).status_code == 403


@pytest.mark.parametrize("acr", ["eidas1", "eidas3"])
def test_t12_somebody_of_franceconnect_proves_again_who_they_are_before_the_bank_account_changes(
    client: FlaskClient, franceconnect: FauxFranceConnect, app_federee: Flask, acr: str
) -> None:
    """However sure the provider is, and however lately: money asks for a proof of our own."""
    maintenant = int(time.time())
    franceconnect.mentir(
        Mensonge(id_token=lambda jeton: replace(jeton, dit=jeton.dit | {"acr": acr, "auth_time": maintenant}))
    )
    assert franceconnect.entrer(client).status_code == 303
    parcours = Parcours(client, "coordonnees-bancaires", {"nom": "Mme Inès MOREAU", "iban": IBAN})
    assert parcours.envoyer().status_code == 422
    assert _compter(app_federee, Demarche) == 0
    with Session(moteur_de(app_federee)) as session:
        assert session.scalars(select(Connexion.confirmee_le)).one() is None


@pytest.mark.parametrize(
    ("erreur", "statut", "titre"),
    [
        ("access_denied:User auth aborted", 403, "Vous avez arrêté l’identification"),
        ("access_denied:", 403, "Vous avez arrêté l’identification"),
        ("access_denied:account blocked", 403, "FranceConnect a refusé cette identification"),
        ("access_denied:RNIPP: person not found", 403, "FranceConnect n’a pas retrouvé votre état civil"),
        ("invalid_request:state", 400, "FranceConnect n’a pas compris notre demande"),
        ("server_error:", 503, "FranceConnect ne répond pas"),
        ("temporarily_unavailable:", 503, "FranceConnect ne répond pas"),
        ("<script>:<b>", 403, "FranceConnect ne vous a pas identifié"),
    ],
)
def test_each_refusal_of_franceconnect_has_a_page_with_another_way_in(
    client: FlaskClient, franceconnect: FauxFranceConnect, erreur: str, statut: int, titre: str
) -> None:
    reponse = client.get(franceconnect.choisir(franceconnect.aller(client), erreur=erreur))
    assert reponse.status_code == statut
    assert titre in reponse.text
    assert "Entrer autrement" in reponse.text
    assert "Y010015" in reponse.text
    assert "<script>:" not in reponse.text


def test_leaving_the_caf_offers_to_leave_franceconnect_too(
    client: FlaskClient, franceconnect: FauxFranceConnect
) -> None:
    franceconnect.entrer(client)
    reponse = client.post("/deconnexion")
    assert (reponse.status_code, reponse.headers["Location"]) == (303, "/connexion/franceconnect/quitter")
    assert client.get("/accueil").status_code == 302, "the Caf is left at once, whatever is chosen next"
    page = client.get("/connexion/franceconnect/quitter")
    assert "Quitter aussi FranceConnect" in page.text
    assert "Quitter la Caf" in page.text
    sortie = client.get("/connexion/franceconnect/quitter-aussi")
    demande = parse_qs(urlsplit(sortie.headers["Location"]).query)
    assert demande["id_token_hint"][0].count(".") == 2
    assert len(demande["state"][0]) == 43
    assert demande["post_logout_redirect_uri"] == ["http://localhost/connexion/franceconnect/fin"]
    fin = client.get("/connexion/franceconnect/fin", query_string={"state": demande["state"][0]})
    assert "Vous avez quitté la Caf et FranceConnect" in fin.text
    assert client.get("/connexion/franceconnect/fin").headers["Location"] == "/connexion"


def test_every_page_of_the_way_is_valid_html_as_page_and_as_fragment(
    client: FlaskClient, franceconnect: FauxFranceConnect
) -> None:
    pages = [client.get("/connexion")]
    pages.append(client.get(franceconnect.choisir(franceconnect.aller(client), renoncer="1")))
    franceconnect.entrer(client, "inconnue")
    pages.append(client.get("/connexion/franceconnect/relier"))
    franceconnect.entrer(client, "ines")
    client.post("/deconnexion")
    pages.append(client.get("/connexion/franceconnect/quitter"))
    fragment = client.get("/connexion/franceconnect/quitter", headers={"HX-Request": "true"}).text
    for page in pages:
        assert Document(page.text).erreurs == []
        assert page.headers["Cache-Control"] == "no-store"
    corps = f'<!doctype html>\n<html lang="fr"><head></head><body><main>{fragment}</main></body></html>'
    assert Document(corps).erreurs == []


def test_without_a_provider_there_is_no_button_and_no_address(app: Flask) -> None:
    client = app.test_client()
    assert "FranceConnect" not in client.get("/connexion").text
    for adresse in ("", "/retour", "/relier", "/quitter", "/quitter-aussi", "/fin"):
        assert client.get(f"/connexion/franceconnect{adresse}").status_code == 404


def test_the_button_bears_its_official_words(client: FlaskClient) -> None:
    texte = client.get("/connexion?suite=/courriers").text
    assert "S’identifier avec" in texte
    assert "Qu’est-ce que FranceConnect\xa0?" in texte
    assert 'href="/connexion/franceconnect?suite=/courriers"' in texte
