"""Mes allocations on screen: the amounts as they were paid, for those who may see them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caf_pwa.comptes.identite import Identite
from caf_pwa.socle.identifiants import interne
from tests.fabriques import (
    autorisation,
    compte,
    connecter,
    creance,
    droit,
    foyer,
    identite_de,
    importer,
    ligne,
    paiement,
    personne,
    retenue,
)
from tests.lecteur import lire
from tests.regles.document import Document

DETAIL = f"/allocations/paiements/{interne('paiement', 'p')}"


@pytest.fixture
def chez_karim(app: Flask, client: FlaskClient) -> FlaskClient:
    """Karim signed in; Julie and Hugo have accounts too."""
    personnes = (personne("karim"), personne("julie", "conjoint"), personne("hugo", "enfant"))
    lignes = [ligne("1200.00", "RSA"), ligne("388.00", "APL", tiers="Logis du Port")]
    importer(
        app,
        foyer("karim", *personnes),
        *(compte(nom) for nom in ("karim", "julie", "hugo")),
        creance("karim"),
        paiement("karim", "p", lignes, [retenue("45.00", "creance")], compte="FR76 •••• 1181"),
    )
    return connecter(client, identite_de(app, "karim"))


def test_the_detail_of_a_payment_tells_how_its_amount_was_reached(chez_karim: FlaskClient) -> None:
    page = lire(chez_karim, DETAIL)
    for dit in (
        "Paiement du 5 novembre 2026",
        "1 155,00 € Sur le compte FR76 •••• 1181",
        "Et 388,00 € versés directement à un tiers.",
        "Revenu de solidarité active Pour octobre 2026",
        "Versé à Logis du Port",
        "Remboursement d’une dette Voir cette dette",
        "−45,00 €",
    ):
        assert dit in page


def test_the_list_of_payments_leads_to_each(chez_karim: FlaskClient) -> None:
    document = Document(chez_karim.get("/allocations/paiements").text)
    assert DETAIL in document.adresses()
    page = lire(chez_karim, "/allocations/paiements")
    assert "moins 45,00 € retenus" in page
    assert "Prochaine date de paiement : vendredi 4 décembre 2026 (dans 11 jours)" in page


@pytest.mark.parametrize("adresse", ["/allocations/droits", "/allocations/paiements", DETAIL, "/dettes"])
def test_a_spouse_without_authorisation_sees_no_payment_of_the_household(
    app: Flask, chez_karim: FlaskClient, adresse: str
) -> None:
    for nom in ("julie", "hugo"):
        chez_l_autre = connecter(app.test_client(), identite_de(app, nom))
        reponse = chez_l_autre.get(adresse)
        assert reponse.status_code == 403
        assert "1 155,00" not in reponse.text.replace("\u202f", " ")
        accueil = chez_l_autre.get("/accueil").text.replace("\u202f", " ")
        assert "1 155,00" not in accueil
        assert "Mes dettes" not in accueil


def test_an_authorisation_opens_the_payments_at_once_and_its_end_closes_them(
    app: Flask, chez_karim: FlaskClient
) -> None:
    chez_julie = connecter(app.test_client(), identite_de(app, "julie"))
    statuts = [chez_julie.get(DETAIL).status_code]
    importer(app, autorisation("karim", "julie"))
    statuts.append(chez_julie.get(DETAIL).status_code)
    importer(app, autorisation("karim", "julie", fin="2026-11-23", version=2))
    statuts.append(chez_julie.get(DETAIL).status_code)
    assert statuts == [403, 200, 403]


def test_bob_does_not_find_a_payment_of_another_household(app: Flask, chez_karim: FlaskClient, bob: Identite) -> None:
    chez_bob = connecter(app.test_client(), bob)
    assert chez_bob.get(DETAIL).status_code == 404
    assert chez_bob.get(f"/allocations/paiements/{interne('paiement', 'inconnu')}").status_code == 404


def test_a_right_that_is_suspended_says_why_and_what_to_do(app: Flask, chez_karim: FlaskClient) -> None:
    importer(
        app,
        droit(
            "karim", prestation="ASF", etat="suspendu", montant=None, motif="Il manque un acte.", a_faire="Envoyez-le."
        ),
        droit("karim", "af", calcul=[{"libelle": "Pour deux enfants", "montant": "153.01"}]),
    )
    page = lire(chez_karim, "/allocations/droits")
    assert "Suspendu" in page
    assert "Pourquoi Il manque un acte. Qui décide Votre Caf. Que faire Envoyez-le. Avant quand" in page
    assert "D’où vient ce montant ?" in page
    assert "153,01 €" in page


@pytest.mark.parametrize(
    ("adresse", "phrase"),
    [
        ("/allocations/droits", "Vous n’avez aucun droit ouvert."),
        ("/allocations/paiements", "Aucun paiement ces 24 derniers mois."),
        ("/dettes", "Vous n’avez aucune dette."),
        ("/courriers", "Vous n’avez aucun courrier."),
        ("/accueil", "Aucun paiement ces 24 derniers mois."),
    ],
)
def test_a_household_with_nothing_yet_reads_a_sentence_and_not_an_empty_page(
    client: FlaskClient, alice: Identite, adresse: str, phrase: str
) -> None:
    assert phrase in lire(connecter(client, alice), adresse)
