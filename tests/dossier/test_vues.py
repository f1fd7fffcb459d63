"""Mon profil and Mes ressources on screen: what the register says, to those it concerns, and nothing in full."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caf_pwa.comptes.identite import Identite
from tests.fabriques import compte, connecter, foyer, identite_de, importer, personne, quotient, ressources
from tests.lecteur import lire
from tests.regles.document import Document

JULIE = personne("julie", "conjoint", prenoms="Julie", nom_usage="BENALI", telephone="06 00 00 00 13")
HUGO = personne("hugo", "enfant", naissance="2010-00-00")
ADRESSE = {"destinataire": "M. BENALI Karim", "voie": "27 cours de la Liberté", "code_postal_ville": "69003 LYON"}
BANQUE = {"iban": "FR7600000000000000000001282", "titulaire": "M. ou Mme Benali"}


@pytest.fixture
def karim(app: Flask) -> Identite:
    importer(
        app,
        foyer(
            "karim",
            personne("karim", lieu_naissance="Lyon (69)", telephone="06 00 00 00 12"),
            JULIE,
            HUGO,
            adresse=ADRESSE,
            compte_bancaire=BANQUE,
            situation={"nature": "Mariés", "depuis": "2009-06-20"},
        ),
        compte("karim", identifiant="1850569123012"),
        compte("julie"),
        ressources("karim", "karim"),
        ressources("karim", "julie", lignes=[{"libelle": "Salaires", "montant": "9320.00", "origine": "employeur"}]),
        quotient("karim", valeur=None, motif="Il manque un avis d’imposition."),
    )
    return identite_de(app, "karim")


def test_the_profile_shows_the_household_as_the_register_has_it(client: FlaskClient, karim: Identite) -> None:
    page = lire(connecter(client, karim), "/profil")
    for dit in (
        "12 juillet 1991 , à Lyon (69)",
        "Mariés",
        "le 20 juin 2009",
        "Julie BENALI",
        "2010 (jour et mois inconnus)",
        "M. BENALI Karim 27 cours de la Liberté 69003 LYON",
        "FR76 •••• 1282",
        "M. ou Mme Benali",
        "1 85 •• •• ••• •12",
    ):
        assert dit in page.replace("1991, à", "1991 , à")
    assert "1850569123012" not in page
    assert "0000000000" not in page


def test_every_rubric_of_the_profile_has_its_pencil(client: FlaskClient, karim: Identite) -> None:
    adresses = Document(connecter(client, karim).get("/profil").text).adresses()
    for slug in (
        "situation-familiale",
        "enfants-et-personnes-a-charge",
        "situation-professionnelle",
        "coordonnees",
        "coordonnees-bancaires",
        "grossesse",
        "naissance",
    ):
        assert f"/demarches/{slug}" in adresses


def test_a_spouse_without_authorisation_reads_her_own_profile_alone(
    app: Flask, client: FlaskClient, karim: Identite
) -> None:
    page = lire(connecter(client, identite_de(app, "julie")), "/profil")
    assert "06 00 00 00 13" in page
    for tu in ("Karim", "06 00 00 00 12", "FR76", "69003", "Mariés", "2010"):
        assert tu not in page


def test_resources_are_shown_with_their_origin_and_the_quotient_with_its_reason(
    client: FlaskClient, karim: Identite
) -> None:
    page = lire(connecter(client, karim), "/ressources")
    for dit in ("7 446,00 €", "Transmis par les impôts", "9 320,00 €", "Il manque un avis d’imposition."):
        assert dit in page


def test_a_spouse_without_authorisation_reads_her_own_resources_alone(
    app: Flask, client: FlaskClient, karim: Identite
) -> None:
    page = lire(connecter(client, identite_de(app, "julie")), "/ressources")
    assert "9 320,00 €" in page
    assert "Transmis par l’employeur" in page
    assert "7 446,00" not in page
    assert "avis d’imposition" not in page


def test_names_and_addresses_are_text_and_never_a_page(app: Flask, client: FlaskClient) -> None:
    piege = personne("eve", prenoms="<script>alert(1)</script>", nom_naissance='"><img src=x onerror=alert(1)>')
    importer(app, foyer("eve", piege, adresse={"voie": "{{ 7*7 }}"}), compte("eve"))
    connecter(client, identite_de(app, "eve"))
    for adresse in ("/profil", "/accueil"):
        page = client.get(adresse).text
        assert "<script>alert" not in page
        assert "<img" not in page
    assert "{{ 7*7 }}" in lire(client, "/profil")
