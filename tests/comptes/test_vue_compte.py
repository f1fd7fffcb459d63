"""Signing out, what another site may not do in somebody's name, and the key of the dossier on a device."""

import base64

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from caf_pwa.comptes import cles_d_appareil
from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import Compte, Connexion
from caf_pwa.courriers import service as courriers
from caf_pwa.socle.identifiants import interne
from tests.conftest import AUJOURDHUI
from tests.fabriques import connecter, courrier, importer, ouvrir_session


def _ouvertes(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Connexion)) or 0


def test_signing_out_closes_the_sign_in_for_whoever_kept_its_cookie(
    app: Flask, client: FlaskClient, alice: Identite
) -> None:
    jeton = ouvrir_session(app, alice.compte_id)
    client.set_cookie("caf", jeton)
    assert client.get("/accueil").status_code == 200
    reponse = client.post("/deconnexion")
    assert (reponse.status_code, reponse.headers["Location"]) == (303, "/connexion")
    voleur = app.test_client()
    voleur.set_cookie("caf", jeton)
    assert voleur.get("/accueil").status_code == 302


def test_signing_out_empties_the_cookie_and_the_cache_but_not_what_waits_to_be_sent(
    client: FlaskClient, alice: Identite
) -> None:
    reponse = connecter(client, alice).post("/deconnexion")
    (cookie,) = reponse.headers.getlist("Set-Cookie")
    assert cookie.startswith("caf=;")
    assert reponse.headers["Clear-Site-Data"] == '"cache"'
    assert client.get_cookie("caf") is None


def test_signing_out_twice_or_after_the_end_is_signing_out(client: FlaskClient) -> None:
    for _ in range(2):
        assert client.post("/deconnexion").status_code == 303


def test_a_link_cannot_sign_a_person_out(client: FlaskClient, session: Session, alice: Identite) -> None:
    connecter(client, alice)
    avant = _ouvertes(session)
    assert client.get("/deconnexion").status_code == 405
    assert _ouvertes(session) == avant


ETRANGERS = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "n'importe quoi"},
    {"Origin": "https://ailleurs.exemple"},
    {"Origin": "http://localhost.ailleurs.exemple"},
    {"Origin": "http://localhost:81"},
    {"Origin": "null"},
]


@pytest.mark.parametrize("entetes", ETRANGERS, ids=str)
def test_another_site_does_nothing_in_alice_s_name(
    app: Flask, client: FlaskClient, session: Session, alice: Identite, entetes: dict[str, str]
) -> None:
    importer(app, courrier("alice"))
    connecter(client, alice).get("/alertes")
    avant = _ouvertes(session)
    lettre = interne("courrier", "courrier")
    for adresse in ("/deconnexion", "/alertes/lues", f"/courriers/{lettre}/non-lu", "/compte/hors-connexion/cle"):
        reponse = client.post(adresse, headers=entetes)
        assert reponse.status_code == 403
        assert "Cette demande vient d’un autre site" in reponse.text
    assert _ouvertes(session) == avant
    assert courriers.nombre_non_lus(session, alice, AUJOURDHUI) == 1
    assert not session.scalar(select(func.count()).where(Connexion.appareil_personnel))


@pytest.mark.parametrize(
    "entetes",
    [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://localhost"}, {}],
    ids=str,
)
def test_the_app_itself_and_what_is_no_browser_may_post(
    client: FlaskClient, alice: Identite, entetes: dict[str, str]
) -> None:
    assert connecter(client, alice).post("/alertes/lues", headers=entetes).status_code == 303


def test_reading_from_another_site_s_link_is_not_refused(client: FlaskClient, alice: Identite) -> None:
    assert connecter(client, alice).get("/accueil", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_a_device_declared_personal_receives_the_key_of_its_person_alone(
    client: FlaskClient, session: Session, alice: Identite, bob: Identite
) -> None:
    reponse = connecter(client, alice).post("/compte/hors-connexion/cle")
    cle = base64.b64decode(reponse.json["cle"])  # type: ignore[index]
    assert cle == cles_d_appareil.du_dossier(session, alice.compte_id)
    assert cle != cles_d_appareil.du_dossier(session, bob.compte_id)
    assert reponse.json["compte"] == alice.pseudonyme  # type: ignore[index]
    assert reponse.headers["Cache-Control"] == "no-store"
    personnels = select(func.count()).where(Connexion.appareil_personnel)
    assert session.scalar(personnels) == 1
    assert client.post("/compte/hors-connexion/arret").status_code == 204
    session.rollback()
    assert session.scalar(personnels) == 0


def test_the_keys_of_what_waits_to_be_sent_are_their_person_s_alone(
    client: FlaskClient, session: Session, alice: Identite, bob: Identite
) -> None:
    connecter(client, alice)
    cles = {
        mode: client.post("/compte/hors-connexion/cle", data={"mode": mode}).json["cle"]  # type: ignore[index]
        for mode in ("envois", "envois-protege", "protege", "")
    }
    encore = client.post("/compte/hors-connexion/cle", data={"mode": "envois"}).json["cle"]  # type: ignore[index]
    assert len(set(cles.values())) == 4
    assert encore == cles["envois"]
    assert base64.b64decode(encore) != cles_d_appareil.des_envois(session, bob.compte_id, "envois")


def test_asking_for_the_key_of_what_waits_does_not_make_a_device_personal(
    client: FlaskClient, session: Session, alice: Identite
) -> None:
    assert connecter(client, alice).post("/compte/hors-connexion/cle", data={"mode": "envois"}).status_code == 200
    assert session.scalar(select(func.count()).where(Connexion.appareil_personnel)) == 0


def test_an_account_of_before_this_key_receives_one_that_stays(session: Session, alice: Identite) -> None:
    session.execute(update(Compte).values(cle_envois=None))
    premiere = cles_d_appareil.des_envois(session, alice.compte_id, "envois")
    assert cles_d_appareil.des_envois(session, alice.compte_id, "envois") == premiere


def test_nobody_receives_a_key_without_signing_in(client: FlaskClient, session: Session) -> None:
    reponse = client.post("/compte/hors-connexion/cle", headers={"Sec-Fetch-Mode": "cors"})
    assert reponse.status_code == 401
    assert reponse.headers["HX-Redirect"] == "/connexion"
