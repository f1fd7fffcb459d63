"""What a telephone kept arrives once, whatever the network did on the way, and only its author's."""

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches.modele import Brouillon, Demarche, EtatDemarche
from caf_pwa.documents.modele import Document
from caf_pwa.envois import menage, service
from caf_pwa.envois.modele import Transfert
from caf_pwa.papiers import cles
from caf_pwa.socle.horloge import instant
from tests.conftest import AUJOURDHUI
from tests.documents.fichiers import photo
from tests.envois.appareil import cle, contenu, declarer, deposer, retirer, un_bail
from tests.fabriques import connecter

PHOTO = photo()


@pytest.fixture
def telephone(client: FlaskClient, alice: Identite) -> FlaskClient:
    return connecter(client, alice)


def _avec_photo(telephone: FlaskClient, alice: Identite, **autres: Any) -> bytes:
    """A declaration whose photo has arrived."""
    transfert = cle()
    assert deposer(telephone, alice, transfert, PHOTO).get_json()["recus"] == len(PHOTO)
    reponses = autres.pop("reponses", un_bail(alice))
    return contenu(reponses, documents=[{"cle": transfert, "emplacement": "document"}], **autres)


def _nombre(session: Session, modele: type[Any] = Demarche) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(modele)) or 0


def test_what_was_kept_arrives_with_its_photo_and_is_acknowledged(
    telephone: FlaskClient, alice: Identite, session: Session
) -> None:
    envoi, octets = cle(), _avec_photo(telephone, alice)
    reponse = declarer(telephone, alice, envoi, octets)
    assert reponse.status_code == 201
    recu = reponse.get_json()["recu"]
    demarche = session.get_one(Demarche, recu["demarche"])
    assert (demarche.numero, demarche.etat) == (recu["numero"], EtatDemarche.RECUE)
    assert _nombre(session, Document) == 1
    signature = base64.b64decode(recu["signature"])
    assert cles.verifier(session, recu["signe_par"], service.a_signer(recu), signature, instant())


def test_a_document_that_the_telephone_asked_for_in_excess_is_kept_too(
    telephone: FlaskClient, alice: Identite, session: Session
) -> None:
    """It cannot tell that a baby goes to no school."""
    transfert, qui = cle(), {"prenoms": ["Zoé"], "nom": ["Moreau"], "sexe": ["F"]}
    deposer(telephone, alice, transfert, PHOTO)
    reponses = {
        "evenement": {"genre": ["conjoint"]},
        "arrivee": {**qui, "naissance": ["2026-11-01"], "arrivee": ["2026-11-20"]},
        "occupation": {"nature": ["etudes"], "salaire": ["0"]},
    }
    documents = [{"cle": transfert, "emplacement": "scolarite"}]
    octets = contenu(reponses, "enfants-et-personnes-a-charge", documents=documents)
    assert declarer(telephone, alice, cle(), octets).status_code == 201
    demarche = session.scalars(select(Demarche)).one()
    assert set(demarche.reponses) == {"evenement", "arrivee"}
    assert session.scalars(select(Document.titre)).all() == ["Certificat de scolarité ou contrat d’apprentissage"]


def test_the_same_sent_again_gives_the_same_receipt_and_nothing_more(
    telephone: FlaskClient, alice: Identite, session: Session
) -> None:
    envoi, octets = cle(), _avec_photo(telephone, alice)
    premier = declarer(telephone, alice, envoi, octets).get_json()
    assert declarer(telephone, alice, envoi, octets).get_json() == premier
    assert (_nombre(session), _nombre(session, Document)) == (1, 1)


def test_something_else_under_the_same_key_is_refused(
    telephone: FlaskClient, alice: Identite, session: Session
) -> None:
    envoi = cle()
    declarer(telephone, alice, envoi, _avec_photo(telephone, alice))
    autre = declarer(telephone, alice, envoi, _avec_photo(telephone, alice))
    assert (autre.status_code, autre.get_json()["conflit"]) == (409, "cle")
    assert _nombre(session) == 1


def test_t60_what_one_person_kept_is_never_received_for_another(
    telephone: FlaskClient, alice: Identite, bob: Identite, session: Session
) -> None:
    envoi, octets = cle(), _avec_photo(telephone, alice)
    reponse = declarer(telephone, bob, envoi, octets)  # Bob wrote it, Alice is signed in
    assert (reponse.status_code, reponse.get_json()) == (409, {"cle": envoi, "conflit": "compte"})
    assert deposer(telephone, bob, cle(), PHOTO).status_code == 409
    assert _nombre(session) == 0


def test_nobody_signed_in_is_told_so(client: FlaskClient, alice: Identite) -> None:
    reponse = client.post("/envois/" + cle(), data=contenu({}), headers={"Sec-Fetch-Mode": "cors"})
    assert reponse.status_code == 401


