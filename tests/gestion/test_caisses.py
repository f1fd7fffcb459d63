"""T35: an adviser sees the dossiers of their own Caf; those of another are not found, and the attempt is logged."""

import logging
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from caf_pwa.comptes.agents import service
from caf_pwa.demarches.modele import Demarche
from caf_pwa.socle.horloge import instant
from tests.demarches.envois import deposer
from tests.fabriques import compte, foyer, identite_de, importer, personne

Guichet = Callable[[str | None], FlaskClient]


@pytest.fixture
def bordelaise(app: Flask, session: Session) -> Demarche:
    """A démarche of Alice, whose dossier is held in Bordeaux."""
    importer(app, foyer("alice", personne("alice"), caisse="Caf de la Gironde"), compte("alice"))
    demarche = deposer(session, identite_de(app, "alice"))
    session.commit()
    return demarche


@pytest.fixture
def guichet(app: Flask, session: Session) -> Guichet:
    """``guichet("Caf du Rhône")``: an adviser of that Caf, signed in."""

    def ouvrir(caisse: str | None) -> FlaskClient:
        agent = service.inscrire(session, f"{len(caisse or '')}@exemple.invalid", "correct cheval", caisse=caisse)
        jeton = service.ouvrir(session, agent.id, instant())
        session.commit()
        client = app.test_client()
        client.set_cookie("caf-agent", jeton)
        return client

    return ouvrir


def _adresses(app: Flask, demarche: Demarche) -> list[tuple[str, str]]:
    """Every address of the console that names a démarche: method, address."""
    valeurs = {"demarche_id": demarche.id, "genre": "courrier"} | dict.fromkeys(("document_id", "papier_id"), "0" * 32)
    portier = app.url_map.bind("localhost")
    regles = [
        regle for regle in app.url_map.iter_rules() if "<demarche_id>" in regle.rule and "/gestion/" in regle.rule
    ]
    return [
        (methode, portier.build(regle.endpoint, {nom: valeurs[nom] for nom in regle.arguments}))
        for regle in regles
        for methode in regle.methods or ()
        if methode in ("GET", "POST")
    ]


@pytest.mark.parametrize("caisse", ["Caf de la Gironde", None])
def test_t35_the_adviser_of_bordeaux_and_one_of_every_caf_find_her(
    guichet: Guichet, bordelaise: Demarche, caisse: str | None
) -> None:
    client = guichet(caisse)
    assert bordelaise.numero in client.get("/gestion").text
    assert client.get(f"/gestion/demarches/{bordelaise.id}").status_code == 200


def test_t35_the_adviser_of_lyon_does_not_find_her_and_is_told_nothing(
    app: Flask, guichet: Guichet, bordelaise: Demarche, caplog: pytest.LogCaptureFixture
) -> None:
    client = guichet("Caf du Rhône")
    assert bordelaise.numero not in client.get("/gestion").text
    trouvee = client.post("/gestion/recherche", data={"texte": bordelaise.numero})
    assert "Alice" not in trouvee.text
    with caplog.at_level(logging.WARNING):
        for methode, adresse in _adresses(app, bordelaise):
            caplog.clear()
            reponse = client.open(adresse, method=methode, data={"raison": "etude", "mots": ""})
            assert reponse.status_code == 404, f"{methode} {adresse}"
            assert "Alice" not in reponse.text
            assert "asked for a dossier of another Caf" in caplog.text, f"{methode} {adresse}"
            assert bordelaise.id not in caplog.text
