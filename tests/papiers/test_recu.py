"""The receipt of a démarche: for the person who sent it, and nobody else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches.modele import Demarche
from tests.demarches.parcours import Parcours
from tests.fabriques import autorisation, compte, connecter, foyer, identite_de, importer, personne
from tests.lecteur import lire
from tests.papiers.feuille import texte
from tests.papiers.guichet import demander, dernier, verifier

RECU = "recu-de-demarche"


@pytest.fixture
def envoyee(app: Flask, client: FlaskClient, alice: Identite, session: Session) -> Demarche:
    """Alice has sent a document."""
    assert Parcours(connecter(client, alice), "document").envoyer().status_code == 303
    return session.query(Demarche).one()


def test_who_sent_a_demarche_has_its_receipt(
    app: Flask, client: FlaskClient, envoyee: Demarche, session: Session
) -> None:
    page = lire(client, f"/attestations/{RECU}?demarche={envoyee.id}")
    feuille = texte(demander(client, RECU, demarche=envoyee.id))
    for dit in (envoyee.numero, envoyee.titre):
        assert dit in page
        assert dit in feuille
    assert envoyee.empreinte is not None
    assert envoyee.empreinte in page
    assert envoyee.empreinte in feuille.replace(" ", "")
    statut, vue = verifier(app.test_client(), dernier(session).code)
    assert statut == 200
    assert envoyee.numero in vue
    assert "Alice" not in vue


def test_the_receipt_is_one_tap_from_the_demarche(client: FlaskClient, envoyee: Demarche) -> None:
    page = client.get(f"/demarches/suivi/{envoyee.id}").text
    assert f'href="/attestations/{RECU}?demarche={envoyee.id}"' in page


def test_t32_nobody_else_has_it(app: Flask, envoyee: Demarche, bob: Identite) -> None:
    """Neither a stranger, nor the spouse who manages the dossier: the receipt is its author's."""
    conjoint = personne("julie", "conjoint")
    importer(
        app, foyer("alice", personne("alice"), conjoint, version=2), compte("julie"), autorisation("alice", "julie")
    )
    for autre in (bob, identite_de(app, "julie")):
        client = connecter(app.test_client(), autre)
        for adresse in (f"/attestations/{RECU}", f"/documents/{RECU}.pdf"):
            for demarche in (envoyee.id, "0" * 32, "", "x" * 500):
                assert client.get(adresse, query_string={"demarche": demarche}).status_code == 404
