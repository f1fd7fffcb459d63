"""The documents sent with a démarche: read by the adviser as files, accepted or refused with a reason."""

import uuid
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import Trace
from caf_pwa.demarches import jointes, pieces
from caf_pwa.demarches.modele import Demarche, EtatPiece, PieceDemandee
from caf_pwa.documents import service as documents
from caf_pwa.documents.modele import Document, EtatDocument
from caf_pwa.socle.horloge import instant
from tests.documents.fichiers import pdf
from tests.fabriques import connecter, importer, piece
from tests.gestion.conftest import Bureau, NouveauBureau
from tests.lecteur import lire


@pytest.fixture
def document(app: Flask, session: Session, alice: Identite, camille: Bureau) -> Document:
    """The receipt that Alice was asked for and has sent."""
    importer(app, piece("alice"))
    demandee = session.scalars(select(PieceDemandee)).one()
    place = jointes.Place(piece=demandee)
    fait = jointes.joindre(session, alice, place, "Quittance de loyer", "/demarches", instant())
    documents.ajouter(session, app.extensions["documents"], fait, BytesIO(pdf()), instant())
    (envoyee,) = pieces.envoyer(session, app.extensions["documents"], alice, instant())
    session.commit()
    camille.ouvrir(envoyee.id)
    camille.agir(envoyee.id, "prise-en-charge", 0)
    return fait


def _demarche(session: Session) -> Demarche:
    return session.scalars(select(Demarche)).one()


def _fichier(document: Document) -> str:
    return f"/gestion/documents/{document.id}/fichier"


def test_a_document_is_read_as_a_file_that_can_do_nothing(
    session: Session, document: Document, camille: Bureau
) -> None:
    page = camille.client.get(f"/gestion/demarches/{_demarche(session).id}").text
    assert f'href="{_fichier(document)}" hx-boost="false" download' in page
    reponse = camille.client.get(_fichier(document))
    assert reponse.data.startswith(b"%PDF-")
    assert reponse.content_length == len(reponse.data)
    assert reponse.headers["Content-Disposition"] == 'attachment; filename="document.pdf"'
    assert "default-src 'none'; sandbox" in reponse.headers.getlist("Content-Security-Policy")
    assert reponse.headers["Cache-Control"] == "no-store"
    assert reponse.headers["X-Content-Type-Options"] == "nosniff"


def test_once_opened_it_is_marked_read_and_the_person_knows(
    session: Session, client: FlaskClient, alice: Identite, document: Document, camille: Bureau
) -> None:
    camille.client.get(_fichier(document))
    session.refresh(document)
    assert document.etat is EtatDocument.LU
    assert "Document « Quittance de loyer » lu" in lire(connecter(client, alice), "/compte/historique")


def test_nobody_else_reads_it_and_not_without_a_reason(
    app: Flask,
    session: Session,
    client: FlaskClient,
    alice: Identite,
    document: Document,
    nouveau_bureau: NouveauBureau,
) -> None:
    autre = nouveau_bureau("Dominique").client.get(_fichier(document))
    assert (autre.status_code, autre.location) == (303, f"/gestion/demarches/{_demarche(session).id}")
    assert connecter(client, alice).get(_fichier(document)).status_code == 404
    session.refresh(document)
    assert document.etat is EtatDocument.RECU


def test_a_document_still_being_made_is_the_person_s_own(
    session: Session, alice: Identite, grossesse: Demarche, camille: Bureau
) -> None:
    place = jointes.Place(demarche=grossesse)
    fait = jointes.joindre(session, alice, place, "Brouillon", "/demarches", instant())
    session.commit()
    camille.ouvrir(grossesse.id)
    assert "Brouillon" not in lire(camille.client, f"/gestion/demarches/{grossesse.id}")
    assert camille.client.get(_fichier(fait)).status_code == 404


def test_a_document_refused_says_why_and_is_asked_for_again(
    session: Session, client: FlaskClient, alice: Identite, document: Document, camille: Bureau
) -> None:
    demarche = _demarche(session)
    donnees = {"etat": "recu", "decision": "refuser", "motif": "La page est coupée."}
    assert camille.agir(demarche.id, f"documents/{document.id}", 1, **donnees) == 303
    page = lire(connecter(client, alice), "/demarches/a-transmettre")
    assert "La page est coupée." in page
    session.refresh(document)
    assert (document.etat, document.motif_refus) == (EtatDocument.REFUSE, "La page est coupée.")
    trace = session.scalars(select(Trace).where(Trace.acte == "document_juge")).one()
    assert (trace.texte, trace.motif) == ("Document « Quittance de loyer » refusé", "La page est coupée.")


def test_a_document_accepted_is_awaited_no_more(session: Session, document: Document, camille: Bureau) -> None:
    demarche = _demarche(session)
    assert camille.agir(demarche.id, f"documents/{document.id}", 1, etat="recu", decision="accepter") == 303
    assert session.scalars(select(PieceDemandee.etat)).one() is EtatPiece.ACCEPTEE
    session.refresh(document)
    assert document.etat is EtatDocument.ACCEPTE


def test_a_refusal_without_a_reason_does_nothing(session: Session, document: Document, camille: Bureau) -> None:
    adresse = f"/gestion/demarches/{_demarche(session).id}/documents/{document.id}"
    reponse = camille.client.post(adresse, data={"revision": "1", "etat": "recu", "decision": "refuser"})
    assert reponse.status_code == 422
    assert "Dites pourquoi vous refusez ce document." in reponse.text
    assert camille.client.post(adresse, data={"revision": "1", "etat": "recu"}).status_code == 400
    session.refresh(document)
    assert document.etat is EtatDocument.RECU


def test_the_second_adviser_to_judge_it_is_told(
    session: Session, document: Document, camille: Bureau, nouveau_bureau: NouveauBureau
) -> None:
    demarche, dominique = _demarche(session), nouveau_bureau("Dominique")
    dominique.ouvrir(demarche.id)
    camille.agir(demarche.id, f"documents/{document.id}", 1, etat="recu", decision="accepter")
    donnees = {"etat": "recu", "decision": "refuser", "motif": "Non."}
    assert dominique.agir(demarche.id, f"documents/{document.id}", 1, **donnees) == 409
    assert dominique.agir(demarche.id, f"documents/{uuid.uuid4().hex}", 1, **donnees) == 404
    session.refresh(document)
    assert document.etat is EtatDocument.ACCEPTE
