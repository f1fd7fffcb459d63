"""Threats against an account, and what becomes of them: one test for each, named by its number."""

from datetime import timedelta
from typing import Any

import argon2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from caf_pwa.comptes import mots_de_passe, seance
from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import Compte, Connexion, Essais, Moyen
from caf_pwa.extensions import db
from caf_pwa.socle.horloge import instant
from tests.conftest import NouvelleApp
from tests.courrier import code, courriels
from tests.fabriques import compte, connecter, foyer, identite_de, importer, numero_de, ouvrir_session, personne
from tests.regles.routes import FRAGMENT, adresse, fermees

BON = "correct cheval pile agrafe"
NOUVEAU = "brouette violette sans nuage"
EMPREINTE = mots_de_passe.hacher(BON)
MAIL = "alice@exemple.invalid"


@pytest.fixture
def alice(app: Flask) -> Identite:
    importer(
        app,
        foyer("alice", personne("alice", courriel=MAIL)),
        compte("alice", empreinte_mot_de_passe=EMPREINTE),
        foyer("bob"),
        compte("bob", empreinte_mot_de_passe=EMPREINTE),
        foyer("sans"),
        compte("sans"),
        foyer("nir"),
        compte("nir", identifiant="7910733063011", empreinte_mot_de_passe=EMPREINTE),
    )
    return identite_de(app, "alice")


def _mot_de_passe(client: FlaskClient, numero: str, saisi: str = BON, **options: Any) -> TestResponse:
    return client.post("/connexion", data={"identifiant": numero, "mot_de_passe": saisi}, **options)


def _entrer(app: Flask, client: FlaskClient, agent: str = "") -> str:
    """Alice signs in, code included, and has a token."""
    entetes = {"User-Agent": agent}
    assert _mot_de_passe(client, numero_de("alice"), headers=entetes).location == "/connexion/code"
    recu = code(courriels(app, MAIL)[-1])
    assert client.post("/connexion/code", data={"code": recu}, headers=entetes).status_code == 303
    return _jeton(client)


def _jeton(client: FlaskClient) -> str:
    cookie = client.get_cookie("caf")
    assert cookie is not None
    return cookie.value


def _avec(app: Flask, jeton: str) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("caf", jeton)
    return client


def test_t02_a_sign_in_and_a_proof_each_give_a_new_token_and_kill_the_one_before(
    app: Flask, client: FlaskClient, alice: Identite
) -> None:
    plante = ouvrir_session(
        app, identite_de(app, "bob").compte_id
    )  # the attacker's own sign-in, set in Alice's browser
    client.set_cookie("caf", plante)
    premier = _entrer(app, client)
    assert premier != plante
    assert _avec(app, plante).get("/accueil").status_code == 302
    client.post("/compte/confirmer?suite=/profil", data={"mot_de_passe": BON})
    second = _jeton(client)
    assert second not in (premier, plante)
    assert _avec(app, premier).get("/accueil").status_code == 302
    client.post("/compte/mot-de-passe", data={"actuel": BON, "nouveau": NOUVEAU})
    assert _jeton(client) != second
    assert _avec(app, second).get("/accueil").status_code == 302
    assert client.get("/accueil").status_code == 200


