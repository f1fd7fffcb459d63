"""Reading a letter sheet by sheet: drawn once, kept, said aloud, and for nobody but whom it is for."""

from base64 import b64encode
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from caf_pwa.comptes.identite import Identite
from caf_pwa.documents.lecteurs import Lecteurs
from caf_pwa.socle.erreurs import Occupe
from caf_pwa.socle.identifiants import interne
from tests.documents import fichiers
from tests.fabriques import connecter, courrier, identite_de, importer
from tests.lecteur import lire
from tests.regles.document import Document

LETTRE = f"/courriers/{interne('courrier', 'courrier')}"
FRAGMENT = {"HX-Request": "true"}


def _avec(pdf: bytes) -> dict[str, str]:
    return {"pdf": b64encode(pdf).decode()}


@pytest.fixture
def chez_karim(app: Flask, client: FlaskClient, karim: Identite) -> FlaskClient:
    """Karim signed in, with a letter of three sheets."""
    importer(app, courrier("karim", **_avec(fichiers.pdf(3))))
    return connecter(client, karim)


def test_each_sheet_is_a_picture_with_its_words_and_leads_to_its_neighbours(chez_karim: FlaskClient) -> None:
    page = Document(chez_karim.get(f"{LETTRE}/lecture/2").text)
    image = page.un("img")
    assert image.get("src") == f"{LETTRE}/pages/2"
    assert "page 2" in image.get("alt", "")
    assert {f"{LETTRE}/lecture/1", f"{LETTRE}/lecture/3"} <= set(page.adresses())
    assert "ZQ-feuille-1" in lire(chez_karim, f"{LETTRE}/lecture/2")
    assert "Page 2 sur 3" in lire(chez_karim, f"{LETTRE}/lecture/2")


def test_the_first_and_the_last_sheet_have_one_neighbour(chez_karim: FlaskClient) -> None:
    assert "Page précédente" not in lire(chez_karim, f"{LETTRE}/lecture/1")
    assert "Page suivante" not in lire(chez_karim, f"{LETTRE}/lecture/3")


def test_the_picture_is_light_and_wide_enough_to_be_read(chez_karim: FlaskClient) -> None:
    reponse = chez_karim.get(f"{LETTRE}/pages/1")
    assert reponse.mimetype in ("image/png", "image/jpeg")
    assert reponse.headers["X-Content-Type-Options"] == "nosniff"
    assert len(reponse.data) < 120_000
    with Image.open(BytesIO(reponse.data)) as image:
        assert image.width == 1100


@pytest.mark.parametrize("numero", ["0", "4", "31", "999999999", "-1", "un"])
def test_there_is_no_other_sheet(chez_karim: FlaskClient, numero: str) -> None:
    assert chez_karim.get(f"{LETTRE}/lecture/{numero}").status_code == 404
    assert chez_karim.get(f"{LETTRE}/pages/{numero}").status_code == 404


