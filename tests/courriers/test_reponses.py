"""A letter that asks for something leads there; once it is done, or closed, it says so."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caf_pwa.comptes.identite import Identite
from caf_pwa.flux.importation import Issue
from caf_pwa.socle.identifiants import interne
from tests.demarches.parcours import Parcours
from tests.fabriques import connecter, courrier, identite_de, importer, piece, retrait
from tests.lecteur import lire
from tests.regles.document import Document

LETTRE = f"/courriers/{interne('courrier', 'courrier')}"


@pytest.fixture
def chez_karim(client: FlaskClient, karim: Identite) -> FlaskClient:
    return connecter(client, karim)


def test_the_letter_leads_to_the_demarche_that_answers_it(app: Flask, chez_karim: FlaskClient) -> None:
    importer(app, courrier("karim", demarche="grossesse"))
    assert "Répondre : Déclarer une grossesse" in lire(chez_karim, LETTRE)
    assert "/demarches/grossesse" in Document(chez_karim.get(LETTRE).text).adresses()


def test_a_letter_that_was_answered_says_when_and_leads_to_the_answer(app: Flask, chez_karim: FlaskClient) -> None:
    importer(app, courrier("karim", demarche="document"))
    suivi = Parcours(chez_karim, "document").envoyer().headers["Location"]
    assert "Vous avez répondu le" in lire(chez_karim, LETTRE)
    assert suivi in Document(chez_karim.get(LETTRE).text).adresses()


def test_what_was_sent_before_the_letter_does_not_answer_it(app: Flask, chez_karim: FlaskClient) -> None:
    Parcours(chez_karim, "document").envoyer()
    importer(app, courrier("karim", demarche="document", date="2030-01-01"))
    assert "Répondre : Envoyer un document" in lire(chez_karim, LETTRE)


def test_a_demarche_that_is_closed_says_why(app: Flask, chez_karim: FlaskClient) -> None:
    importer(app, courrier("karim", demarche="declaration-trimestrielle"))
    page = lire(chez_karim, LETTRE)
    assert "Répondre : " not in page
    assert "déclaration" in page.partition("Répondre à ce courrier")[2]


@pytest.mark.parametrize(
    ("etat", "dit"),
    [
        ("demandee", "Répondre : Quittance de loyer"),
        ("recue", "Vous avez envoyé ce document : Quittance de loyer."),
        ("acceptee", "Votre Caf a accepté ce document : Quittance de loyer."),
        ("annulee", "Ce document n’est plus demandé : Quittance de loyer."),
    ],
)
def test_the_letter_follows_the_document_that_it_asks_for(
    app: Flask, chez_karim: FlaskClient, etat: str, dit: str
) -> None:
    importer(app, piece("karim", etat=etat), courrier("karim", piece="piece"))
    assert dit in lire(chez_karim, LETTRE)


def test_the_button_leads_to_that_document_among_those_asked_for(app: Flask, chez_karim: FlaskClient) -> None:
    importer(app, piece("karim"), courrier("karim", piece="piece"))
    partie = f"piece-{interne('piece', 'piece')}"
    assert f"/demarches/a-transmettre#{partie}" in Document(chez_karim.get(LETTRE).text).adresses()
    assert partie in Document(chez_karim.get("/demarches/a-transmettre").text).ids


def test_a_letter_whose_document_was_withdrawn_asks_for_nothing(app: Flask, chez_karim: FlaskClient) -> None:
    importer(app, piece("karim"), courrier("karim", piece="piece"), retrait("piece", "piece", version=2))
    assert "Répondre" not in lire(chez_karim, LETTRE)


def test_t33_a_letter_to_julie_does_not_show_the_document_asked_of_karim(app: Flask, chez_karim: FlaskClient) -> None:
    importer(
        app,
        piece("karim", personne="karim", libelle="ZQ-de-karim"),
        courrier("karim", personne="julie", piece="piece"),
    )
    chez_julie = connecter(app.test_client(), identite_de(app, "julie"))
    assert "ZQ-de-karim" not in lire(chez_julie, LETTRE)


def test_a_letter_waits_for_the_document_that_it_names(app: Flask, chez_karim: FlaskClient) -> None:
    (recue,) = importer(app, courrier("karim", piece="piece"))
    assert recue.issue is Issue.EN_ATTENTE
    importer(app, piece("karim"))
    assert "Répondre : Quittance de loyer" in lire(chez_karim, LETTRE)


@pytest.mark.parametrize("donnees", [{"demarche": "autre-chose"}, {"demarche": "x" * 49}, {"piece": "1 2"}])
def test_a_letter_answered_by_what_does_not_exist_is_refused(
    app: Flask, karim: Identite, donnees: dict[str, Any]
) -> None:
    (recue,) = importer(app, courrier("karim", **donnees))
    assert recue.issue is Issue.REFUSE
    assert recue.motifs[0].champ == f"donnees.{next(iter(donnees))}"