def test_a_photo_is_taken_up_from_the_last_byte(telephone: FlaskClient, alice: Identite, session: Session) -> None:
    transfert, moitie = cle(), len(PHOTO) // 2
    assert deposer(telephone, alice, transfert, PHOTO, 0, moitie).get_json()["recus"] == moitie
    assert deposer(telephone, alice, transfert, PHOTO, moitie + 9).get_json()["recus"] == moitie  # a gap is not filled
    assert deposer(telephone, alice, transfert, PHOTO, moitie).get_json()["recus"] == len(PHOTO)
    fichier = [{"cle": transfert, "emplacement": "document"}]
    assert declarer(telephone, alice, cle(), contenu(un_bail(alice), documents=fichier)).status_code == 201


def test_a_photo_that_changed_on_the_way_starts_again(telephone: FlaskClient, alice: Identite) -> None:
    transfert, moitie = cle(), len(PHOTO) // 2
    deposer(telephone, alice, transfert, PHOTO, 0, moitie)
    faux = PHOTO[:moitie] + bytes(len(PHOTO) - moitie)
    entetes = {"X-Auteur": alice.pseudonyme, "Upload-Length": str(len(PHOTO)), "Upload-Offset": str(moitie)}
    bonne = deposer(telephone, alice, cle(), PHOTO).request.headers["X-Empreinte"]
    reponse = telephone.put(
        f"/envois/documents/{transfert}", data=faux[moitie:], headers=entetes | {"X-Empreinte": bonne}
    )
    assert reponse.get_json()["recus"] == 0
    assert deposer(telephone, alice, transfert, PHOTO).get_json()["recus"] == len(PHOTO)


def test_answers_that_do_not_hold_are_named_and_nothing_is_written(
    telephone: FlaskClient, alice: Identite, session: Session
) -> None:
    faux = un_bail(alice, "personne")
    reponse = declarer(telephone, alice, cle(), _avec_photo(telephone, alice, reponses=faux))
    assert reponse.status_code == 422
    assert [(faute["ou"], faute["champ"]) for faute in reponse.get_json()["fautes"]] == [("details", "qui")]
    manque = declarer(telephone, alice, cle(), contenu(un_bail(alice)))
    assert manque.get_json()["fautes"] == [{"ou": "documents", "quoi": "Il manque un document."}]
    assert _nombre(session) == 0


def test_what_was_given_up_before_it_came_never_comes_and_its_files_go(
    telephone: FlaskClient, alice: Identite, session: Session
) -> None:
    envoi, octets = cle(), _avec_photo(telephone, alice)
    assert session.scalars(select(Transfert)).all() != []
    session.rollback()
    assert retirer(telephone, alice, envoi, octets).get_json() == {"cle": envoi, "retire": True}
    assert session.scalars(select(Transfert)).all() == []
    session.rollback()
    tard = declarer(telephone, alice, envoi, octets)
    assert (tard.status_code, tard.get_json()["conflit"]) == (409, "retiree")
    assert _nombre(session) == 0


def test_what_had_come_before_it_was_given_up_is_told(telephone: FlaskClient, alice: Identite) -> None:
    envoi, octets = cle(), _avec_photo(telephone, alice)
    recu = declarer(telephone, alice, envoi, octets).get_json()["recu"]
    reponse = retirer(telephone, alice, envoi, octets)
    assert (reponse.status_code, reponse.get_json()["recu"]) == (200, recu)


def test_a_new_version_takes_the_place_of_the_one_that_had_come(
    telephone: FlaskClient, alice: Identite, session: Session
) -> None:
    ancienne, nouvelle = cle(), cle()
    declarer(telephone, alice, ancienne, _avec_photo(telephone, alice))
    reponse = declarer(telephone, alice, nouvelle, _avec_photo(telephone, alice, avant=[ancienne]))
    assert reponse.status_code == 201
    etats = session.scalars(select(Demarche.etat).order_by(Demarche.deposee_a, Demarche.remplace_id)).all()
    assert sorted(etat.name for etat in etats) == ["ANNULEE", "RECUE"]


def test_a_former_version_that_is_late_never_comes(telephone: FlaskClient, alice: Identite, session: Session) -> None:
    ancienne, nouvelle = cle(), cle()
    vieux = _avec_photo(telephone, alice)
    declarer(telephone, alice, nouvelle, _avec_photo(telephone, alice, avant=[ancienne]))
    assert declarer(telephone, alice, ancienne, vieux).status_code == 409
    assert _nombre(session) == 1


@pytest.mark.parametrize("octets", [b"", b"[]", b"{}", b"[" * 20_000, b'{"demarche": "' + b"a" * 70_000 + b'"}'])
def test_what_no_application_of_ours_sends_is_refused(
    telephone: FlaskClient, alice: Identite, session: Session, app: Flask, octets: bytes
) -> None:
    assert declarer(telephone, alice, cle(), octets).status_code in (413, 422)
    assert _nombre(session) == 0


