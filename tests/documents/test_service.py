"""A document is composed page by page, sent once, then read by its owner and by advisers alone."""

import dataclasses
import hashlib
import os
import time
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from pikepdf import Pdf
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.documents import menage, service
from caf_pwa.documents.atelier import Atelier
from caf_pwa.documents.modele import Document, EtatDocument
from caf_pwa.dossier.modele import Foyer
from caf_pwa.socle.chiffrement import Falsifie
from caf_pwa.socle.erreurs import Introuvable, Occupe
from caf_pwa.socle.horloge import instant
from tests.documents import fichiers
from tests.documents.conftest import Ajouter, en_clair, gardes
from tests.fabriques import autorisation, compte, foyer, identite_de, importer, personne


def _figer(session: Session, atelier: Atelier, document: Document) -> None:
    service.figer(session, atelier, document, instant())
    session.commit()


def test_photos_and_a_pdf_become_one_document(
    session: Session, atelier: Atelier, document: Document, ajouter: Ajouter
) -> None:
    debout = ajouter(fichiers.octets(fichiers.papier()))
    ajouter(fichiers.octets(fichiers.papier(1200, 900).convert("L")))
    ajouter(fichiers.pdf(2))
    assert document.pages == 4
    service.tourner(session, document, debout.id, instant())
    _figer(session, atelier, document)
    clair = b"".join(service.lire(atelier, document))
    with Pdf.open(BytesIO(clair)) as pdf:
        boites = [[int(cote) for cote in page.mediabox[2:]] for page in pdf.pages]
        assert boites == [[595, 842], [842, 595], [595, 842], [595, 842]]
        assert [int(page.obj.get("/Rotate", 0)) for page in pdf.pages] == [90, 0, 0, 0]
        assert b"ZQ-feuille-1" in pdf.pages[3].Contents.read_bytes()
    assert (document.etat, document.pages, document.taille) == (EtatDocument.RECU, 4, len(clair))
    assert document.empreinte == hashlib.sha256(clair).hexdigest()
    assert document.recu_le is not None


def test_what_is_on_the_disk_is_encrypted(
    session: Session, atelier: Atelier, document: Document, ajouter: Ajouter
) -> None:
    page = ajouter(fichiers.octets(fichiers.papier()))
    _figer(session, atelier, document)
    fichiers_gardes = gardes(atelier)
    assert {fichier.name for fichier in fichiers_gardes} == {page.fichier, document.fichier}
    for fichier in fichiers_gardes:
        octets = fichier.read_bytes()
        assert not any(marque in octets for marque in (b"%PDF", b"JFIF", b"\xff\xd8\xff\xe0", b"/Image"))
    final = next(fichier for fichier in fichiers_gardes if fichier.name == document.fichier)
    final.write_bytes(final.read_bytes()[:-1])
    with pytest.raises(Falsifie):
        b"".join(service.lire(atelier, document))


def test_a_page_turned_four_times_is_as_it_was(session: Session, document: Document, ajouter: Ajouter) -> None:
    page = ajouter(fichiers.pdf())
    for attendu in (90, 180, 270, 0):
        service.tourner(session, document, page.id, instant())
        assert page.rotation == attendu


def test_a_page_taken_out_is_not_sent(session: Session, atelier: Atelier, document: Document, ajouter: Ajouter) -> None:
    ajouter(fichiers.pdf(2))
    service.retirer(session, document, ajouter(fichiers.pdf(3)).id, instant())
    assert document.pages == 2
    _figer(session, atelier, document)
    assert document.pages == 2


def test_sending_twice_is_sending_once(
    session: Session, atelier: Atelier, document: Document, ajouter: Ajouter
) -> None:
    ajouter(fichiers.pdf())
    _figer(session, atelier, document)
    avant = (document.fichier, document.recu_le)
    _figer(session, atelier, document)
    assert (document.fichier, document.recu_le) == avant


def test_a_document_without_a_page_is_not_sent(session: Session, atelier: Atelier, document: Document) -> None:
    with pytest.raises(service.DocumentVide):
        service.figer(session, atelier, document, instant())


def test_what_was_sent_does_not_change_any_more(
    session: Session, atelier: Atelier, document: Document, ajouter: Ajouter
) -> None:
    page_id = ajouter(fichiers.pdf()).id
    _figer(session, atelier, document)
    for geste in (
        lambda: ajouter(fichiers.pdf()),
        lambda: service.tourner(session, document, page_id, instant()),
        lambda: service.retirer(session, document, page_id, instant()),
    ):
        with pytest.raises(Introuvable):
            geste()
    service.abandonner(session, document)
    session.commit()
    assert session.get(Document, document.id) is not None


