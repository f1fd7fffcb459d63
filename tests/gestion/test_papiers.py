"""An adviser withdraws a paper: whoever checks it sees it at once, and the person reads why."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.papiers.modele import Papier
from tests.demarches.envois import deposer
from tests.fabriques import connecter, importer, paiement
from tests.gestion.conftest import Bureau
from tests.lecteur import lire
from tests.papiers.guichet import RELEVE, demander, dernier, verifier


@pytest.fixture
def papier(app: Flask, client: FlaskClient, alice: Identite, session: Session) -> Papier:
    """Alice's statement."""
    importer(app, paiement("alice"))
    demander(connecter(client, alice), RELEVE)
    return dernier(session)


def test_a_paper_is_withdrawn_with_a_reason(
    app: Flask, client: FlaskClient, session: Session, essai: None, alice: Identite, papier: Papier, camille: Bureau
) -> None:
    une = deposer(session, alice).id
    session.commit()
    camille.ouvrir(une)
    assert papier.titre in lire(camille.client, f"/gestion/demarches/{une}/papiers")
    adresse = f"/gestion/demarches/{une}/papiers/{papier.id}/retrait"
    sans = camille.client.post(adresse, data={"motif": " "})
    assert (sans.status_code, "Dites pourquoi." in sans.text) == (422, True)
    for _ in range(2):
        assert camille.client.post(adresse, data={"motif": "Le montant était faux."}).status_code == 303
    assert "Ce document ne vaut plus" in verifier(app.test_client(), papier.code)[1]
    assert lire(client, "/attestations").count("Retiré par votre Caf le ") == 1
    histoire = lire(client, "/compte/historique")
    assert histoire.count("Papier « Relevé de compte » retiré") == 1
    assert "Le montant était faux." in histoire


def test_a_paper_of_another_household_is_not_found(
    session: Session, essai: None, bob: Identite, papier: Papier, camille: Bureau
) -> None:
    une = deposer(session, bob).id
    session.commit()
    camille.ouvrir(une)
    adresse = f"/gestion/demarches/{une}/papiers/{papier.id}/retrait"
    assert camille.client.post(adresse, data={"motif": "Non."}).status_code == 404


def test_the_reason_comes_first(
    session: Session, essai: None, alice: Identite, papier: Papier, camille: Bureau
) -> None:
    une = deposer(session, alice).id
    session.commit()
    reponse = camille.client.get(f"/gestion/demarches/{une}/papiers")
    assert (reponse.status_code, reponse.location) == (303, f"/gestion/demarches/{une}")
