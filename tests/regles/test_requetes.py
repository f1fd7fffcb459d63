"""A page costs few statements, however much there is to show; one that has not changed costs next to nothing."""

import pytest
from flask import Flask

from tests.fabriques import connecter, identite_de
from tests.regles.adresses import LECTRICE, a_lire, reelle
from tests.regles.compteur import requetes
from tests.regles.conftest import Visites
from tests.regles.routes import FRAGMENT, Route, nom

AU_PLUS = 6
# A page of a démarche brings together the person, the household, what it receives, the draft and what was sent;
# a letter, whether the démarche that answers it is open to its reader.
D_UNE_DEMARCHE = 10
DES_DEMARCHES = ("demarches.presentation", "demarches.etape", "demarches.documents", "demarches.verifier",
                 "courriers.courrier")  # fmt: skip
# Composed and compared the first time after a change; then found in two statements (tests/papiers).
COMPOSES = ("papiers.pdf",)


@pytest.mark.parametrize("route", a_lire(), ids=nom)
def test_a_fragment_costs_few_statements(demonstration: Flask, visites: Visites, route: Route) -> None:
    adresse = reelle(route[1], visites(LECTRICE))
    client = connecter(demonstration.test_client(), identite_de(demonstration, LECTRICE))
    with requetes(demonstration) as envoyees:
        reponse = client.get(adresse, headers=FRAGMENT, buffered=True)
    assert reponse.status_code == 200
    if route[1] == "hors_ligne.dossier":
        return  # one statement or so for each slice it lists, once a day
    au_plus = D_UNE_DEMARCHE if route[1] in (*DES_DEMARCHES, *COMPOSES) else AU_PLUS
    assert len(envoyees) <= au_plus, (
        f"{adresse} sends {len(envoyees)} statements. Join what is read together, and load what a list needs with it "
        "(selectinload) rather than row by row:\n" + "\n".join(envoyees)
    )


def test_the_list_of_what_to_keep_costs_as_many_statements_for_a_long_dossier(demonstration: Flask) -> None:
    couts = {}
    for personne in (LECTRICE, "vide"):
        client = connecter(demonstration.test_client(), identite_de(demonstration, personne))
        with requetes(demonstration) as envoyees:
            pages = client.get("/hors-ligne/dossier").get_json()["pages"]
        couts[personne] = len(envoyees)
    assert len(pages) > 10
    assert couts[LECTRICE] == couts["vide"], "A statement for each page is one too many."
