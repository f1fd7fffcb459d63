"""« Empreinte ou visage »: signing in, confirming and adding keys, and every answer that must be refused."""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from caf_pwa.comptes.cles import passkeys
from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import Attente, Cle, Compte, Connexion, Moyen, Trace
from caf_pwa.socle.horloge import instant
from outils.authentificateur import PRESENT, VERIFIE, Passkey
from tests.fabriques import connecter, numero_de

SALT = passkeys.en_texte(passkeys.SEL)


def confirmee(client: FlaskClient, session: Session, identite: Identite) -> FlaskClient:
    """Signed in, and just proved again."""
    connecter(client, identite)
    session.execute(update(Connexion).values(confirmee_le=instant()))
    session.commit()
    return client


def ajouter(client: FlaskClient, cle: Passkey, nom: str = "Mon téléphone") -> TestResponse:
    options = client.post("/compte/cles/debut").json
    return client.post("/compte/cles", json={"cle": cle.creer(options), "nom": nom})  # type: ignore[arg-type]


def entrer(client: FlaskClient, cle: Passkey, suite: str = "") -> TestResponse:
    options = client.post("/connexion/cle/debut").json
    return client.post("/connexion/cle", json={"cle": cle.repondre(options), "suite": suite})  # type: ignore[arg-type]


@pytest.fixture
def cle(app: Flask, session: Session, alice: Identite) -> Passkey:
    """Alice's key, added from another browser."""
    cle = Passkey()
    assert ajouter(confirmee(app.test_client(), session, alice), cle).status_code == 200
    return cle


def _personne_n_est_entre(session: Session, client: FlaskClient) -> None:
    assert client.get_cookie("caf") is None
    assert session.scalar(select(func.count()).where(Connexion.moyen == Moyen.CLE)) == 0


# Adding.


def test_alice_adds_a_key_and_signs_in_without_typing_her_number(
    client: FlaskClient, session: Session, cle: Passkey
) -> None:
    reponse = entrer(client, cle, "/courriers")
    assert (reponse.status_code, reponse.json["suite"]) == (200, "/courriers")  # type: ignore[index]
    assert "Bonjour Alice" in client.get("/accueil").text
    gardee = session.scalars(select(Cle)).one()
    assert (gardee.nom, gardee.transports, gardee.compteur) == ("Mon téléphone", "internal", 1)
    assert gardee.utilisee_le is not None
    assert session.scalars(select(Connexion).where(Connexion.moyen == Moyen.CLE)).one().confirmee_le is None


def test_a_browser_is_asked_for_a_key_that_verifies_its_person_and_names_nobody(
    client: FlaskClient, session: Session, alice: Identite
) -> None:
    options: Any = confirmee(client, session, alice).post("/compte/cles/debut").json
    choix = options["authenticatorSelection"]
    assert (choix["residentKey"], choix["requireResidentKey"], choix["userVerification"]) == (
        "required",
        True,
        "required",
    )
    assert options["extensions"] == {"credProps": True, "prf": {"eval": {"first": SALT}}}
    assert options["rp"]["id"] == "localhost"
    assert passkeys.en_octets(options["user"]["id"]) == alice.compte_id.encode()
    texte = json.dumps(options, ensure_ascii=False)
    assert numero_de("alice") not in texte
    assert "Alice" not in texte
    assert len(passkeys.en_octets(options["challenge"])) == 32


def test_signing_in_asks_the_same_of_everybody(client: FlaskClient, cle: Passkey) -> None:
    """T04: nothing asked tells whether somebody has a key."""
    options: Any = client.post("/connexion/cle/debut").json
    assert options.pop("challenge") != client.post("/connexion/cle/debut").json["challenge"]  # type: ignore[index]
    assert options["allowCredentials"] == []
    assert options["userVerification"] == "required"
    assert options["extensions"] == {"prf": {"eval": {"first": SALT}}}


