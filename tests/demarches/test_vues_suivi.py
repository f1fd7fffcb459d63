"""Following what was sent: answering the adviser, and proving by a code that a new address is one's own."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches import depot, jointes, reponse
from caf_pwa.demarches.modele import CodeEnvoye, Demarche, EtatDemarche
from caf_pwa.documents.modele import Document, EtatDocument
from caf_pwa.socle.expedition import attendre
from caf_pwa.socle.horloge import instant
from tests.demarches.envois import deposer
from tests.demarches.parcours import Parcours
from tests.documents import fichiers
from tests.fabriques import autorisation, compte, connecter, foyer, identite_de, importer, personne
from tests.lecteur import lire

QUESTION = "Quel jour a eu lieu l’examen ?"
ANCIENNE, NOUVELLE = "alice@exemple.invalid", "alice.nouvelle@exemple.fr"


@pytest.fixture
def attendue(session: Session, alice: Identite, agent: str) -> Demarche:
    """What Alice has sent, and the question of the adviser who studies it."""
    demarche = deposer(session, alice)
    reponse.prendre_en_charge(session, demarche, agent, 0, instant())
    reponse.demander(session, demarche, QUESTION, 1, instant())
    session.commit()
    return demarche


def suivi(demarche: Demarche) -> str:
    return f"/demarches/suivi/{demarche.id}"


def preparer(client: FlaskClient, adresse: str) -> str:
    """Begin a document there and add a photo to it; where it is."""
    document = client.post(adresse).location
    fichier = {"fichier": (io.BytesIO(fichiers.octets(fichiers.papier(300, 400))), "photo.jpg")}
    assert client.post(f"{document}/pages", data=fichier).status_code == 303
    return document


def test_a_question_is_answered_in_words(
    client: FlaskClient, session: Session, alice: Identite, attendue: Demarche
) -> None:
    connecter(client, alice)
    page = lire(client, suivi(attendue))
    assert "Votre Caf attend votre réponse" in page
    assert QUESTION in page
    envoi = client.post(f"{suivi(attendue)}/reponse", data={"texte": "Le 5 septembre."})
    assert (envoi.status_code, envoi.location) == (303, suivi(attendue))
    session.refresh(attendue)
    assert (attendue.etat, attendue.question, attendue.revision) == (EtatDemarche.EN_COURS, None, 3)
    page = lire(client, suivi(attendue))
    assert "Le 5 septembre." in page
    assert "Votre Caf attend votre réponse" not in page


def test_a_question_is_answered_with_a_document(
    client: FlaskClient, session: Session, alice: Identite, attendue: Demarche
) -> None:
    preparer(connecter(client, alice), f"{suivi(attendue)}/documents")
    assert "Pas encore envoyé" in lire(client, suivi(attendue))
    assert client.post(f"{suivi(attendue)}/reponse", data={"texte": "Voici."}).status_code == 303
    (document,) = session.scalars(select(Document))
    assert document.etat is EtatDocument.RECU
    assert "Reçu" in lire(client, suivi(attendue))


def test_a_document_begun_and_left_empty_does_not_stop_the_answer(
    client: FlaskClient, session: Session, alice: Identite, attendue: Demarche
) -> None:
    connecter(client, alice).post(f"{suivi(attendue)}/documents")
    assert client.post(f"{suivi(attendue)}/reponse", data={"texte": "Le 5."}).status_code == 303
    assert session.scalars(select(Document.etat)).one() is EtatDocument.BROUILLON


@pytest.mark.parametrize("texte", ["", "   ", None])
def test_an_empty_answer_is_said_beside_the_field_and_sends_nothing(
    client: FlaskClient, session: Session, alice: Identite, attendue: Demarche, texte: str | None
) -> None:
    preparer(connecter(client, alice), f"{suivi(attendue)}/documents")
    refus = client.post(f"{suivi(attendue)}/reponse", data={} if texte is None else {"texte": texte})
    assert refus.status_code == 422
    assert re.search(r'class="erreur"[^>]*>(<span[^>]*>[^<]*</span>)?\s*Écrivez votre réponse\.', refus.text)
    assert 'aria-invalid="true"' in refus.text
    session.expire_all()
    assert (attendue.etat, attendue.revision, attendue.question) == (EtatDemarche.EN_ATTENTE_D_INFORMATION, 2, QUESTION)
    assert session.scalars(select(Document.etat)).one() is EtatDocument.BROUILLON


def test_an_answer_sent_twice_is_written_once(
    client: FlaskClient, session: Session, alice: Identite, attendue: Demarche
) -> None:
    connecter(client, alice)
    statuts = [client.post(f"{suivi(attendue)}/reponse", data={"texte": "Le 5."}).status_code for _ in range(2)]
    assert statuts == [303, 409]
    session.refresh(attendue)
    assert [ligne["texte"] for ligne in attendue.historique].count("Le 5.") == 1


def test_nobody_adds_a_document_where_none_is_waited_for(
    client: FlaskClient, session: Session, alice: Identite
) -> None:
    demarche = deposer(session, alice)
    session.commit()
    connecter(client, alice)
    assert client.post(f"{suivi(demarche)}/documents").status_code == 409
    assert jointes.de_la_demarche(session, demarche) == []


def test_who_manages_the_dossier_reads_the_question_of_the_spouse_and_does_not_answer_it(
    app: Flask, client: FlaskClient, session: Session, agent: str
) -> None:
    importer(app, foyer("karim", personne("karim"), personne("julie", "conjoint")), compte("karim"), compte("julie"))
    importer(app, autorisation("karim", "julie"))
    demarche = deposer(session, identite_de(app, "julie"))
    reponse.prendre_en_charge(session, demarche, agent, 0, instant())
    reponse.demander(session, demarche, QUESTION, 1, instant())
    session.commit()
    connecter(client, identite_de(app, "karim"))
    assert "Envoyer ma réponse" not in lire(client, suivi(demarche))
    for action in ("reponse", "documents", "annuler", "corriger"):
        assert client.post(f"{suivi(demarche)}/{action}", data={"texte": "Moi."}).status_code == 404


class Boite:
    """The mail that left, read where it is written when it cannot leave."""

    def __init__(self, dossier: Path) -> None:
        self._dossier, self._lus = dossier / "courriels", set[Path]()

    def nouveaux(self) -> list[tuple[str, str]]:
        """(to whom, what) of each message since the last time."""
        attendre()
        arrives = set(self._dossier.glob("*.eml")) - self._lus
        self._lus |= arrives
        messages = [message_from_bytes(fichier.read_bytes(), policy=policy.default) for fichier in arrives]
        return [(str(message["To"]), message.get_content()) for message in messages]

    def code(self) -> str:
        """The one code that has just come to the new address."""
        (texte,) = [texte for a_qui, texte in self.nouveaux() if a_qui == NOUVELLE]
        (code,) = re.findall(r"\b\d{6}\b", texte)
        return str(code)


@pytest.fixture
def boite(tmp_path: Path) -> Boite:
    return Boite(tmp_path)


@pytest.fixture
def changement(app: Flask, client: FlaskClient) -> str:
    """Alice, signed in, has asked to change her mail address; the page of that démarche."""
    importer(app, foyer("alice", personne("alice", courriel=ANCIENNE)), compte("alice"))
    parcours = Parcours(
        connecter(client, identite_de(app, "alice"), confirmee=True),
        "coordonnees",
        {"quoi": "mail", "courriel": NOUVELLE},
    )
    recue = parcours.envoyer()
    assert recue.status_code == 303, recue.text
    return recue.location


def _ligne(session: Session) -> CodeEnvoye:
    session.expire_all()
    return session.scalars(select(CodeEnvoye)).one()


Essayer = Callable[[str], TestResponse]


@pytest.fixture
def essayer(client: FlaskClient, session: Session, changement: str) -> Essayer:
    """``essayer("123456")``: that code, typed on the page."""
    return lambda code: client.post(f"{changement}/code/{_ligne(session).id}", data={"code": code})


def _autre(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_the_code_goes_to_the_new_address_and_a_word_to_the_former_one(changement: str, boite: Boite) -> None:
    recus = dict(boite.nouveaux())
    assert set(recus) == {ANCIENNE, NOUVELLE}
    assert "Votre code Caf" in recus[NOUVELLE]
    assert "Un changement de votre adresse mail a été demandé" in recus[ANCIENNE]
    assert not re.search(r"\b\d{6}\b", recus[ANCIENNE])
    assert NOUVELLE not in recus[ANCIENNE]


def test_the_right_code_confirms_even_with_spaces_and_lets_the_adviser_begin(
    client: FlaskClient, session: Session, boite: Boite, changement: str, essayer: Essayer, agent: str
) -> None:
    demarche = session.scalars(select(Demarche)).one()
    with pytest.raises(reponse.PasPossible, match="pas encore saisi le code"):
        reponse.prendre_en_charge(session, demarche, agent, 0, instant())
    session.rollback()
    code = boite.code()
    juste = essayer(f" {code[:3]} {code[3:]} ")
    assert (juste.status_code, juste.location) == (303, changement)
    assert _ligne(session).confirme_le is not None
    assert "Code à 6 chiffres" not in lire(client, changement)
    assert essayer(code).status_code == 303, "confirmed already"


def test_a_wrong_code_is_said_and_counted(session: Session, boite: Boite, essayer: Essayer) -> None:
    for essais in (1, 2):
        refus = essayer(_autre(boite.code()) if essais == 1 else "")
        assert refus.status_code == 422
        assert "Ce code n’est pas le bon" in refus.text
        assert _ligne(session).essais == essais


def test_after_five_wrong_codes_the_right_one_is_too_late(session: Session, boite: Boite, essayer: Essayer) -> None:
    code = boite.code()
    for _ in range(5):
        assert "pas le bon" in essayer(_autre(code)).text
    refus = essayer(code)
    assert refus.status_code == 422
    assert "Ce code n’est plus valable" in refus.text
    assert _ligne(session).confirme_le is None


def test_an_old_code_is_no_longer_one(session: Session, boite: Boite, essayer: Essayer) -> None:
    _ligne(session).envoye_le -= timedelta(minutes=16)
    session.commit()
    assert "Ce code n’est plus valable" in essayer(boite.code()).text
    assert _ligne(session).confirme_le is None


def test_a_new_code_ends_the_one_before_and_its_tries(
    client: FlaskClient, session: Session, boite: Boite, changement: str, essayer: Essayer
) -> None:
    premier = boite.code()
    for _ in range(5):
        essayer(_autre(premier))
    assert client.post(f"{changement}/code/{_ligne(session).id}/renvoi").status_code == 303
    second = boite.code()
    if premier != second:
        assert "pas le bon" in essayer(premier).text
    assert essayer(second).status_code == 303


def test_three_more_codes_are_sent_and_no_other(
    client: FlaskClient, session: Session, boite: Boite, changement: str
) -> None:
    boite.nouveaux()
    renvoi = f"{changement}/code/{_ligne(session).id}/renvoi"
    for _ in range(3):
        assert client.post(renvoi).status_code == 303
        boite.code()
    refus = client.post(renvoi)
    assert refus.status_code == 422
    assert "Trop de codes ont été envoyés" in refus.text
    assert boite.nouveaux() == []


def test_once_the_change_is_withdrawn_no_code_leaves_nor_counts(
    client: FlaskClient, session: Session, boite: Boite, changement: str, essayer: Essayer
) -> None:
    code = boite.code()
    depot.retirer(session, session.scalars(select(Demarche)).one(), instant())
    session.commit()
    assert client.post(f"{changement}/code/{_ligne(session).id}/renvoi").status_code == 303
    assert boite.nouveaux() == []
    assert essayer(code).status_code == 303
    assert _ligne(session).confirme_le is None


def test_a_stranger_finds_no_code_to_try(
    client: FlaskClient, session: Session, boite: Boite, changement: str, bob: Identite
) -> None:
    code, adresse = boite.code(), f"{changement}/code/{_ligne(session).id}"
    connecter(client, bob)
    assert client.post(adresse, data={"code": code}).status_code == 404
    assert client.post(f"{adresse}/renvoi").status_code == 404
    assert (_ligne(session).essais, _ligne(session).envois, boite.nouveaux()) == (0, 1, [])


def test_the_code_of_one_demarche_confirms_no_other(
    app: Flask, client: FlaskClient, session: Session, boite: Boite, changement: str, bob: Identite
) -> None:
    code, autre = boite.code(), deposer(session, bob)
    session.commit()
    connecter(client, bob)
    assert client.post(f"{suivi(autre)}/code/{_ligne(session).id}", data={"code": code}).status_code == 303
    assert _ligne(session).essais == 0
    assert session.scalar(select(func.count()).select_from(CodeEnvoye)) == 1