def test_a_sheet_is_drawn_once(chez_karim: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    premiere = chez_karim.get(f"{LETTRE}/pages/1").data

    def occupe(*_: object) -> None:
        raise Occupe

    monkeypatch.setattr(Lecteurs, "demander", occupe)
    assert chez_karim.get(f"{LETTRE}/pages/1").data == premiere
    assert "Page 1 sur 3" in lire(chez_karim, f"{LETTRE}/lecture/1")
    assert chez_karim.get(f"{LETTRE}/lecture/2").status_code == 503


@pytest.mark.parametrize(
    "pdf",
    [b"%PDF-1.4\n% rien", fichiers.pdf()[:300], fichiers.pdf_verrouille(), fichiers.pdf(31)],
    ids=["nothing", "cut", "password", "too many sheets"],
)
def test_a_letter_that_cannot_be_drawn_says_so_and_can_still_be_fetched(
    app: Flask, chez_karim: FlaskClient, pdf: bytes
) -> None:
    importer(app, courrier("karim", "abimee", texte="Ce qu’elle dit.", **_avec(pdf)))
    adresse = f"/courriers/{interne('courrier', 'abimee')}"
    for _ in range(2):
        page = lire(chez_karim, f"{adresse}/lecture/1")
        assert "Cette lettre ne peut pas être montrée ici." in page
        assert "Ce qu’elle dit." in page
    assert chez_karim.get(f"{adresse}/pages/1").status_code == 404
    assert chez_karim.get(f"{adresse}/lettre.pdf").data == pdf


def test_t37_what_acts_in_a_letter_is_not_in_its_picture(app: Flask, chez_karim: FlaskClient) -> None:
    importer(app, courrier("karim", "active", **_avec(fichiers.pdf_actif("Annotation"))))
    reponse = chez_karim.get(f"/courriers/{interne('courrier', 'active')}/pages/1")
    assert reponse.status_code == 200
    assert b"ZQ-actif" not in reponse.data


def test_a_letter_that_is_replaced_has_other_pictures(app: Flask, chez_karim: FlaskClient) -> None:
    assert "ZQ-feuille-0" in lire(chez_karim, f"{LETTRE}/lecture/1")
    importer(app, courrier("karim", version=2, **_avec(fichiers.pdf(1, mots="Nouvelle"))))
    assert _gardees(chez_karim) == [f"{LETTRE}/lecture/1", f"{LETTRE}/pages/1"]
    assert "Page 1 sur 1" in lire(chez_karim, f"{LETTRE}/lecture/1")
    assert "Nouvelle-0" in lire(chez_karim, f"{LETTRE}/lecture/1")


@pytest.mark.parametrize("vue", ["lecture", "pages"])
def test_t32_t33_the_sheets_of_a_letter_are_read_by_whom_it_is_for_alone(
    app: Flask, chez_karim: FlaskClient, bob: Identite, vue: str
) -> None:
    importer(app, courrier("karim", "a-julie", personne="julie", **_avec(fichiers.pdf())))
    adresse = f"/courriers/{interne('courrier', 'a-julie')}/{vue}/1"
    chez_julie = connecter(app.test_client(), identite_de(app, "julie"))
    assert chez_julie.get(adresse).status_code == 200  # drawn, and kept
    assert chez_karim.get(adresse).status_code == 404
    assert connecter(app.test_client(), bob).get(adresse).status_code == 404
    assert chez_julie.get(f"{LETTRE}/{vue}/1").status_code == 404


def test_a_device_keeps_the_sheets_of_letters_of_the_last_six_months(app: Flask, chez_karim: FlaskClient) -> None:
    importer(app, courrier("karim", "ancienne", date="2026-04-30", **_avec(fichiers.pdf())))
    assert _gardees(chez_karim) == [f"{LETTRE}/lecture/1", f"{LETTRE}/pages/1"]
    image = chez_karim.get(f"{LETTRE}/pages/1", headers=FRAGMENT | {"X-Prelecture": "1"})
    assert "ETag" in image.headers
    assert _gardees(chez_karim) == [f"{LETTRE}/{vue}/{n}" for n in (1, 2, 3) for vue in ("lecture", "pages")]


def test_a_device_asks_for_no_picture_of_a_letter_that_cannot_be_drawn(app: Flask, chez_karim: FlaskClient) -> None:
    importer(app, courrier("karim", version=2, **_avec(b"%PDF-1.4 rien")))
    chez_karim.get(f"{LETTRE}/lecture/1", headers=FRAGMENT | {"X-Prelecture": "1"})
    assert _gardees(chez_karim) == [f"{LETTRE}/lecture/1"]


def _gardees(client: FlaskClient) -> list[str]:
    pages = client.get("/hors-ligne/dossier").get_json()["pages"]
    return [page["adresse"] for page in pages if "/lecture/" in page["adresse"] or "/pages/" in page["adresse"]]