def test_a_device_that_has_a_key_is_not_asked_for_another(
    app: Flask, client: FlaskClient, session: Session, alice: Identite, cle: Passkey
) -> None:
    options: Any = confirmee(client, session, alice).post("/compte/cles/debut").json
    assert [une["id"] for une in options["excludeCredentials"]] == [passkeys.en_texte(cle.identifiant)]


def test_adding_a_key_asks_first_to_prove_again(client: FlaskClient, session: Session, alice: Identite) -> None:
    connecter(client, alice)
    script = {"Sec-Fetch-Mode": "cors"}
    for adresse in ("/compte/cles/debut", "/compte/cles"):
        reponse = client.post(adresse, headers=script)
        assert reponse.status_code == 401
        assert reponse.headers["HX-Redirect"] == "/compte/confirmer?suite=/compte/cles/nouvelle"
    assert client.get("/compte/cles/nouvelle").location == "/compte/confirmer?suite=/compte/cles/nouvelle"
    assert session.scalar(select(func.count()).select_from(Attente)) == 0


def test_a_key_that_somebody_has_already_is_not_taken_from_them(
    app: Flask, client: FlaskClient, session: Session, cle: Passkey, bob: Identite
) -> None:
    """T14: Bob answers with the name of Alice's key."""
    voleuse = Passkey(identifiant=cle.identifiant)
    assert ajouter(confirmee(client, session, bob), voleuse).status_code == 403
    assert session.scalars(select(Cle.compte_id)).one() != bob.compte_id
    assert entrer(app.test_client(), cle).status_code == 200


@pytest.mark.parametrize(
    "faute",
    [
        {"drapeaux": PRESENT},
        {"drapeaux": 0},
        {"origine": "https://localhost"},
        {"hote": "ailleurs.exemple"},
        {"cadre": True},
    ],
    ids=str,
)
def test_t14_a_key_made_elsewhere_or_without_its_person_is_not_added(
    client: FlaskClient, session: Session, alice: Identite, faute: dict[str, Any]
) -> None:
    reponse = ajouter(confirmee(client, session, alice), Passkey(**faute))
    assert (reponse.status_code, reponse.json["raison"]) == (403, "refusee")  # type: ignore[index]
    assert session.scalar(select(func.count()).select_from(Cle)) == 0


def test_what_happens_to_keys_is_told_to_their_person(
    client: FlaskClient, session: Session, alice: Identite, cle: Passkey
) -> None:
    confirmee(client, session, alice)
    reference = session.scalars(select(Cle.reference)).one()
    assert client.post(f"/compte/cles/{reference}/retrait").status_code == 303
    assert session.scalars(select(Trace.acte).order_by(Trace.acte)).all() == ["cle-ajoutee", "cle-retiree"]
    assert "Ajout d’une clé" in client.get("/compte/historique").text


# Answers that are refused.


@pytest.mark.parametrize(
    "faute",
    [
        {"drapeaux": PRESENT},
        {"origine": "https://localhost.ailleurs.exemple"},
        {"origine": "http://localhost:81"},
        {"hote": "ailleurs.exemple"},
        {"cadre": True},
        {"titulaire": b"quelqu'un d'autre"},
        {"titulaire": None},
        {"_privee": Passkey()._privee},
    ],
    ids=[
        "not verified",
        "another origin",
        "another port",
        "another host",
        "framed",
        "another's",
        "nobody's",
        "signature",
    ],
)
def test_t14_an_answer_that_proves_nothing_opens_nothing(
    client: FlaskClient, session: Session, cle: Passkey, faute: dict[str, Any]
) -> None:
    for nom, valeur in faute.items():
        setattr(cle, nom, valeur)
    reponse = entrer(client, cle)
    assert (reponse.status_code, reponse.json["raison"]) == (403, "refusee")  # type: ignore[index]
    _personne_n_est_entre(session, client)