def test_t03_two_hundred_addresses_get_a_handful_of_tries_and_the_owner_still_gets_in(
    nouvelle_app: NouvelleApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    verifies = _compter_les_verifications(monkeypatch)
    with nouvelle_app(CAF_PROXYS="1") as app:
        importer(app, foyer("alice"), compte("alice", empreinte_mot_de_passe=EMPREINTE))
        identite, statuts = identite_de(app, "alice"), []
        for rang in range(200):
            entetes = {"X-Forwarded-For": f"198.51.100.{rang}"}
            statuts.append(_mot_de_passe(app.test_client(), numero_de("alice"), "faux", headers=entetes).status_code)
        assert statuts[:5] == [422] * 5
        assert set(statuts[5:]) <= {422, 429}
        assert len(verifies) == statuts.count(422) <= 10
        with app.test_request_context("/"):  # a key, or FranceConnect: neither asks these brakes
            assert seance.entrer(identite.compte_id, Moyen.CLE, "/accueil").status_code == 303
            db.session.rollback()


def test_t03_one_address_does_not_try_every_account_and_all_together_have_a_limit(
    app: Flask, client: FlaskClient, session: Session, alice: Identite
) -> None:
    statuts = [_mot_de_passe(client, numero_de(f"personne-{rang}"), "faux").status_code for rang in range(21)]
    assert statuts == [422] * 20 + [429]
    session.execute(update(Essais).values(nombre=1000))
    session.commit()
    reponse = _mot_de_passe(client, numero_de("alice"), environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert reponse.status_code == 429


def _compter_les_verifications(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """One more each time that a hash is really verified."""
    verifies: list[None] = []
    vraie = argon2.PasswordHasher.verify

    def verifier(*arguments: Any) -> Any:
        verifies.append(None)
        return vraie(*arguments)

    monkeypatch.setattr(argon2.PasswordHasher, "verify", verifier)
    return verifies


def test_t04_five_kinds_of_number_are_answered_alike_for_the_same_work(
    app: Flask, session: Session, alice: Identite, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.execute(update(Compte).where(Compte.identifiant == numero_de("bob")).values(bloque_le=instant()))
    session.commit()
    verifies = _compter_les_verifications(monkeypatch)
    groupes = {
        "unknown": (numero_de("inconnue"), "faux"),
        "known": (numero_de("alice"), "faux"),
        "provisional": ("7910733063011", "faux"),
        "blocked": (numero_de("bob"), BON),
        "no password": (numero_de("sans"), BON),
    }
    vues = {}
    for nom, (numero, saisi) in groupes.items():
        avant = len(verifies)
        reponse = _mot_de_passe(app.test_client(), numero, saisi)
        entetes = {cle: dit for cle, dit in reponse.headers.items() if cle != "Content-Length"}
        vues[nom] = (reponse.status_code, entetes, reponse.text.replace(numero, "NUMERO"), len(verifies) - avant)
    assert [vue for vue in vues.values() if vue != vues["unknown"]] == []
    assert (vues["known"][0], vues["known"][3]) == (422, 1)


def test_t06_every_hash_is_argon2id_with_46_mebibytes_and_old_ones_are_made_again_at_sign_in(
    app: Flask, client: FlaskClient, session: Session, alice: Identite
) -> None:
    ancienne = argon2.PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(BON)
    session.execute(update(Compte).where(Compte.id == alice.compte_id).values(empreinte_mot_de_passe=ancienne))
    session.commit()
    _entrer(app, client)
    empreintes = session.scalars(select(Compte.empreinte_mot_de_passe)).all()
    assert len(empreintes) == 4
    for empreinte in filter(None, empreintes):
        lus = argon2.extract_parameters(empreinte)
        assert (lus.type, lus.memory_cost >= 46 * 1024) == (argon2.Type.ID, True)


@pytest.mark.parametrize("fin", ["sign-out", "password", "all others", "one"])
def test_t07_a_copied_cookie_gets_nothing_on_any_route_once_the_sign_in_has_ended(
    app: Flask, client: FlaskClient, session: Session, alice: Identite, fin: str
) -> None:
    vole = _entrer(app, client)
    voleur = _avec(app, vole)
    assert voleur.get("/accueil").status_code == 200
    if fin == "sign-out":
        client.post("/deconnexion")
    else:
        ailleurs = connecter(app.test_client(), alice)
        reference = session.scalars(select(Connexion.reference).order_by(Connexion.ouverte_le)).all()
        if fin == "password":
            ailleurs.post("/compte/mot-de-passe", data={"actuel": BON, "nouveau": NOUVEAU})
        elif fin == "all others":
            ailleurs.post("/compte/appareils/fin")
        else:
            for une in reference:
                ailleurs.post(f"/compte/appareils/{une}/fin")
    ouvertes = [
        f"{methode} {adresse(endpoint)}"
        for methode, endpoint in fermees()
        if voleur.open(adresse(endpoint), method=methode, headers=FRAGMENT, buffered=True).status_code != 401
    ]
    assert ouvertes == []


TELEPHONES = {
    "Chrome sur Android": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
    "Safari sur iPhone": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1",
    "Firefox sur Windows": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0",
}


def test_t67_a_person_sees_their_three_devices_and_ends_one_which_is_out_at_its_next_request(
    app: Flask, session: Session, alice: Identite
) -> None:
    clients = {nom: app.test_client() for nom in TELEPHONES}
    for nom, client in clients.items():
        _entrer(app, client, TELEPHONES[nom])
    page = clients["Safari sur iPhone"].get("/compte/appareils").text
    assert [nom for nom in TELEPHONES if nom not in page] == []
    assert page.count("Cet appareil") == 1
    perdue = session.scalar(select(Connexion.reference).where(Connexion.appareil == "Chrome sur Android"))
    etranger = connecter(app.test_client(), identite_de(app, "bob"))
    assert etranger.post(f"/compte/appareils/{perdue}/fin").status_code == 404
    assert clients["Chrome sur Android"].get("/accueil").status_code == 200
    assert clients["Safari sur iPhone"].post(f"/compte/appareils/{perdue}/fin").status_code == 303
    assert clients["Chrome sur Android"].get("/accueil").status_code == 302
    assert clients["Firefox sur Windows"].get("/accueil").status_code == 200
    clients["Safari sur iPhone"].post("/compte/appareils/fin")
    assert clients["Firefox sur Windows"].get("/accueil").status_code == 302
    assert clients["Safari sur iPhone"].get("/accueil").status_code == 200
    historique = clients["Safari sur iPhone"].get("/compte/historique").text
    assert "Appareil déconnecté\u00a0: Chrome sur Android" in historique


def test_t12_a_proof_holds_for_five_minutes_and_a_sign_in_is_none(
    app: Flask, client: FlaskClient, session: Session, alice: Identite
) -> None:
    _entrer(app, client)
    (ouverte,) = session.scalars(select(Connexion).where(Connexion.appareil == "Appareil inconnu"))
    assert ouverte.confirmee_le is None
    assert client.post("/compte/confirmer?suite=/profil", data={"mot_de_passe": "faux"}).status_code == 422
    assert client.post("/compte/confirmer?suite=/profil", data={"mot_de_passe": BON}).location == "/profil"
    session.rollback()
    confirmee = session.scalar(select(Connexion.confirmee_le).where(Connexion.confirmee_le.is_not(None)))
    assert confirmee is not None
    assert instant() - confirmee < timedelta(minutes=1)
