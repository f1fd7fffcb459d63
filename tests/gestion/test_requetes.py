"""The console asks the database little, however long the queue."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from caf_pwa.demarches.modele import Demarche
from tests.gestion.conftest import Bureau
from tests.gestion.test_attente import envoyee
from tests.regles.compteur import requetes


@pytest.mark.usefixtures("alice")
def test_a_long_queue_costs_as_many_statements_as_a_short_one(app: Flask, session: Session, camille: Bureau) -> None:
    couts = []
    for rang in range(20):
        envoyee(session, "alice", rang)
        if rang in (0, 19):
            with requetes(app) as envoyees:
                assert camille.client.get("/gestion").status_code == 200
            couts.append(len(envoyees))
    assert couts == [couts[0]] * 2
    assert couts[0] <= 6


def test_a_demarche_with_its_dossier_costs_few_statements(app: Flask, grossesse: Demarche, camille: Bureau) -> None:
    camille.ouvrir(grossesse.id)
    with requetes(app) as envoyees:
        camille.client.get(f"/gestion/demarches/{grossesse.id}")
    assert len(envoyees) <= 9, "\n".join(envoyees)