def test_bank_details_kept_on_a_telephone_wait_for_a_proof(
    telephone: FlaskClient, app: Flask, alice: Identite, session: Session
) -> None:
    """What a stolen telephone had kept changes nobody's account: it is the person who does, once more."""
    reponses = {
        "titulaire": {"qui": [alice.personne_id], "nom": ["Alice Martin"], "confirmation": ["oui"]},
        "compte": {"iban": ["FR76 3000 6000 0112 3456 7890 189"]},
        "depart": {"jour": [AUJOURDHUI.isoformat()]},
    }
    transfert, envoi = cle(), cle()
    deposer(telephone, alice, transfert, PHOTO)
    octets = contenu(reponses, "coordonnees-bancaires", documents=[{"cle": transfert, "emplacement": "rib"}])
    refus = declarer(telephone, alice, envoi, octets)
    assert (refus.status_code, refus.get_json()) == (428, {"cle": envoi})
    assert _nombre(session) == 0
    confirmee = connecter(app.test_client(), alice, confirmee=True)
    assert declarer(confirmee, alice, envoi, octets).status_code == 201


def test_a_form_that_has_changed_since_is_told(telephone: FlaskClient, alice: Identite, session: Session) -> None:
    reponse = declarer(telephone, alice, cle(), _avec_photo(telephone, alice, version=0))
    assert (reponse.status_code, reponse.get_json()["conflit"]) == (409, "version")
    assert declarer(telephone, alice, cle(), contenu({}, "inconnue")).get_json()["conflit"] == "version"
    assert _nombre(session) == 0


def test_begun_elsewhere_meanwhile_it_is_told_and_both_stay(
    telephone: FlaskClient, alice: Identite, session: Session
) -> None:
    octets = _avec_photo(telephone, alice)
    ailleurs = telephone.post("/demarches/document/etapes/nature", data={"nature": "rib", "revision": "0"})
    assert ailleurs.status_code < 400
    reponse = declarer(telephone, alice, cle(), octets)
    assert (reponse.status_code, reponse.get_json()["conflit"]) == (409, "brouillon")
    assert (_nombre(session), _nombre(session, Brouillon)) == (0, 1)


def test_a_new_version_of_what_an_adviser_has_taken_up_is_told_and_changes_nothing(
    telephone: FlaskClient, alice: Identite, session: Session
) -> None:
    ancienne = cle()
    declarer(telephone, alice, ancienne, _avec_photo(telephone, alice))
    session.execute(update(Demarche).values(etat=EtatDemarche.EN_COURS))
    session.commit()
    reponse = declarer(telephone, alice, cle(), _avec_photo(telephone, alice, avant=[ancienne]))
    assert (reponse.status_code, reponse.get_json()["conflit"]) == (409, "traitee")
    session.expire_all()
    assert session.scalars(select(Demarche.etat)).all() == [EtatDemarche.EN_COURS]


def test_a_demarche_that_has_closed_is_told_with_its_reason(
    telephone: FlaskClient, alice: Identite, session: Session
) -> None:
    reponse = declarer(telephone, alice, cle(), contenu({}, "declaration-trimestrielle"))
    assert (reponse.status_code, reponse.get_json()["conflit"]) == (409, "fermee")
    assert reponse.get_json()["phrase"]
    assert _nombre(session) == 0


def test_sent_by_twenty_at_once_it_comes_once(telephone: FlaskClient, app: Flask, alice: Identite) -> None:
    envoi, octets = cle(), _avec_photo(telephone, alice)
    clients = [connecter(app.test_client(), alice) for _ in range(20)]
    with ThreadPoolExecutor(20) as fils:
        reponses = list(fils.map(lambda client: declarer(client, alice, envoi, octets), clients))
    recus = [reponse.get_json()["recu"] for reponse in reponses if reponse.status_code in (200, 201)]
    assert len({recu["numero"] for recu in recus}) == 1
    assert {reponse.status_code for reponse in reponses} <= {200, 201, 409, 503}
    assert declarer(telephone, alice, envoi, octets).get_json()["recu"] == recus[0]


def test_what_nobody_declared_goes_after_a_month_and_its_pieces_with_it(
    telephone: FlaskClient, app: Flask, alice: Identite, session: Session
) -> None:
    stockage = app.extensions["transferts"].stockage
    deposer(telephone, alice, cle(), PHOTO)
    plus_tard = instant() + timedelta(days=31)
    assert menage.balayer(session, stockage, plus_tard) == 0
    assert menage.oublier(session, plus_tard) == 1
    assert menage.balayer(session, stockage, plus_tard) == 1
