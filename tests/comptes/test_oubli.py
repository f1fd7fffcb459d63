"""« Mot de passe oublié »: what it takes, what it ends, and what a stranger learns from it: nothing."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from caf_pwa.comptes import service
from caf_pwa.comptes.appareils import connus
from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import AppareilConnu, Attente, Compte, Connexion
from caf_pwa.comptes.mot_de_passe import hachage
from caf_pwa.socle.horloge import instant
from tests.courrier import code, courriels, lien_pas_moi, texte
from tests.fabriques import compte, connecter, foyer, identite_de, importer, numero_de, personne

ANCIEN = "correct cheval pile agrafe"
NOUVEAU = "brouette violette sans nuage"
MAIL = "alice@exemple.invalid"
NAISSANCE = "1991-07-12"


@pytest.fixture(autouse=True)
def alice(app: Flask) -> Identite:
    importer(
        app,
        foyer("alice", personne("alice", courriel=MAIL)),
        compte("alice", empreinte_mot_de_passe=hachage.hacher(ANCIEN)),
        foyer("sans-mail", personne("sans-mail")),
        compte("sans-mail"),
    )
    return identite_de(app, "alice")


def _demander(client: FlaskClient, qui: str = "alice", naissance: str = NAISSANCE) -> TestResponse:
    return client.post("/connexion/oubli", data={"identifiant": numero_de(qui), "naissance": naissance})


def _prouver(app: Flask, client: FlaskClient) -> TestResponse:
    return client.post("/connexion/oubli/code", data={"code": code(courriels(app, MAIL)[-1])})


def _choisir(client: FlaskClient, mot_de_passe: str = NOUVEAU) -> TestResponse:
    return client.post("/connexion/oubli/mot-de-passe", data={"nouveau": mot_de_passe})


def _signe_en(client: FlaskClient, mot_de_passe: str) -> str | None:
    champs = {"identifiant": numero_de("alice"), "mot_de_passe": mot_de_passe}
    return client.post("/connexion", data=champs).location


def test_t15_number_birth_date_and_code_open_the_account_again_and_end_all_the_rest(
    app: Flask, client: FlaskClient, session: Session, alice: Identite
) -> None:
    autre_telephone = connecter(app.test_client(), alice)
    connus.faire_connaitre(session, alice.compte_id, instant())
    session.execute(update(Compte).values(bloque_le=instant(), mot_de_passe_a_changer=True))
    session.commit()
    assert _demander(client).location == "/connexion/oubli/code"
    assert _prouver(app, client).location == "/connexion/oubli/mot-de-passe"
    assert client.get("/connexion/oubli/mot-de-passe").status_code == 200
    assert _choisir(client).location == "/accueil"
    assert "Bonjour Alice" in client.get("/accueil").text
    assert autre_telephone.get("/accueil").status_code == 302
    session.rollback()
    rangee = session.scalars(select(Compte).where(Compte.id == alice.compte_id)).one()
    assert (rangee.bloque_le, rangee.mot_de_passe_a_changer) == (None, False)
    assert rangee.recupere_le is not None
    assert session.scalar(select(func.count()).select_from(AppareilConnu)) == 1  # this one
    avis = courriels(app, MAIL)[-1]
    assert "Mot de passe oublié" in texte(avis)
    assert lien_pas_moi(avis)
    client.post("/deconnexion")
    assert _signe_en(client, ANCIEN) is None
    assert _signe_en(client, NOUVEAU) == "/accueil"


def test_t15_nothing_opens_without_the_right_code_and_no_step_is_skipped(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    assert client.get("/connexion/oubli/mot-de-passe").location == "/connexion/oubli"
    assert _choisir(client).location == "/connexion/oubli"
    _demander(client)
    assert _choisir(client).location == "/connexion/oubli"
    juste = code(courriels(app)[0])
    for _ in range(5):
        reponse = client.post("/connexion/oubli/code", data={"code": str(int(juste) ^ 1).zfill(6)})
        assert reponse.status_code == 422
    assert client.post("/connexion/oubli/code", data={"code": juste}).status_code == 429
    assert _choisir(client).location == "/connexion/oubli"
    assert session.scalar(select(Compte.recupere_le).where(Compte.identifiant == numero_de("alice"))) is None


def test_t15_a_proof_serves_one_browser_once_and_for_fifteen_minutes(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    _demander(client)
    _prouver(app, client)
    assert _choisir(app.test_client()).location == "/connexion/oubli"
    cookie = client.get_cookie("caf-oubli")
    assert cookie is not None
    assert _choisir(client).location == "/accueil"
    client.set_cookie("caf-oubli", cookie.value)
    assert _choisir(client, "autre chose de très long").location == "/connexion/oubli"
    courriels(app)  # the notice of the change has left before the next code does
    _demander(client)
    _prouver(app, client)
    session.execute(update(Attente).values(expire_le=instant() - timedelta(seconds=1)))
    session.commit()
    assert _choisir(client).location == "/connexion/oubli"


def test_t15_a_weak_password_is_refused_here_too(app: Flask, client: FlaskClient) -> None:
    _demander(client)
    _prouver(app, client)
    for faible in ("court", "azertyuiop12", f"alice{NAISSANCE}", ""):
        reponse = _choisir(client, faible)
        assert (reponse.status_code, 'id="nouveau-erreur"' in reponse.text) == (422, True)
    assert _choisir(client).location == "/accueil"


def test_t15_the_contact_that_its_former_owner_disputes_receives_no_code(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    session.execute(update(Compte).values(contacts_contestes=True, bloque_le=instant()))
    session.commit()
    assert _demander(client).status_code == 303
    assert courriels(app) == []


@pytest.mark.parametrize(("connue", "ouvre"), [("1991-07-00", True), ("1991-00-00", True), ("1990-00-00", False)])
def test_a_birth_date_known_in_part_is_held_by_that_part(
    app: Flask, client: FlaskClient, connue: str, ouvre: bool
) -> None:
    importer(app, foyer("alice", personne("alice", courriel=MAIL, naissance=connue), version=2))
    _demander(client)
    assert (len(courriels(app)) == 1) is ouvre


def _sans_jetons(reponse: TestResponse, qui: str) -> tuple[object, ...]:
    cookies = [re.sub(r"=[\w-]+;", "=…;", un, count=1) for un in reponse.headers.getlist("Set-Cookie")]
    cookies = [re.sub(r"Expires=[^;]+", "", un) for un in cookies]
    entetes = [paire for paire in reponse.headers if paire[0] not in ("Set-Cookie", "Content-Length", "Date")]
    return reponse.status_code, reponse.text.replace(numero_de(qui), "NUMERO"), cookies, entetes


def test_t04_every_step_answers_alike_whoever_is_asked_about(app: Flask, session: Session) -> None:
    """A person, one without mail, a wrong birth date, nobody, an account that is blocked."""
    groupes = [("alice", NAISSANCE), ("sans-mail", NAISSANCE), ("alice", "1980-01-01"), ("personne", NAISSANCE)]
    groupes.append(("alice", NAISSANCE))
    vues = []
    for rang, (qui, naissance) in enumerate(groupes):
        if rang == len(groupes) - 1:
            session.execute(update(Compte).values(bloque_le=instant()))
            session.commit()
        client = app.test_client()
        etapes = [_demander(client, qui, naissance), client.get("/connexion/oubli/code")]
        etapes.append(client.post("/connexion/oubli/code", data={"code": "12"}))
        etapes.append(client.post("/connexion/oubli/code/renvoi"))
        vues.append([_sans_jetons(etape, qui) for etape in etapes])
    minute = re.compile(r"\d+ h \d\d")
    normales = [minute.sub("H", repr(vue)) for vue in vues]
    assert len(set(normales)) == 1
    assert "•" not in normales[0]


def test_asking_again_and_again_is_braked_and_does_not_shut_the_sign_in(app: Flask, client: FlaskClient) -> None:
    statuts = [_demander(app.test_client()).status_code for _ in range(6)]
    assert statuts == [303] * 5 + [429]
    assert _signe_en(client, ANCIEN) == "/connexion/code"


def _changer(client: FlaskClient, actuel: str = ANCIEN, nouveau: str = NOUVEAU) -> TestResponse:
    return client.post("/compte/mot-de-passe", data={"actuel": actuel, "nouveau": nouveau})


def test_changing_the_password_ends_every_other_sign_in_and_tells_the_person(
    app: Flask, client: FlaskClient, session: Session, alice: Identite
) -> None:
    autre = connecter(app.test_client(), alice)
    vole = connus.faire_connaitre(session, alice.compte_id, instant())
    ici = connus.faire_connaitre(session, alice.compte_id, instant())
    session.commit()
    connecter(client, alice).set_cookie("caf-appareil", ici)
    avant = client.get_cookie("caf")
    assert _changer(client).location == "/compte?fait=mot-de-passe"
    assert "Votre mot de passe est changé" in client.get("/compte?fait=mot-de-passe").text
    assert client.get_cookie("caf") != avant
    assert autre.get("/accueil").status_code == 302
    assert "Votre mot de passe a été changé" in texte(courriels(app, MAIL)[0])
    client.post("/deconnexion")
    assert _signe_en(client, NOUVEAU) == "/accueil"  # this device is still known
    voleur = app.test_client()
    voleur.set_cookie("caf-appareil", vole)
    assert _signe_en(voleur, NOUVEAU) == "/connexion/code"
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Connexion)) == 1


def test_the_password_in_use_is_asked_for_and_each_try_counts(app: Flask, client: FlaskClient, alice: Identite) -> None:
    connecter(client, alice)
    for _ in range(5):
        reponse = _changer(client, actuel="autre chose de long")
        assert (reponse.status_code, "pas votre mot de passe actuel" in reponse.text) == (422, True)
    assert _changer(client).status_code == 429
    assert _changer(client, nouveau="azertyuiop12").status_code == 422


def test_a_person_without_password_is_told_where_to_choose_one(app: Flask, client: FlaskClient) -> None:
    sans = identite_de(app, "sans-mail")
    connecter(client, sans)
    assert "Vous n’avez pas de mot de passe" in client.get("/compte/mot-de-passe").text
    assert "/connexion/oubli" in client.get("/compte/confirmer").text


def test_whoever_recovers_finds_no_way_left_that_was_open_before(session: Session, alice: Identite) -> None:
    assert service.a_un_mot_de_passe(session, alice.compte_id)
