"""The provider of the demonstration keeps FranceConnect's rules, and never serves in production."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient

from caf_pwa.demonstration.personas import tous
from caf_pwa.socle.environnement import ReglageInvalide
from outils.franceconnect.application import depuis
from outils.franceconnect.fournisseur import Fournisseur
from outils.instance import environnement, est_libre, port_libre
from tests.comptes.federation import CLIENT, SECRET, sans_hote
from tests.conftest import AUJOURDHUI
from tests.regles.routes import RACINE

EMETTEUR = "http://localhost:8100/api/v2"
DEMANDE = {
    "client_id": CLIENT,
    "response_type": "code",
    "redirect_uri": "http://localhost:8000/connexion/franceconnect/retour",
    "scope": "openid family_name birthdate",
    "acr_values": "eidas1",
    "state": "s" * 43,
    "nonce": "n" * 43,
}


def _environ(dossier: Path, **autres: str) -> dict[str, str]:
    return {
        "CAF_INSTANCE": str(dossier),
        "CAF_AUJOURDHUI": AUJOURDHUI.isoformat(),
        "FRANCECONNECT_ISSUER": EMETTEUR,
        "FRANCECONNECT_CLIENT_ID": CLIENT,
        "FRANCECONNECT_CLIENT_SECRET": SECRET,
        **autres,
    }


@pytest.fixture
def fc(tmp_path: Path) -> Flask:
    return depuis(_environ(tmp_path))


@pytest.fixture
def navigateur(fc: Flask) -> FlaskClient:
    return fc.test_client()


def _code(navigateur: FlaskClient, **demande: str) -> str:
    adresse = f"/api/v2/authorize?{urlencode(DEMANDE | demande)}"
    retour = urlsplit(navigateur.post(adresse, data={"personne": "ines"}).location)
    assert parse_qs(retour.query)["state"] == [DEMANDE["state"]]
    return parse_qs(retour.query)["code"][0]


def _echanger(navigateur: FlaskClient, code: str, **autres: str) -> int:
    corps = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": DEMANDE["redirect_uri"],
        "client_id": CLIENT,
        "client_secret": SECRET,
    }
    return navigateur.post("/api/v2/token", data=corps | autres).status_code


def test_it_refuses_to_serve_in_production_and_without_its_settings(tmp_path: Path) -> None:
    with pytest.raises(ReglageInvalide, match="refused when CAF_MODE=production"):
        depuis(_environ(tmp_path, CAF_MODE="production"))
    with pytest.raises(ReglageInvalide, match="FRANCECONNECT_ISSUER"):
        depuis({"CAF_INSTANCE": str(tmp_path)})


def test_its_page_says_what_it_is_and_lists_everybody(navigateur: FlaskClient) -> None:
    page = navigateur.get("/api/v2/authorize", query_string=DEMANDE).text
    assert "FranceConnect de démonstration" in page
    for persona in tous(AUJOURDHUI):
        assert f"{persona.prenom} {persona.nom}" in page
    assert "inconnue de la Caf" in page
    assert "homonyme de Karim" in page


@pytest.mark.parametrize(
    "faute",
    [
        *({nom: ""} for nom in DEMANDE),
        {"state": "s" * 31},
        {"nonce": "n" * 31},
        {"redirect_uri": DEMANDE["redirect_uri"] + "/"},
        {"redirect_uri": "http://exemple.invalid/connexion/franceconnect/retour"},
        {"client_id": "un-autre"},
        {"response_type": "token"},
        {"scope": "profile"},
        {"acr_values": "eidas4"},
        {"prompt": "none"},
        {"code_challenge_method": "plain"},
    ],
)
def test_a_wrong_request_stays_there_with_its_code(navigateur: FlaskClient, faute: dict[str, str]) -> None:
    adresse = f"/api/v2/authorize?{urlencode(DEMANDE | faute)}"
    for reponse in (navigateur.get(adresse), navigateur.post(adresse, data={"personne": "ines"})):
        assert reponse.status_code == 400
        assert "Y030007" in reponse.text


def test_a_code_serves_once(navigateur: FlaskClient) -> None:
    code = _code(navigateur)
    assert _echanger(navigateur, code) == 200
    assert _echanger(navigateur, code) == 400


@pytest.mark.parametrize(
    ("autre", "statut"),
    [
        ({"client_secret": "faux"}, 401),
        ({"client_id": "faux"}, 401),
        ({"redirect_uri": "http://localhost:8000/"}, 400),
        ({"grant_type": "password"}, 400),
    ],
)
def test_only_the_client_exchanges_its_code(navigateur: FlaskClient, autre: dict[str, str], statut: int) -> None:
    assert _echanger(navigateur, _code(navigateur), **autre) == statut


def test_pkce_is_verified_when_it_was_sent(navigateur: FlaskClient) -> None:
    pkce = {"code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "code_challenge_method": "S256"}
    juste = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # the example of RFC 7636
    assert _echanger(navigateur, _code(navigateur, **pkce)) == 400
    assert _echanger(navigateur, _code(navigateur, **pkce), code_verifier="faux") == 400
    assert _echanger(navigateur, _code(navigateur, **pkce), code_verifier=juste) == 200


def test_an_access_token_lives_for_a_minute_and_tells_what_was_asked_alone(fc: Flask, navigateur: FlaskClient) -> None:
    corps = {"grant_type": "authorization_code", "code": _code(navigateur), "redirect_uri": DEMANDE["redirect_uri"]}
    jetons = navigateur.post("/api/v2/token", data=corps | {"client_id": CLIENT, "client_secret": SECRET}).get_json()
    assert jetons["expires_in"] == 60
    entetes = {"Authorization": f"Bearer {jetons['access_token']}"}
    reponse = navigateur.get("/api/v2/userinfo", headers=entetes)
    assert reponse.mimetype == "application/jwt"
    fournisseur: Fournisseur = fc.extensions["fournisseur"]
    fournisseur.maintenant = lambda: time.time() + 61
    assert navigateur.get("/api/v2/userinfo", headers=entetes).status_code == 401


def test_a_name_is_made_for_one_client_alone(fc: Flask) -> None:
    fournisseur: Fournisseur = fc.extensions["fournisseur"]
    subs = {fournisseur.sub(personne) for personne in fournisseur.gens.values()}
    assert len(subs) == len(fournisseur.gens)
    assert all(len(sub) == 66 and sub.endswith("v1") for sub in subs)


def test_leaving_comes_back_to_a_declared_page_alone(navigateur: FlaskClient) -> None:
    fin = "http://localhost:8000/connexion/franceconnect/fin"
    juste = {"id_token_hint": "x.y.z", "post_logout_redirect_uri": fin, "state": "s"}
    assert sans_hote(navigateur.get("/api/v2/session/end", query_string=juste).location).endswith("fin?state=s")
    for faute in ({"id_token_hint": ""}, {"post_logout_redirect_uri": "http://exemple.invalid/"}, {"state": ""}):
        assert navigateur.get("/api/v2/session/end", query_string=juste | faute).status_code == 400


@pytest.mark.parametrize("arret", [signal.SIGINT, signal.SIGTERM])
def test_procfile_dev_serves_it_beside_the_application_and_one_signal_stops_both(
    tmp_path: Path, arret: signal.Signals
) -> None:
    port = _port_et_voisins()
    fc = {nom: v for nom, v in _environ(tmp_path).items() if nom.startswith("FRANCECONNECT_")}
    env = environnement(tmp_path, **fc, FRANCECONNECT_CLIENTS=f"http://localhost:{port}", WEB_CONCURRENCY="1")
    env["FRANCECONNECT_ISSUER"] = f"http://localhost:{port + 100}/api/v2"
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"
    commande = [sys.executable, "-m", "honcho", "start", "--procfile", "Procfile.dev", "--port", str(port)]
    adresses = (f"http://localhost:{port}/connexion", f"http://localhost:{port + 100}/")
    dits = tmp_path / "honcho.txt"
    with (
        dits.open("wb") as sortie,
        subprocess.Popen(commande, cwd=RACINE, env=env, stdout=sortie, stderr=subprocess.STDOUT) as honcho,
    ):
        try:
            assert all(_repond(adresse) for adresse in adresses), dits.read_text()
        finally:
            honcho.send_signal(arret)
            honcho.wait(20)
    assert not any(_repond(adresse, patience=0) for adresse in adresses)


def _port_et_voisins() -> int:
    """A free port, like the hundred and the two hundred after it."""
    return next(port for port in iter(port_libre, None) if all(est_libre(port + saut) for saut in (100, 200)))


def _repond(adresse: str, patience: float = 60.0) -> bool:
    limite = time.monotonic() + patience
    while True:
        try:
            return requests.get(adresse, timeout=10).status_code == 200
        except requests.RequestException:
            if time.monotonic() >= limite:
                return False
            time.sleep(0.05)