def test_t14_an_answer_serves_once(app: Flask, client: FlaskClient, session: Session, cle: Passkey) -> None:
    cle.pas = 0  # so that nothing but the challenge stops the second
    options: Any = client.post("/connexion/cle/debut").json
    cookie = client.get_cookie("caf-cle")
    assert cookie is not None
    corps = {"cle": cle.repondre(options)}
    assert client.post("/connexion/cle", json=corps).status_code == 200
    voleur = app.test_client()
    voleur.set_cookie("caf-cle", cookie.value)
    reponse = voleur.post("/connexion/cle", json=corps)
    assert (reponse.status_code, reponse.json["raison"]) == (409, "passe")  # type: ignore[index]
    assert voleur.get_cookie("caf") is None


def test_t14_a_challenge_answered_wrongly_is_used(client: FlaskClient, session: Session, cle: Passkey) -> None:
    options: Any = client.post("/connexion/cle/debut").json
    cle.drapeaux = PRESENT
    assert client.post("/connexion/cle", json={"cle": cle.repondre(options)}).status_code == 403
    cle.drapeaux |= VERIFIE
    assert client.post("/connexion/cle", json={"cle": cle.repondre(options)}).status_code == 409
    _personne_n_est_entre(session, client)


def test_t14_the_challenge_of_another_browser_answers_nothing(
    app: Flask, client: FlaskClient, session: Session, cle: Passkey
) -> None:
    options: Any = app.test_client().post("/connexion/cle/debut").json
    client.post("/connexion/cle/debut")
    assert client.post("/connexion/cle", json={"cle": cle.repondre(options)}).status_code == 403
    assert app.test_client().post("/connexion/cle", json={"cle": cle.repondre(options)}).status_code == 409
    _personne_n_est_entre(session, client)


def test_t14_a_challenge_lives_five_minutes(client: FlaskClient, session: Session, cle: Passkey) -> None:
    options: Any = client.post("/connexion/cle/debut").json
    session.execute(update(Attente).values(expire_le=instant() - timedelta(seconds=1)))
    session.commit()
    assert client.post("/connexion/cle", json={"cle": cle.repondre(options)}).status_code == 409
    _personne_n_est_entre(session, client)


def test_t14_beginning_again_ends_what_was_begun(client: FlaskClient, session: Session, cle: Passkey) -> None:
    ancien = client.post("/connexion/cle/debut").json
    client.post("/connexion/cle/debut")
    assert session.scalar(select(func.count()).select_from(Attente)) == 1
    assert client.post("/connexion/cle", json={"cle": cle.repondre(ancien)}).status_code == 403  # type: ignore[arg-type]


def test_t14_a_challenge_to_confirm_does_not_sign_in(
    app: Flask, client: FlaskClient, session: Session, alice: Identite, cle: Passkey
) -> None:
    options: Any = connecter(client, alice).post("/compte/confirmer/cle/debut").json
    assert client.post("/connexion/cle", json={"cle": cle.repondre(options)}).status_code == 409


def test_t14_a_key_that_counts_back_is_refused_and_its_person_is_told(
    client: FlaskClient, session: Session, cle: Passkey, caplog: pytest.LogCaptureFixture
) -> None:
    cle.compteur = 40
    assert entrer(client, cle).status_code == 200
    client.post("/deconnexion")
    cle.compteur = 12
    with caplog.at_level(logging.WARNING):
        reponse = entrer(client, cle)
    assert (reponse.status_code, reponse.json["raison"]) == (403, "refusee")  # type: ignore[index]
    assert client.get_cookie("caf") is None
    assert "counted back" in caplog.text
    assert session.scalars(select(Cle.compteur)).one() == 41
    assert "cle-refusee" in session.scalars(select(Trace.acte)).all()


def test_a_key_that_never_counts_signs_in_again_and_again(client: FlaskClient, cle: Passkey) -> None:
    cle.pas = 0
    for _ in range(3):
        assert entrer(client, cle).status_code == 200
        client.post("/deconnexion")


def _retirer(session: Session) -> None:
    session.execute(Cle.__table__.delete())  # type: ignore[attr-defined]


