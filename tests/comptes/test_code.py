"""The code received by mail: on which devices it is asked for, how it is tried, and what a copied device gives away."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from caf_pwa.comptes import appareils_connus, mots_de_passe, preuve
from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import AppareilConnu, Attente, Compte, Connexion, Essais
from caf_pwa.socle.horloge import instant
from tests.courrier import code, courriels, lien_pas_moi, texte
from tests.fabriques import compte, foyer, identite_de, importer, numero_de, personne

BON = "correct cheval pile agrafe"
EMPREINTE = mots_de_passe.hacher(BON)
MAIL = "alice@exemple.invalid"


@pytest.fixture(autouse=True)
def alice(app: Flask, session: Session) -> Identite:
    importer(
        app,
        foyer("alice", personne("alice", courriel=MAIL)),
        compte("alice", empreinte_mot_de_passe=EMPREINTE),
        foyer("bob", personne("bob", courriel="bob@exemple.invalid")),
        compte("bob", empreinte_mot_de_passe=EMPREINTE),
    )
    identite = identite_de(app, "alice")
    session.execute(delete(Connexion))
    session.commit()
    return identite


def _mot_de_passe(client: FlaskClient, qui: str = "alice", suite: str = "/courriers") -> TestResponse:
    champs = {"identifiant": numero_de(qui), "mot_de_passe": BON}
    return client.post(f"/connexion?suite={suite}", data=champs)


def _entrer(app: Flask, client: FlaskClient, qui: str = "alice") -> TestResponse:
    """Password, then the code where one is asked for."""
    reponse = _mot_de_passe(client, qui)
    if reponse.location == "/connexion/code":
        mail = courriels(app, f"{qui}@exemple.invalid")[-1]
        reponse = client.post("/connexion/code", data={"code": code(mail)})
    return reponse


def _nombre(session: Session, table: type[Connexion | Attente | AppareilConnu]) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(table)) or 0


def _vieillir_les_jetons(session: Session) -> None:
    servis = update(AppareilConnu).where(AppareilConnu.utilise_le.is_not(None))
    session.execute(servis.values(utilise_le=instant() - timedelta(hours=1)))
    session.commit()


def test_on_an_unknown_device_the_password_opens_nothing_before_the_code(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    reponse = _mot_de_passe(client)
    assert (reponse.status_code, reponse.location) == (303, "/connexion/code")
    assert "caf=" not in str(reponse.headers.getlist("Set-Cookie"))
    assert client.get("/accueil").status_code == 302
    page = client.get("/connexion/code").text
    assert "a•••@exemple.invalid" in page
    assert "alice@" not in page
    (mail,) = courriels(app)
    assert (mail["To"], "http" in texte(mail)) == (MAIL, False)
    saisi = f" {code(mail)[:3]} {code(mail)[3:]} "
    reponse = client.post("/connexion/code", data={"code": saisi})
    assert (reponse.status_code, reponse.location) == (303, "/courriers")
    assert client.get("/accueil").status_code == 200
    assert client.get_cookie("caf-attente") is None


def test_a_known_device_is_not_asked_again_and_each_of_its_tokens_serves_once(app: Flask, client: FlaskClient) -> None:
    _entrer(app, client)
    for _ in range(3):
        avant = client.get_cookie("caf-appareil")
        client.post("/deconnexion")
        assert _mot_de_passe(client).location == "/courriers"
        assert client.get_cookie("caf-appareil") != avant
    assert len(courriels(app)) == 1


def test_two_people_of_one_household_share_a_telephone(app: Flask, client: FlaskClient) -> None:
    for qui in ("alice", "bob"):
        _entrer(app, client, qui)
    for qui in ("alice", "bob", "alice"):
        assert _mot_de_passe(client, qui).location == "/courriers"


def test_a_device_known_to_one_account_is_unknown_to_another(app: Flask, client: FlaskClient) -> None:
    _entrer(app, client, "bob")
    assert _mot_de_passe(client, "alice").location == "/connexion/code"


def test_a_person_without_mail_on_file_signs_in_and_finds_it_in_their_history(app: Flask, client: FlaskClient) -> None:
    importer(app, foyer("marc"), compte("marc", empreinte_mot_de_passe=EMPREINTE))
    assert _mot_de_passe(client, "marc").location == "/courriers"
    assert "Connexion sans code" in client.get("/compte/historique").text


def test_a_code_is_tried_five_times_and_only_in_its_fifteen_minutes(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    _mot_de_passe(client)
    juste = code(courriels(app)[0])
    faux = "000000" if juste != "000000" else "111111"
    for _ in range(5):
        reponse = client.post("/connexion/code", data={"code": faux})
        assert (reponse.status_code, "n’est pas le bon" in reponse.text) == (422, True)
    assert client.post("/connexion/code", data={"code": juste}).status_code == 429
    session.execute(delete(Essais))  # the brake lets go, later: the code itself is used up
    session.commit()
    assert "n’est plus valable" in client.post("/connexion/code", data={"code": juste}).text
    session.execute(update(Attente).values(essais=0, envoye_le=instant() - timedelta(minutes=16)))
    session.commit()
    assert "n’est plus valable" in client.post("/connexion/code", data={"code": juste}).text
    assert _nombre(session, Connexion) == 0


def test_beginning_again_and_again_gives_no_more_tries(app: Flask, client: FlaskClient) -> None:
    for rang in range(5):
        _mot_de_passe(client)
        assert client.post("/connexion/code", data={"code": "12345"}).status_code == 422, rang
    assert _mot_de_passe(client).status_code == 429


def test_another_code_comes_after_a_minute_ends_the_first_and_three_times_at_most(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    _mot_de_passe(client)
    premier = code(courriels(app)[0])
    page = client.get("/connexion/code").text
    assert "Vous pourrez demander un autre code à partir de" in page
    assert "vient de partir" in client.post("/connexion/code/renvoi").text
    for _ in range(3):
        session.execute(update(Attente).values(envoye_le=instant() - timedelta(minutes=2)))
        session.commit()
        assert client.post("/connexion/code/renvoi").status_code == 303
    dernier = code(courriels(app)[-1])
    session.execute(update(Attente).values(envoye_le=instant() - timedelta(minutes=2)))
    session.commit()
    assert client.post("/connexion/code/renvoi").status_code == 422
    assert len(courriels(app)) == 4
    if premier != dernier:
        assert client.post("/connexion/code", data={"code": premier}).status_code == 422
    assert client.post("/connexion/code", data={"code": dernier}).status_code == 303


def test_the_code_of_one_browser_opens_nothing_in_another(app: Flask, client: FlaskClient) -> None:
    _mot_de_passe(client)
    voleur = app.test_client()
    assert voleur.post("/connexion/code", data={"code": code(courriels(app)[0])}).location == "/connexion"
    _mot_de_passe(voleur)
    assert voleur.post("/connexion/code", data={"code": code(courriels(app)[0])}).status_code == 422


def test_t08_a_token_that_comes_back_forgets_the_whole_family_and_tells_the_person(
    app: Flask, client: FlaskClient, session: Session, alice: Identite
) -> None:
    _entrer(app, client)
    cookie = client.get_cookie("caf-appareil")
    assert cookie is not None
    assert session.scalar(select(AppareilConnu.id)) != cookie.value
    assert _mot_de_passe(client).location == "/courriers"  # the owner goes on: the copied token has served
    _vieillir_les_jetons(session)
    voleur = app.test_client()
    voleur.set_cookie("caf-appareil", cookie.value)
    assert _mot_de_passe(voleur).location == "/connexion/code"
    assert _nombre(session, AppareilConnu) == 0
    avis = [mail for mail in courriels(app, MAIL) if "copié" in texte(mail)]
    assert lien_pas_moi(avis[0])
    client.post("/deconnexion")
    assert _mot_de_passe(client).location == "/connexion/code"


def test_t08_two_windows_that_sign_in_at_once_raise_no_alarm(app: Flask, client: FlaskClient, session: Session) -> None:
    _entrer(app, client)
    cookie = client.get_cookie("caf-appareil")
    assert cookie is not None
    for _ in range(2):
        client.set_cookie("caf-appareil", cookie.value)
        assert _mot_de_passe(client).location == "/courriers"
    assert len(courriels(app)) == 1


def test_t08_a_device_is_known_for_half_a_year_after_it_last_served(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    _entrer(app, client)
    session.execute(update(AppareilConnu).values(connu_le=instant() - timedelta(days=181)))
    session.commit()
    assert _mot_de_passe(client).location == "/connexion/code"


@pytest.mark.parametrize("colonne", ["bloque_le", "mot_de_passe_a_changer"])
def test_the_right_password_of_a_closed_account_is_answered_like_a_wrong_one(
    app: Flask, client: FlaskClient, session: Session, colonne: str
) -> None:
    champs = {"identifiant": numero_de("alice"), "mot_de_passe": "faux"}
    fausse = client.post("/connexion", data=champs)
    session.execute(update(Compte).values({colonne: instant() if colonne == "bloque_le" else True}))
    session.commit()
    juste = app.test_client().post("/connexion", data=champs | {"mot_de_passe": BON})
    assert (juste.status_code, juste.text) == (fausse.status_code, fausse.text)
    assert courriels(app) == []


def test_a_moment_is_said_when_no_other_code_can_be_asked_for(alice: Identite) -> None:
    maintenant: datetime = instant()
    attente = Attente(id="x", genre="connexion", donnees={}, essais=0, envois=4, expire_le=maintenant)
    assert preuve.renvoi_possible(attente, maintenant) is None
    assert timedelta(minutes=5) > appareils_connus.TOLERANCE
