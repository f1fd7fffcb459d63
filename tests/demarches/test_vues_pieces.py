"""Documents asked for: each answered in its place, sent together, once; asked for again when they are refused."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.alertes import service as alertes
from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches import pieces, reponse, service
from caf_pwa.demarches.modele import Demarche, EtatDemarche, EtatPiece, PieceDemandee, PieceJointe
from caf_pwa.documents.modele import Document, EtatDocument
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.identifiants import interne
from tests.conftest import AUJOURDHUI
from tests.demarches.envois import deposer
from tests.demarches.test_vues_suivi import preparer, suivi
from tests.fabriques import autorisation, compte, connecter, foyer, identite_de, importer, personne, piece
from tests.lecteur import lire

A_TRANSMETTRE, ENVOI = "/demarches/a-transmettre", "/demarches/pieces/envoi"
ACTE = ("Acte de naissance", "Pour vérifier.", AUJOURDHUI)


def place(nom: str = "piece") -> str:
    """Where the document that the feed asks for under that name is begun."""
    return f"/demarches/pieces/{interne('piece', nom)}/document"


def _place(demandee: PieceDemandee) -> str:
    return f"/demarches/pieces/{demandee.id}/document"


def _envoyees(session: Session) -> list[Demarche]:
    session.expire_all()
    return list(session.scalars(select(Demarche).order_by(Demarche.titre)))


def test_a_document_asked_for_is_prepared_in_place_then_sent(
    app: Flask, client: FlaskClient, session: Session, alice: Identite
) -> None:
    importer(app, piece("alice"))
    connecter(client, alice)
    assert "Prêt à envoyer" not in lire(client, A_TRANSMETTRE)
    document = preparer(client, place())
    assert client.post(place()).location == document, "gone on with, not begun twice"
    page = lire(client, A_TRANSMETTRE)
    assert "Prêt à envoyer 1 page" in page
    assert "Envoyer mon document" in page
    assert client.post(ENVOI).location == "/demarches/a-consulter"
    (envoyee,) = _envoyees(session)
    assert (envoyee.titre, envoyee.etat) == ("Document envoyé\xa0: Quittance de loyer", EtatDemarche.RECUE)
    assert session.scalars(select(PieceDemandee.etat)).one() is EtatPiece.RECUE
    assert session.scalars(select(Document.etat)).one() is EtatDocument.RECU
    assert "Quittance de loyer" not in lire(client, A_TRANSMETTRE)
    page = lire(client, suivi(envoyee))
    for dit in (envoyee.numero, "Reçu", "Le loyer a changé.", "Document envoyé depuis l’application."):
        assert dit in page


def test_two_documents_leave_with_one_button(
    app: Flask, client: FlaskClient, session: Session, alice: Identite
) -> None:
    importer(app, piece("alice"), piece("alice", "bail", libelle="Bail"), piece("alice", "rien", libelle="Facture"))
    connecter(client, alice)
    preparer(client, place())
    preparer(client, place("bail"))
    client.post(place("rien"))  # begun and left empty
    assert "2 documents sont prêts." in lire(client, A_TRANSMETTRE)
    assert "Envoyer mes 2 documents" in lire(client, A_TRANSMETTRE)
    assert client.post(ENVOI).status_code == 303
    assert [une.titre for une in _envoyees(session)] == [
        "Document envoyé\xa0: Bail",
        "Document envoyé\xa0: Quittance de loyer",
    ]
    assert [une.libelle for une in service.pieces_attendues(session, alice)] == ["Facture"]


def test_sent_twice_it_is_sent_once(app: Flask, client: FlaskClient, session: Session, alice: Identite) -> None:
    importer(app, piece("alice"))
    preparer(connecter(client, alice), place())
    assert [client.post(ENVOI).status_code for _ in range(3)] == [303] * 3
    assert len(_envoyees(session)) == 1


def test_a_document_received_is_not_begun_again(
    app: Flask, client: FlaskClient, session: Session, alice: Identite
) -> None:
    importer(app, piece("alice", etat="recue"))
    assert connecter(client, alice).post(place()).location == A_TRANSMETTRE
    assert list(session.scalars(select(PieceJointe))) == []


def test_a_refused_document_is_asked_for_again_with_the_reason(
    app: Flask, client: FlaskClient, session: Session, alice: Identite
) -> None:
    importer(app, piece("alice"))
    premier = preparer(connecter(client, alice), place())
    client.post(ENVOI)
    pieces.juger(session, session.scalars(select(Document)).one(), "La photo est floue.", instant())
    session.commit()
    page = lire(client, A_TRANSMETTRE)
    assert "Le document envoyé n’a pas été accepté. La photo est floue." in page
    assert "Prêt à envoyer" not in page, "the refused one is not ready: another is needed"
    assert "Envoyer mon document" not in page
    assert client.post(ENVOI).status_code == 303
    assert len(_envoyees(session)) == 1, "nothing is ready"
    assert preparer(client, place()) != premier
    assert "Prêt à envoyer 1 page" in lire(client, A_TRANSMETTRE)
    client.post(ENVOI)
    etats = set(session.scalars(select(Document.etat)))
    assert etats == {EtatDocument.REFUSE, EtatDocument.RECU}
    assert service.pieces_attendues(session, alice) == []


def test_a_document_asked_for_a_demarche_goes_to_it_and_it_goes_on(
    client: FlaskClient, session: Session, alice: Identite, agent: str
) -> None:
    demarche = deposer(session, alice)
    reponse.prendre_en_charge(session, demarche, agent, 0, instant())
    demandee = reponse.demander_un_document(session, demarche, ACTE, 1, instant())
    session.commit()
    connecter(client, alice)
    assert "Un document vous est demandé" in lire(client, suivi(demarche))
    preparer(client, _place(demandee))
    client.post(ENVOI)
    (encore,) = _envoyees(session)
    assert (encore.id, encore.etat, encore.revision) == (demarche.id, EtatDemarche.EN_COURS, 3)
    page = lire(client, suivi(demarche))
    assert "Document envoyé : Acte de naissance." in page
    assert re.search(r"Documents .*Acte de naissance 1 page Reçu", page)


@pytest.mark.parametrize("fin", ["accepter", "refuser"])
def test_once_a_demarche_is_answered_nothing_more_is_asked_for_it(
    client: FlaskClient, session: Session, alice: Identite, agent: str, fin: str
) -> None:
    demarche = deposer(session, alice)
    reponse.prendre_en_charge(session, demarche, agent, 0, instant())
    demandee = reponse.demander_un_document(session, demarche, ACTE, 1, instant())
    reponse.repondre(session, demarche, "Alice", "Je ne l’ai plus.", instant())
    getattr(reponse, fin)(session, demarche, "Selon vos réponses.", 3, instant())
    session.commit()
    assert "Acte de naissance" not in lire(connecter(client, alice), A_TRANSMETTRE)
    session.refresh(demandee)
    assert demandee.etat is EtatPiece.ANNULEE
    assert [alerte.titre for alerte in alertes.recues(session, alice) if alerte.a_faire] == []


@pytest.fixture
def karim(app: Flask) -> Identite:
    importer(
        app,
        foyer("karim", personne("karim"), personne("julie", "conjoint")),
        *(compte(nom) for nom in ("karim", "julie")),
        piece("karim", "foyer"),
        piece("karim", "karim", personne="karim", libelle="Bail"),
        piece("karim", "julie", personne="julie", libelle="Contrat"),
    )
    return identite_de(app, "karim")


def test_a_spouse_without_authorisation_answers_what_names_her_alone(
    app: Flask, client: FlaskClient, session: Session, karim: Identite
) -> None:
    connecter(client, identite_de(app, "julie"))
    assert "Bail" not in lire(client, A_TRANSMETTRE)
    assert [client.post(place(nom)).status_code for nom in ("foyer", "karim")] == [404, 404]
    preparer(client, place("julie"))
    client.post(ENVOI)
    assert [une.titre for une in _envoyees(session)] == ["Document envoyé\xa0: Contrat"]


def test_a_spouse_with_an_authorisation_answers_for_the_household(
    app: Flask, client: FlaskClient, session: Session, karim: Identite
) -> None:
    importer(app, autorisation("karim", "julie"))
    preparer(connecter(client, identite_de(app, "julie")), place("foyer"))
    client.post(ENVOI)
    assert {une.libelle for une in service.pieces_attendues(session, karim)} == {"Bail", "Contrat"}


def test_what_the_spouse_prepares_is_not_sent_by_another(
    app: Flask, client: FlaskClient, session: Session, karim: Identite
) -> None:
    preparer(connecter(client, identite_de(app, "julie")), place("julie"))
    connecter(client, karim)
    assert "Prêt à envoyer" not in lire(client, A_TRANSMETTRE)
    client.post(ENVOI)
    assert _envoyees(session) == []


def test_what_is_confidential_is_not_shown_to_who_manages_the_dossier(
    app: Flask, client: FlaskClient, session: Session, karim: Identite, agent: str
) -> None:
    julie = identite_de(app, "julie")
    demarche = deposer(session, julie)
    assert demarche.confidentielle
    reponse.prendre_en_charge(session, demarche, agent, 0, instant())
    demandee = reponse.demander_un_document(session, demarche, ACTE, 1, instant())
    session.commit()
    document = preparer(connecter(client, julie), _place(demandee))
    responsable = connecter(app.test_client(), karim)

    def cachee() -> None:
        assert "Acte de naissance" not in lire(responsable, A_TRANSMETTRE)
        assert "grossesse" not in lire(responsable, "/demarches/a-consulter").lower()
        assert "Acte de naissance" not in lire(responsable, "/demarches/a-consulter")
        assert "Acte de naissance" not in lire(responsable, "/alertes")
        assert responsable.post(_place(demandee)).status_code == 404
        assert responsable.get(suivi(demarche)).status_code == 404
        assert responsable.get(document).status_code == 404

    cachee()
    assert client.post(ENVOI).status_code == 303
    assert "Acte de naissance" in lire(client, suivi(demarche))
    cachee()
    pieces.juger(session, session.scalars(select(Document)).one(), "Floue.", instant())
    session.commit()
    assert "Floue." in lire(client, A_TRANSMETTRE)
    cachee()


def test_a_stranger_finds_no_document_asked_for(
    app: Flask, client: FlaskClient, alice: Identite, bob: Identite
) -> None:
    importer(app, piece("alice"))
    assert connecter(client, bob).post(place()).status_code == 404