def test_a_page_added_elsewhere_while_it_is_being_sent_is_not_lost(
    app: Flask, session: Session, atelier: Atelier, document: Document, ajouter: Ajouter
) -> None:
    ajouter(fichiers.pdf())
    with Session(session.get_bind()) as ailleurs:
        autre = ailleurs.get_one(Document, document.id)
        service.ajouter(ailleurs, atelier, autre, BytesIO(fichiers.pdf()), instant())
        ailleurs.commit()
    with pytest.raises(Occupe):
        service.figer(session, atelier, document, instant())
    session.rollback()
    _figer(session, atelier, document)
    assert document.pages == 2


def test_each_change_is_seen_by_the_devices_of_the_household(
    session: Session, document: Document, ajouter: Ajouter
) -> None:
    avant = session.get_one(Foyer, document.foyer_id).version
    ajouter(fichiers.pdf())
    assert session.get_one(Foyer, document.foyer_id, populate_existing=True).version > avant


def test_a_document_belongs_to_who_sends_it_and_to_who_manages_the_dossier(app: Flask, session: Session) -> None:
    conjoints = [personne("karim"), personne("julie", "conjoint"), personne("sonia", "conjoint")]
    importer(app, foyer("karim", *conjoints), *(compte(qui) for qui in ("karim", "julie", "sonia")))
    importer(app, autorisation("karim", "julie"), foyer("bob"), compte("bob"))
    qui = {nom: identite_de(app, nom) for nom in ("karim", "julie", "sonia", "bob")}
    ouvert = service.commencer(session, qui["sonia"], "Bail", "/", instant())
    secret = service.commencer(session, qui["sonia"], "Plainte", "/", instant(), confidentiel=True)
    session.commit()
    for nom, voit_ouvert, voit_secret in (
        ("sonia", True, True),
        ("karim", True, False),
        ("julie", True, False),
        ("bob", False, False),
    ):
        for document, voit in ((ouvert, voit_ouvert), (secret, voit_secret)):
            if voit:
                assert service.du_deposant(session, qui[nom], document.id) is document
                continue
            with pytest.raises(Introuvable):
                service.du_deposant(session, qui[nom], document.id)


def test_somebody_who_moved_to_another_household_leaves_their_documents_there(
    session: Session, document: Document, alice: Identite
) -> None:
    with pytest.raises(Introuvable):
        service.du_deposant(session, dataclasses.replace(alice, foyer_id="0" * 32), document.id)


def test_an_adviser_reads_what_was_sent_and_says_what_became_of_it(
    session: Session, atelier: Atelier, document: Document, ajouter: Ajouter
) -> None:
    ajouter(fichiers.pdf())
    with pytest.raises(Introuvable):
        service.pour_un_conseiller(session, document.id)
    _figer(session, atelier, document)
    service.marquer(session, document.id, EtatDocument.REFUSE, "La date ne se lit pas.", instant())
    session.commit()
    assert (document.etat.libelle, document.motif_refus) == ("Refusé", "La date ne se lit pas.")


def test_the_sweep_takes_what_belongs_to_nothing_and_nothing_else(
    session: Session, atelier: Atelier, document: Document, ajouter: Ajouter
) -> None:
    page = ajouter(fichiers.pdf())
    retiree = ajouter(fichiers.pdf())
    service.retirer(session, document, retiree.id, instant())
    session.commit()
    (demi := gardes(atelier)[0].with_name(".demi")).write_bytes(b"half a file")
    assert menage.balayer(session, atelier.stockage, instant()) == 0, "not before a day: a row may be on its way"
    assert menage.balayer(session, atelier.stockage, instant() + timedelta(hours=25)) == 2
    assert {fichier.name for fichier in gardes(atelier)} == {page.fichier}
    assert not demi.exists()
    assert en_clair(atelier, page.fichier).startswith(b"%PDF")


def test_a_draft_that_nobody_came_back_to_is_thrown_away_after_a_month(
    app: Flask, session: Session, atelier: Atelier, document: Document, ajouter: Ajouter
) -> None:
    nom = ajouter(fichiers.pdf()).fichier
    assert menage.oublier(session, instant() + timedelta(days=29)) == 0
    assert menage.oublier(session, instant() + timedelta(days=31)) == 1
    session.commit()
    jadis = time.time() - 2 * 86_400
    for fichier in gardes(atelier):
        os.utime(fichier, (jadis, jadis))
    dit = app.test_cli_runner().invoke(args=["documents", "menager"])
    assert dit.output == "0 brouillons oubliés, 1 fichiers effacés.\n"
    assert gardes(atelier) == []
    with pytest.raises(FileNotFoundError):
        en_clair(atelier, nom)
