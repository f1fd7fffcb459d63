"""« Aide »: asked by anybody, answered with the person's own figures where they may see them."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from caf_pwa.assistant import chercheur, manques
from caf_pwa.assistant.modele import QuestionSansReponse
from caf_pwa.comptes.identite import Identite
from tests.fabriques import compte, connecter, creance, droit, foyer, identite_de, importer, paiement, personne
from tests.lecteur import mots
from tests.regles.document import Document

INCONNUE = "quelle pizzeria ouvre le dimanche"


def _demander(client: FlaskClient, question: str, echecs: int = 0) -> TestResponse:
    return client.post("/assistant", data={"question": question, "echecs": str(echecs)})


def _lire(reponse: TestResponse) -> str:
    return mots(Document(reponse.text).un("main"))


@pytest.fixture
def en_couple(app: Flask) -> Flask:
    """Karim manages the dossier; Julie, his wife, does not."""
    importer(
        app,
        foyer("karim", personne("karim"), personne("julie", "conjoint"), numero_allocataire="1234567"),
        compte("karim"),
        compte("julie"),
        droit("karim"),
        paiement("karim"),
        creance("karim"),
    )
    return app


def _de(app: Flask, qui: str) -> FlaskClient:
    return connecter(app.test_client(), identite_de(app, qui))


def test_somebody_unknown_is_answered_and_told_that_there_is_more(client: FlaskClient) -> None:
    page = _lire(_demander(client, "quand serai-je payé ?"))
    assert "Quand serai-je payé ? Connectez-vous pour lire la réponse qui vous concerne." in page
    assert "le 5" in page
    assert "Source : Calendrier des paiements 2026" in page


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("quand serai-je payé ?", "Votre prochain paiement est prévu le vendredi 4 décembre 2026."),
        ("combien j'ai touché", "Votre dernier paiement est de"),
        ("combien je dois", "reste"),
        ("ma prochaine échéance", "Au 23 novembre 2026, vous n’avez rien à faire."),
        ("où en est ma demande", "Vous n’avez envoyé aucune démarche"),
        ("pourquoi j'ai reçu moins", "Il n’y a pas encore deux paiements à comparer."),
        ("mon numéro allocataire", "Votre numéro allocataire est le 1234567."),
    ],
)
def test_whoever_manages_the_dossier_reads_their_own_figures(en_couple: Flask, question: str, phrase: str) -> None:
    page = _lire(_demander(_de(en_couple, "karim"), question))
    assert "Dans votre dossier, au 23 novembre 2026 :" in page
    assert phrase in page


@pytest.mark.parametrize("question", ["quand serai-je payé ?", "combien je dois", "mon numéro allocataire"])
def test_a_spouse_without_authorisation_reads_nothing_of_the_household(en_couple: Flask, question: str) -> None:
    """T29: the answer is the same whatever the household has."""
    page = _lire(_demander(_de(en_couple, "julie"), question))
    assert "Seules les personnes qui le gèrent peuvent les lire." in page
    assert "€" not in page
    assert "1234567" not in page


def test_a_secret_is_neither_read_nor_written_again_nor_kept(client: FlaskClient, session: Session) -> None:
    """T49."""
    reponse = _demander(client, "pizzeria, ma carte est le 4970 1012 3456 7890")
    assert "N’écrivez jamais de code" in _lire(reponse)
    assert "4970" not in reponse.text
    assert session.scalars(select(QuestionSansReponse)).all() == []


def test_after_two_questions_without_an_answer_somebody_is_offered(client: FlaskClient) -> None:
    premiere = _demander(client, INCONNUE)
    assert "Je ne connais pas la réponse." in _lire(premiere)
    assert 'name="echecs" value="1"' in premiere.text
    seconde = _lire(_demander(client, INCONNUE, echecs=1))
    assert "Le mieux est de parler à quelqu’un" in seconde
    assert seconde.index("3230") < seconde.index("Choisir un sujet")


def test_an_answer_begins_the_count_again(client: FlaskClient) -> None:
    assert 'name="echecs" value="0"' in _demander(client, "mot de passe oublié", echecs=1).text


def test_what_is_kept_of_a_question_is_its_words_and_how_often(
    app: Flask, client: FlaskClient, alice: Identite, session: Session
) -> None:
    connecter(client, alice)
    for _ in range(2):
        _demander(client, "la pizzeria d'alice moreau ouvre quel dimanche")
    gardees = [(une.texte, une.nombre, une.vue_le) for une in session.scalars(select(QuestionSansReponse))]
    assert gardees == [("la pizzeria d ouvre quel dimanche", 2, date(2026, 11, 23))]


def test_an_old_question_is_forgotten(app: Flask, session: Session) -> None:
    manques.noter(session, INCONNUE, [], date(2026, 1, 1))
    manques.noter(session, "quel vélo choisir", [], date(2026, 11, 23))
    assert [une.texte for une in manques.lister(session)] == ["quel velo choisir"]


@pytest.mark.parametrize(
    "question", ["<script>alert(1)</script> rsa", "<img src=x onerror=alert(1)>", "<b>{{ 7*7 }}</b> apl", "'><b>"]
)
def test_markup_is_words(client: FlaskClient, question: str) -> None:
    reponse = _demander(client, question)
    assert reponse.status_code == 200
    assert question not in reponse.text


@pytest.mark.parametrize("question", ["", " ", "rsa " * 2500, "r\x00sa", "\u202easr"])
def test_what_cannot_be_a_question_is_refused_with_a_sentence(client: FlaskClient, question: str) -> None:
    reponse = _demander(client, question)
    assert reponse.status_code == 422
    assert "Erreur :" in _lire(reponse)


@pytest.mark.parametrize("question", ["😀 👩‍👩‍👧", "؟؟؟ مرحبا", "rsa 🥖", "a" * 300, "-" * 300])
def test_any_other_text_is_answered(client: FlaskClient, question: str) -> None:
    assert _demander(client, question).status_code == 200


def test_the_help_says_so_when_its_process_dies(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert chercheur.chercher("rsa")
    processus = chercheur.RECHERCHE._processus
    assert processus is not None
    processus.kill()
    processus.wait()
    assert "RSA" in _lire(_demander(client, "combien vaut le rsa"))


def test_every_subject_can_be_read_and_no_other(client: FlaskClient) -> None:
    sommaire = client.get("/assistant/sommaire.json").get_json()
    ids = {page: Document(client.get(page).text).ids for page in sommaire["pages"] if "/sujets/" in page}
    for adresse, titre, _ in sommaire["reponses"]:
        page, partie = adresse.split("#")
        assert partie in ids[page], titre
    assert client.get("/assistant/sujets/inconnu").status_code == 404


def test_the_page_of_help_is_the_same_for_everybody(app: Flask, client: FlaskClient, alice: Identite) -> None:
    """Devices keep it, whoever is signed in."""
    ensemble = {"HX-Request": "true"}
    inconnu = client.get("/assistant", headers=ensemble).text
    assert "Alice" not in connecter(client, alice).get("/assistant", headers=ensemble).text
    assert "X-Compte" not in client.get("/assistant", headers=ensemble).headers
    assert "Choisir un sujet" in inconnu