def _bloquer(session: Session) -> None:
    session.execute(update(Compte).values(bloque_le=instant()))


@pytest.mark.parametrize("acte", [_retirer, _bloquer])
def test_t14_a_removed_key_and_a_blocked_account_answer_like_a_key_never_seen(
    app: Flask, client: FlaskClient, session: Session, cle: Passkey, acte: Any
) -> None:
    acte(session)
    session.commit()
    inconnue = entrer(app.test_client(), Passkey(titulaire=b"personne"))
    reponse = entrer(client, cle)
    assert (reponse.status_code, reponse.json) == (404, inconnue.json)
    _personne_n_est_entre(session, client)


# Confirming.


def test_alice_confirms_with_her_key_and_gets_a_new_token(
    client: FlaskClient, session: Session, alice: Identite, cle: Passkey
) -> None:
    """T02: the token from before the proof opens nothing after it."""
    connecter(client, alice)
    avant = client.get_cookie("caf")
    options: Any = client.post("/compte/confirmer/cle/debut").json
    assert [une["id"] for une in options["allowCredentials"]] == [passkeys.en_texte(cle.identifiant)]
    corps = {"cle": cle.repondre(options), "suite": "/compte/cles/nouvelle"}
    reponse = client.post("/compte/confirmer/cle", json=corps)
    assert reponse.json["suite"] == "/compte/cles/nouvelle"  # type: ignore[index]
    apres = client.get_cookie("caf")
    assert avant is not None
    assert apres is not None
    assert avant.value != apres.value
    assert client.get("/compte/cles/nouvelle").status_code == 200


def test_t14_the_key_of_another_person_confirms_nothing(
    client: FlaskClient, session: Session, bob: Identite, cle: Passkey
) -> None:
    options: Any = connecter(client, bob).post("/compte/confirmer/cle/debut").json
    assert client.post("/compte/confirmer/cle", json={"cle": cle.repondre(options)}).status_code == 403
    assert client.get("/compte/cles/nouvelle").status_code == 302
    assert session.scalars(select(Cle.compteur)).one() == 0


def test_t14_a_challenge_given_to_alice_is_not_answered_by_bob_on_the_same_browser(
    client: FlaskClient, session: Session, alice: Identite, bob: Identite
) -> None:
    options: Any = confirmee(client, session, alice).post("/compte/cles/debut").json
    confirmee(client, session, bob)
    reponse = client.post("/compte/cles", json={"cle": Passkey().creer(options), "nom": "x"})
    assert reponse.status_code == 409
    assert session.scalar(select(func.count()).select_from(Cle)) == 0


# The pages.


def test_a_key_is_listed_named_and_removed(
    app: Flask, client: FlaskClient, session: Session, alice: Identite, cle: Passkey
) -> None:
    confirmee(client, session, alice)
    reference = session.scalars(select(Cle.reference)).one()
    assert "Mon téléphone" in client.get("/compte/cles").text
    assert client.post(f"/compte/cles/{reference}/nom", data={"nom": ""}).status_code == 422
    assert client.post(f"/compte/cles/{reference}/nom", data={"nom": "Tablette du salon"}).status_code == 303
    assert "Tablette du salon" in client.get("/compte/cles").text
    assert client.post(f"/compte/cles/{reference}/retrait").status_code == 303
    assert "Vous n’avez pas encore de clé." in client.get("/compte/cles").text
    assert entrer(app.test_client(), cle).status_code == 404


def test_t32_the_key_of_another_person_is_not_there(
    client: FlaskClient, session: Session, bob: Identite, cle: Passkey
) -> None:
    confirmee(client, session, bob)
    reference = session.scalars(select(Cle.reference)).one()
    assert client.get(f"/compte/cles/{reference}").status_code == 404
    assert client.post(f"/compte/cles/{reference}/nom", data={"nom": "à moi"}).status_code == 404
    assert client.post(f"/compte/cles/{reference}/retrait").status_code == 404
    assert session.scalars(select(Cle.nom)).one() == "Mon téléphone"


