"""What a device fetches to read without network: the shell for anybody, the dossier for its person."""

import json
import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caf_pwa.comptes.identite import Identite
from tests.fabriques import connecter, courrier, importer, paiement


def _pages(client: FlaskClient) -> dict[str, str]:
    reponse = client.get("/hors-ligne/dossier")
    assert reponse.status_code == 200
    return {page["adresse"]: page["etiquette"] for page in reponse.json["pages"]}  # type: ignore[index]


def _statut(client: FlaskClient, adresse: str) -> int:
    with client.get(adresse) as reponse:  # a static file stays open until it is read
        return reponse.status_code


def test_the_list_of_pages_to_keep_names_each_with_the_etag_it_has(
    app: Flask, client: FlaskClient, alice: Identite
) -> None:
    importer(app, paiement("alice"), courrier("alice"))
    pages = _pages(connecter(client, alice))
    assert len(pages) > 20
    for adresse, etiquette in pages.items():
        if not adresse.endswith(".pdf"):
            gardee = client.get(adresse, headers={"HX-Request": "true", "X-Prelecture": "1"})
            assert (gardee.status_code, gardee.headers["ETag"]) == (200, etiquette), adresse


def test_only_what_changed_is_asked_for_again(app: Flask, client: FlaskClient, alice: Identite) -> None:
    importer(app, paiement("alice"))
    avant = _pages(connecter(client, alice))
    assert _pages(client) == avant
    importer(app, courrier("alice"))
    apres = _pages(client)
    assert set(avant) < set(apres)
    assert not any(avant[adresse] == apres[adresse] for adresse in avant)


def test_nobody_is_told_which_pages_a_dossier_has(client: FlaskClient) -> None:
    assert client.get("/hors-ligne/dossier", headers={"Sec-Fetch-Mode": "cors"}).status_code == 401


def test_the_worker_precaches_only_what_can_be_fetched(client: FlaskClient) -> None:
    reponse = client.get("/sw.js")
    assert reponse.mimetype == "text/javascript"
    assert reponse.headers["Cache-Control"] == "no-cache"
    trouve = re.match(r"const REGLAGES = (\{.*?\});\n", reponse.text)
    assert trouve is not None
    reglages = json.loads(trouve[1])
    adresses = [*reglages["coquille"], *reglages["scripts"], *reglages["fragments"]]
    assert len(adresses) > 5
    assert {adresse: _statut(client, adresse) for adresse in adresses} == dict.fromkeys(adresses, 200)


def test_the_manifest_makes_the_app_installable(client: FlaskClient) -> None:
    with client.get("/manifest.json") as reponse:
        assert reponse.mimetype == "application/manifest+json"
        manifeste = json.loads(reponse.get_data(as_text=True))
    assert manifeste["display"] == "standalone"
    assert _statut(client, manifeste["start_url"]) in (200, 302)
    for icone in manifeste["icons"]:
        assert _statut(client, icone["src"]) == 200


def test_what_a_phone_shares_goes_where_the_manifest_says(client: FlaskClient) -> None:
    with client.get("/manifest.json") as reponse:
        cible = json.loads(reponse.get_data(as_text=True))["share_target"]
    (fichiers,) = cible["params"]["files"]
    photo = (BytesIO(b"z" * 400_000), "bail.jpg")
    reponse = client.post(cible["action"], data={fichiers["name"]: photo}, headers={"Sec-Fetch-Site": "none"})
    assert reponse.status_code == 200
    assert "Rien n’a été envoyé. Votre fichier est toujours dans ce téléphone." in reponse.text


@pytest.mark.parametrize("adresse", ["/hors-ligne", "/hors-ligne/coquille", "/hors-ligne/ferme", "/partage"])
def test_the_shell_holds_nothing_of_anybody(app: Flask, client: FlaskClient, alice: Identite, adresse: str) -> None:
    personne = app.test_client().get(adresse)
    elle = connecter(client, alice).get(adresse)
    assert elle.status_code == personne.status_code == 200
    assert "Alice" not in elle.text
