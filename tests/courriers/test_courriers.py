"""Letters: read by those they are for, and read by nobody in somebody else's place."""

from base64 import b64encode
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.courriers import service
from caf_pwa.flux.importation import Issue
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.identifiants import interne
from tests.conftest import AUJOURDHUI
from tests.fabriques import autorisation, compte, courrier, foyer, identite_de, importer, personne

PDF = b"%PDF-1.4\n% une lettre"


@pytest.fixture
def karim(app: Flask) -> Identite:
    """Karim and Julie, with one letter to the household and one to each of them."""
    importer(
        app,
        foyer("karim", personne("karim"), personne("julie", "conjoint"), personne("hugo", "enfant")),
        *(compte(nom) for nom in ("karim", "julie", "hugo")),
        courrier("karim", "au-foyer"),
        courrier("karim", "a-karim", personne="karim", date="2026-11-11"),
        courrier("karim", "a-julie", personne="julie", date="2026-11-10"),
    )
    return identite_de(app, "karim")


def _recus(session: Session, identite: Identite) -> list[str]:
    noms = {interne("courrier", nom): nom for nom in ("au-foyer", "a-karim", "a-julie", "vieux", "limite")}
    return [noms[recu.id] for recu in service.recus(session, identite, AUJOURDHUI)]


def test_the_responsible_person_reads_the_household_s_letters_and_their_own(session: Session, karim: Identite) -> None:
    assert _recus(session, karim) == ["au-foyer", "a-karim"]


def test_a_spouse_without_authorisation_reads_only_what_is_addressed_to_her(
    app: Flask, session: Session, karim: Identite
) -> None:
    julie = identite_de(app, "julie")
    assert _recus(session, julie) == ["a-julie"]
    for nom in ("au-foyer", "a-karim"):
        with pytest.raises(Introuvable):
            service.courrier(session, julie, interne("courrier", nom), AUJOURDHUI)


def test_a_spouse_with_an_authorisation_reads_the_household_s_letters_too(
    app: Flask, session: Session, karim: Identite
) -> None:
    importer(app, autorisation("karim", "julie"))
    assert _recus(session, identite_de(app, "julie")) == ["au-foyer", "a-julie"]


def test_a_child_reads_no_letter_of_the_household(app: Flask, session: Session, karim: Identite) -> None:
    assert _recus(session, identite_de(app, "hugo")) == []


def test_a_person_who_left_reads_only_what_was_addressed_to_them(app: Flask, session: Session, karim: Identite) -> None:
    importer(app, autorisation("karim", "julie"), foyer("karim", personne("karim"), version=2))
    assert _recus(session, identite_de(app, "julie")) == ["a-julie"]


def test_bob_finds_no_letter_of_another_household(session: Session, karim: Identite, bob: Identite) -> None:
    assert _recus(session, bob) == []
    with pytest.raises(Introuvable):
        service.courrier(session, bob, interne("courrier", "au-foyer"), AUJOURDHUI)


def test_a_letter_older_than_twenty_four_months_is_not_found(app: Flask, session: Session, alice: Identite) -> None:
    importer(app, courrier("alice", "vieux", date="2024-10-31"), courrier("alice", "limite", date="2024-11-01"))
    assert _recus(session, alice) == ["limite"]
    with pytest.raises(Introuvable):
        service.courrier(session, alice, interne("courrier", "vieux"), AUJOURDHUI)


def test_reading_a_letter_counts_for_the_reader_alone(app: Flask, session: Session, karim: Identite) -> None:
    importer(app, autorisation("karim", "julie"))
    julie = identite_de(app, "julie")
    service.marquer(session, karim, interne("courrier", "au-foyer"), lu=True, maintenant=instant())
    session.commit()
    assert [recu.lu for recu in service.recus(session, karim, AUJOURDHUI)] == [True, False]
    assert [recu.lu for recu in service.recus(session, julie, AUJOURDHUI)] == [False, False]
    assert service.nombre_non_lus(session, karim, AUJOURDHUI) == 1
    assert service.nombre_non_lus(session, julie, AUJOURDHUI) == 2


def test_a_letter_can_be_put_back_as_unread_and_twice_is_once(app: Flask, session: Session, alice: Identite) -> None:
    importer(app, courrier("alice"))
    lettre = interne("courrier", "courrier")
    restants = []
    for lu in (True, True, False, False):
        service.marquer(session, alice, lettre, lu=lu, maintenant=instant())
        session.commit()
        restants.append(service.nombre_non_lus(session, alice, AUJOURDHUI))
    assert restants == [0, 0, 1, 1]


def test_marking_a_letter_makes_this_account_s_devices_ask_again(app: Flask, session: Session, alice: Identite) -> None:
    importer(app, courrier("alice"))
    avant = identite_de(app, "alice").empreinte
    for _ in range(2):
        service.marquer(session, alice, interne("courrier", "courrier"), lu=True, maintenant=instant())
        session.commit()
    lue = identite_de(app, "alice").empreinte
    assert lue != avant
    service.marquer(session, alice, interne("courrier", "courrier"), lu=True, maintenant=instant())
    session.commit()
    assert identite_de(app, "alice").empreinte == lue


def test_the_pdf_of_a_letter_is_kept_to_the_byte(app: Flask, session: Session, alice: Identite) -> None:
    importer(app, courrier("alice", pdf=b64encode(PDF).decode(), texte=None))
    lettre = service.courrier(session, alice, interne("courrier", "courrier"), AUJOURDHUI)
    assert app.extensions["stockage"].lire(lettre.fichier) == PDF
    assert service.recus(session, alice, AUJOURDHUI)[0].a_un_pdf


@pytest.mark.parametrize(
    ("donnees", "raison"),
    [
        ({"texte": None}, "il faut un texte ou un pdf"),
        ({"pdf": "é"}, "ce n’est pas du base64"),
        ({"pdf": "JVBERi0xLjQ"}, "ce n’est pas du base64"),
        ({"pdf": "JVBE\nRi0xLjQ="}, "ce n’est pas du base64"),
        ({"pdf": b64encode(b"<html>%PDF-").decode()}, "ce n’est pas un PDF"),
        ({"nature": "fax"}, "valeur inconnue"),
        ({"objet": "a\u0007b"}, "caractère de contrôle"),
    ],
)
def test_a_letter_that_cannot_be_shown_is_refused(
    app: Flask, alice: Identite, donnees: dict[str, Any], raison: str
) -> None:
    (recue,) = importer(app, courrier("alice", **donnees))
    assert recue.issue is Issue.REFUSE
    assert raison in recue.motifs[0].raison
