"""The page where a document is composed, and the address where it is fetched: by its owner alone."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from caf_pwa.comptes.identite import Identite
from caf_pwa.documents import service
from caf_pwa.documents.atelier import Atelier
from caf_pwa.documents.modele import Document
from caf_pwa.socle.horloge import instant
from tests.documents import fichiers
from tests.documents.conftest import Ajouter, gardes
from tests.fabriques import connecter

PHOTO = fichiers.octets(fichiers.papier())


@pytest.fixture
def chez_alice(client: FlaskClient, alice: Identite) -> FlaskClient:
    return connecter(client, alice)


def _envoyer(client: FlaskClient, document: Document, *octets: bytes, **options: Any) -> TestResponse:
    """As the form does: each file under the name it has on the device."""
    corps = b"".join(
        b'--lim\r\nContent-Disposition: form-data; name="fichier"; filename="ma quittance %d.jpg"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n%b\r\n" % (rang, un)
        for rang, un in enumerate(octets)
    )
    genre = "multipart/form-data; boundary=lim"
    return client.post(f"/documents/{document.id}/pages", data=corps + b"--lim--\r\n", content_type=genre, **options)


def test_a_person_adds_photos_and_sees_them(chez_alice: FlaskClient, document: Document) -> None:
    reponse = _envoyer(chez_alice, document, PHOTO, fichiers.octets(fichiers.papier(flou=9)))
    assert (reponse.status_code, reponse.location) == (303, f"/documents/{document.id}")
    page = chez_alice.get(reponse.location).text
    assert "<h1" in page
    assert "Quittance de loyer" in page
    assert "2 pages" in page
    assert page.count("Cette photo semble floue.") == 1
    apercu = page.partition('<image href="')[2].partition('"')[0]
    image = chez_alice.get(apercu)
    assert image.mimetype == "image/jpeg"
    assert len(image.data) < 30_000


def test_a_person_turns_a_page_takes_one_out_and_gives_up(
    session: Session, chez_alice: FlaskClient, document: Document, ajouter: Ajouter
) -> None:
    page = ajouter(PHOTO)
    adresse = f"/documents/{document.id}"
    assert chez_alice.post(f"{adresse}/pages/{page.id}/tourner").status_code == 303
    assert "rotate(90 80 80)" in chez_alice.get(adresse).text
    assert chez_alice.post(f"{adresse}/pages/{page.id}/retirer").status_code == 303
    assert "Retirer" not in chez_alice.get(adresse).text
    fin = chez_alice.post(f"{adresse}/abandon")
    assert (fin.status_code, fin.location) == (303, "/demarches/a-transmettre")
    assert chez_alice.get(adresse).status_code == 404


def test_a_refused_file_says_why_and_what_to_do(chez_alice: FlaskClient, document: Document, atelier: Atelier) -> None:
    reponse = _envoyer(chez_alice, document, fichiers.pdf_verrouille())
    assert reponse.status_code == 422
    assert "Ce PDF est protégé par un mot de passe." in reponse.text
    assert "Enregistrez-en une copie sans protection" in reponse.text
    assert gardes(atelier) == []


def test_one_bad_file_among_good_ones_does_not_lose_them(
    session: Session, chez_alice: FlaskClient, document: Document
) -> None:
    reponse = _envoyer(chez_alice, document, PHOTO, b"", fichiers.pdf())
    assert reponse.status_code == 200
    assert "ma quittance 1.jpg" in reponse.text
    assert "Ce fichier est vide." in reponse.text
    assert len(service.pages(session, document)) == 2


def test_sending_without_choosing_says_so(chez_alice: FlaskClient, document: Document) -> None:
    vide = chez_alice.post(f"/documents/{document.id}/pages", data={"fichier": (BytesIO(), "")})
    assert vide.status_code == 422
    assert "Vous n’avez pas choisi de fichier." in vide.text


@pytest.mark.parametrize("taille", [10_000_001, 45_000_000])
def test_a_file_too_heavy_says_so(chez_alice: FlaskClient, document: Document, taille: int) -> None:
    reponse = _envoyer(chez_alice, document, PHOTO + bytes(taille))
    assert reponse.status_code == 422
    assert "Ce fichier pèse plus de 10 Mo." in reponse.text.replace("\u00a0", " ")


def test_a_script_is_told_in_a_few_words(chez_alice: FlaskClient, document: Document) -> None:
    entetes = {"Accept": "application/json"}
    assert _envoyer(chez_alice, document, PHOTO, headers=entetes).status_code == 201
    refus = _envoyer(chez_alice, document, b"", headers=entetes)
    assert refus.status_code == 422
    assert refus.get_json()["refus"][0].startswith("Ce fichier est vide.")


def test_another_address_still_takes_little(chez_alice: FlaskClient) -> None:
    trop = chez_alice.post("/connexion", data={"identifiant": "x" * 100_000})
    assert trop.status_code == 413


def test_a_large_file_is_never_whole_in_memory(
    chez_alice: FlaskClient, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    sur_disque: list[bool] = []
    recevoir = Atelier.recevoir

    def noter(self: Atelier, flux: Any) -> Any:
        sur_disque.append(flux._rolled)
        return recevoir(self, flux)

    monkeypatch.setattr(Atelier, "recevoir", noter)
    lourde = fichiers.octets(fichiers.papier(1500, 2000), "PNG", compress_level=0)
    assert len(lourde) > 8_000_000
    assert _envoyer(chez_alice, document, lourde).status_code == 303
    assert sur_disque == [True]


def test_what_was_sent_is_fetched_as_a_file_that_can_do_nothing(
    session: Session, atelier: Atelier, chez_alice: FlaskClient, document: Document, ajouter: Ajouter
) -> None:
    page = ajouter(PHOTO)
    adresse = f"/documents/{document.id}"
    assert chez_alice.get(f"{adresse}/fichier").status_code == 404, "it has not been sent"
    service.figer(session, atelier, document, instant())
    session.commit()
    reponse = chez_alice.get(f"{adresse}/fichier")
    assert reponse.data.startswith(b"%PDF")
    assert len(reponse.data) == reponse.content_length
    assert reponse.headers["Content-Disposition"] == 'attachment; filename="document.pdf"'
    assert "default-src 'none'; sandbox" in reponse.headers.getlist("Content-Security-Policy")
    assert reponse.headers["X-Content-Type-Options"] == "nosniff"
    assert reponse.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert reponse.headers["Cache-Control"] == "no-store"
    assert "Reçu" in chez_alice.get(adresse).text
    assert "Ajouter" not in chez_alice.get(adresse).text
    assert _envoyer(chez_alice, document, PHOTO).status_code == 404
    for geste in ("tourner", "retirer"):
        assert chez_alice.post(f"{adresse}/pages/{page.id}/{geste}").status_code == 404
    chez_alice.post(f"{adresse}/abandon")
    assert chez_alice.get(f"{adresse}/fichier").status_code == 200


def test_nobody_else_learns_that_a_document_is_there(
    app: Flask,
    session: Session,
    atelier: Atelier,
    document: Document,
    ajouter: Ajouter,
    bob: Identite,
) -> None:
    page = ajouter(PHOTO)
    adresse = f"/documents/{document.id}"
    chez_bob = connecter(app.test_client(), bob)
    for envoye in (False, True):
        if envoye:
            service.figer(session, atelier, document, instant())
            session.commit()
        for chemin in ("", f"/pages/{page.id}", "/fichier"):
            assert chez_bob.get(adresse + chemin).status_code == 404
        for chemin in (f"/pages/{page.id}/tourner", f"/pages/{page.id}/retirer", "/abandon"):
            assert chez_bob.post(adresse + chemin).status_code == 404
        assert _envoyer(chez_bob, document, PHOTO).status_code == 404
    assert app.test_client().get(f"{adresse}/fichier").location.startswith("/connexion")


def test_another_site_cannot_make_a_browser_send_a_file(chez_alice: FlaskClient, document: Document) -> None:
    assert _envoyer(chez_alice, document, PHOTO, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_device_that_holds_the_page_is_told_when_it_changes(
    chez_alice: FlaskClient, document: Document, ajouter: Ajouter
) -> None:
    fragment = {"HX-Request": "true"}
    avant = chez_alice.get(f"/documents/{document.id}", headers=fragment).headers["ETag"]
    ajouter(PHOTO)
    apres = chez_alice.get(f"/documents/{document.id}", headers=fragment | {"If-None-Match": avant})
    assert apres.status_code == 200
