"""Advisers at their desks, and a démarche that waits for them."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from caf_pwa.comptes.agents import service
from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches.modele import Demarche
from caf_pwa.socle.horloge import instant
from tests.demarches.conftest import essai
from tests.demarches.envois import deposer
from tests.fabriques import moteur_de

__all__ = ["essai"]


class Bureau:
    """An adviser's browser in front of one démarche."""

    def __init__(self, client: FlaskClient, agent_id: str) -> None:
        self.client, self.agent_id = client, agent_id

    def ouvrir(self, demarche_id: str, raison: str = "etude", mots: str = "") -> None:
        """Say why, and be let in."""
        reponse = self.client.post(f"/gestion/demarches/{demarche_id}/motif", data={"raison": raison, "mots": mots})
        assert (reponse.status_code, reponse.location) == (303, f"/gestion/demarches/{demarche_id}")

    def agir(self, demarche_id: str, quoi: str, revision: int, **donnees: Any) -> int:
        reponse = self.client.post(f"/gestion/demarches/{demarche_id}/{quoi}", data={"revision": revision, **donnees})
        return reponse.status_code


NouveauBureau = Callable[[str], Bureau]


@pytest.fixture
def nouveau_bureau(app: Flask) -> NouveauBureau:
    """``nouveau_bureau("Camille")``: an adviser of that name, signed in."""

    def ouvrir(nom: str) -> Bureau:
        with Session(moteur_de(app)) as session:
            agent_id = service.inscrire(session, f"{nom.lower()}@exemple.invalid", "correct cheval", nom=nom).id
            jeton = service.ouvrir(session, agent_id, instant())
            session.commit()
        client = app.test_client()
        client.set_cookie("caf-agent", jeton)
        return Bureau(client, agent_id)

    return ouvrir


@pytest.fixture
def camille(nouveau_bureau: NouveauBureau) -> Bureau:
    return nouveau_bureau("Camille")


@pytest.fixture
def grossesse(session: Session, alice: Identite) -> Demarche:
    """Alice has told of her pregnancy."""
    demarche = deposer(session, alice)
    session.commit()
    return demarche


@pytest.fixture
def metier(session: Session, alice: Identite, essai: None) -> Demarche:
    """Alice has told that she is a baker now."""
    demarche = deposer(session, alice, "essai", depart={"change": ["oui"]}, metier={"metier": ["Boulangère"]})
    session.commit()
    return demarche