def test_removing_a_key_asks_first_to_prove_again(
    client: FlaskClient, session: Session, alice: Identite, cle: Passkey
) -> None:
    reference = session.scalars(select(Cle.reference)).one()
    reponse = connecter(client, alice).post(f"/compte/cles/{reference}/retrait")
    assert reponse.location == f"/compte/confirmer?suite=/compte/cles/{reference}"
    assert session.scalar(select(func.count()).select_from(Cle)) == 1


def test_t02_a_token_planted_before_signing_in_with_a_key_never_becomes_alice_s(
    app: Flask, client: FlaskClient, cle: Passkey
) -> None:
    client.set_cookie("caf", "jeton-plante")
    assert entrer(client, cle).status_code == 200
    autre = app.test_client()
    autre.set_cookie("caf", "jeton-plante")
    assert autre.get("/accueil").status_code == 302


@pytest.mark.parametrize("suite", ["https://ailleurs.exemple/", "//ailleurs.exemple", "/\\ailleurs.exemple", "x", ""])
def test_nothing_posted_sends_a_person_to_another_site(client: FlaskClient, cle: Passkey, suite: str) -> None:
    assert entrer(client, cle, suite).json["suite"] == "/accueil"  # type: ignore[index]


# Garbage.

_CHAMPS = (
    st.text(alphabet="AQIDabcé=-_ \x00", max_size=60) | st.none() | st.integers() | st.lists(st.none(), max_size=2)
)
_REPONSES = st.dictionaries(
    st.sampled_from(
        ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle", "transports"]
    ),
    _CHAMPS,
)
_CLES = st.fixed_dictionaries(
    {"response": _REPONSES | _CHAMPS, "type": st.just("public-key") | _CHAMPS},
    optional={"id": _CHAMPS, "rawId": _CHAMPS},
)
_CORPS = st.binary(max_size=200) | (st.fixed_dictionaries({"cle": _CLES | _CHAMPS}) | _CHAMPS).map(
    lambda valeur: json.dumps(valeur).encode()
)


@pytest.fixture
def rejetees(client: FlaskClient, session: Session, alice: Identite) -> FlaskClient:
    return confirmee(client, session, alice)


@given(corps=_CORPS)
def test_garbage_is_refused_and_never_an_error_of_ours(rejetees: FlaskClient, corps: bytes) -> None:
    for adresse in ("/connexion/cle", "/compte/confirmer/cle", "/compte/cles"):
        assert rejetees.post(adresse, data=corps).status_code in (400, 403, 404, 409)


@pytest.mark.parametrize(
    ("corps", "statut"),
    [(b"[" * 15_000, 400), (b'{"a":' * 3_000, 400), (b'{"cle": {}}', 400), (b"null", 400), (b"x" * 17_000, 413)],
    ids=["deep list", "deep object", "empty key", "null", "too long"],
)
def test_a_hostile_body_is_refused(rejetees: FlaskClient, corps: bytes, statut: int) -> None:
    for adresse in ("/connexion/cle", "/compte/confirmer/cle"):
        assert rejetees.post(adresse, data=corps).status_code == statut


def _melanger(brute: dict[str, Any], champ: str, octets: bytes) -> dict[str, Any]:
    return {**brute, "response": {**brute["response"], champ: passkeys.en_texte(octets)}}


@pytest.mark.parametrize("champ", ["clientDataJSON", "attestationObject"])
@given(octets=st.binary(max_size=120))
def test_a_broken_attestation_is_refused(rejetees: FlaskClient, champ: str, octets: bytes) -> None:
    options: Any = rejetees.post("/compte/cles/debut").json
    brute = _melanger(Passkey().creer(options), champ, octets)
    assert rejetees.post("/compte/cles", json={"cle": brute, "nom": "x"}).status_code in (400, 403)
