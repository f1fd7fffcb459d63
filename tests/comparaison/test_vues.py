"""« Pourquoi ce montant a changé ? » on screen: which months, for whom, and what is said of them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from caf_pwa.dossier.modele import Changement
from caf_pwa.socle.identifiants import interne
from tests.fabriques import (
    autorisation,
    compte,
    connecter,
    creance,
    demarche,
    droit,
    foyer,
    identite_de,
    importer,
    ligne,
    moteur_de,
    paiement,
    personne,
    retenue,
)
from tests.lecteur import lire, mots
from tests.regles.document import Document

PAGE = "/allocations/comparer"


@pytest.fixture
def chez_karim(app: Flask, client: FlaskClient) -> FlaskClient:
    """Karim signed in, paid in March, October and November; Julie has an account and no authorisation."""
    importer(
        app,
        foyer(
            "karim", personne("karim"), personne("julie", "conjoint"), personne("noe", "enfant", naissance="2020-01-09")
        ),
        *(compte(nom) for nom in ("karim", "julie")),
        creance("karim", retenue_mensuelle="45.00", etat="en_recouvrement"),
        demarche("karim"),
        paiement("karim", "mars", [ligne("740.00", "RSA", mois="2026-02")], date="2026-03-05"),
        paiement("karim", "octobre", [ligne("742.10", "RSA", mois="2026-09")], date="2026-10-05"),
        paiement("karim", "novembre", [ligne("703.20", "RSA")], [retenue("45.00", "creance")], date="2026-11-05"),
    )
    return connecter(client, identite_de(app, "karim"))


def _change(app: Flask, **valeurs: Any) -> None:
    """A value of the dossier that an accepted démarche changed on 20 October."""
    defauts = {
        "id": interne("changement", valeurs["rubrique"]),
        "foyer_id": interne("foyer", "karim"),
        "cause_id": interne("demarche", "demarche"),
        "cause_titre": "ZQ-demarche",
        "auteur": "Karim",
        "a": datetime(2026, 10, 20, 12, tzinfo=UTC),
    }
    with Session(moteur_de(app)) as session:
        session.add(Changement(**defauts, **valeurs))
        session.commit()


def test_the_last_two_months_paid_are_compared_line_by_line(chez_karim: FlaskClient) -> None:
    page = lire(chez_karim, PAGE)
    for dit in (
        "Ce que vous avez reçu Payé en octobre 2026 742,10 € Payé en novembre 2026 658,20 € Différence −83,90 €",
        "Revenu de solidarité active Payé en octobre 2026 742,10 € Payé en novembre 2026 703,20 € Différence −38,90 €",
        "Nous ne savons pas encore pourquoi. Votre Caf peut vous le dire.",
        "Une retenue rembourse votre dette de 540,00 €",
        "Appelez le 3230",
    ):
        assert dit in page


def test_the_cause_that_the_feed_tells_is_told(app: Flask, chez_karim: FlaskClient) -> None:
    change = {"le": "2026-10-01", "motif": "Vos ressources ont augmenté.", "montant_avant": "742.10"}
    importer(app, droit("karim", prestation="RSA", montant="703.20", changement=change))
    page = lire(chez_karim, PAGE)
    assert "Pourquoi ? Ce droit a changé le 1er octobre 2026. Vos ressources ont augmenté." in page
    assert "Nous ne savons pas" not in page


def test_a_demarche_accepted_in_between_is_told_as_possible_and_leads_to_it(
    app: Flask, chez_karim: FlaskClient
) -> None:
    _change(app, rubrique="Situation familiale", avant="Marié", apres="Séparé")
    assert "c’est peut-être pour cela : Une démarche a changé votre dossier le 20 octobre 2026" in lire(
        chez_karim, PAGE
    )
    suivi = f"/demarches/suivi/{interne('demarche', 'demarche')}"
    assert suivi in Document(chez_karim.get(PAGE).text).adresses()


@pytest.mark.parametrize(
    "valeurs",
    [
        {"rubrique": "Adresse mail"},
        {"rubrique": "Compte bancaire"},
        {"rubrique": "Nom du livret", "confidentiel": True},
        {"rubrique": "Employeur"},
    ],
    ids=["mail", "account", "confidential", "work"],
)
def test_t33_what_changed_no_amount_or_is_julie_s_alone_is_not_told_to_karim(
    app: Flask, chez_karim: FlaskClient, valeurs: dict[str, Any]
) -> None:
    _change(app, personne_id=interne("personne", "julie"), **valeurs)
    assert "ZQ-demarche" not in lire(chez_karim, PAGE)


def test_a_birthday_of_a_child_is_possible_and_that_of_one_who_left_is_not_told(
    app: Flask, chez_karim: FlaskClient
) -> None:
    noe = personne("noe", "enfant", naissance="2001-10-12", prenoms="Noé")
    importer(app, foyer("karim", personne("karim"), noe, version=2))
    assert "Noé a eu 25 ans le 12 octobre 2026." in lire(chez_karim, PAGE)
    importer(app, foyer("karim", personne("karim"), version=3))
    assert "Noé" not in lire(chez_karim, PAGE)


@pytest.mark.parametrize(
    ("demande", "avant", "apres"),
    [
        ("?apres=2026-11", "octobre 2026", "novembre 2026"),
        ("?apres=2026-10", "mars 2026", "octobre 2026"),  # the month paid before it
        ("?avant=2026-03", "mars 2026", "novembre 2026"),
        ("?avant=2026-03&apres=2026-10", "mars 2026", "octobre 2026"),
        ("?avant=&apres=", "octobre 2026", "novembre 2026"),
    ],
)
def test_the_months_asked_for_are_compared(chez_karim: FlaskClient, demande: str, avant: str, apres: str) -> None:
    assert f"Payé en {avant}" in lire(chez_karim, PAGE + demande)
    assert f"Payé en {apres}" in lire(chez_karim, PAGE + demande)


def test_a_month_without_payment_says_so(chez_karim: FlaskClient) -> None:
    page = lire(chez_karim, f"{PAGE}?avant=2026-09&apres=2026-10")
    assert "Aucun paiement en septembre 2026." in page
    assert "Différence +742,10 €" in page


@pytest.mark.parametrize(
    ("demande", "phrase"),
    [
        ("?avant=2026-13", "Ce mois n’existe pas. Choisissez un mois dans la liste."),
        ("?apres=octobre", "Ce mois n’existe pas. Choisissez un mois dans la liste."),
        ("?apres=2026-11-01", "Ce mois n’existe pas. Choisissez un mois dans la liste."),
        ("?avant=2024-10", "Choisissez deux mois de novembre 2024 à novembre 2026."),
        ("?apres=2026-12", "Choisissez deux mois de novembre 2024 à novembre 2026."),
        ("?avant=2026-11&apres=2026-10", "Le premier mois doit venir avant le second."),
        ("?avant=2026-10&apres=2026-10", "Le premier mois doit venir avant le second."),
    ],
)
def test_months_that_make_no_sense_are_refused_with_a_sentence(
    chez_karim: FlaskClient, demande: str, phrase: str
) -> None:
    reponse = chez_karim.get(PAGE + demande)
    assert reponse.status_code == 422
    page = Document(reponse.text)
    assert phrase in mots(page.un("main"))
    assert mots(page.un("title")).startswith("Erreur : ")


def test_with_fewer_than_two_payments_there_is_nothing_to_compare(app: Flask, client: FlaskClient) -> None:
    importer(app, foyer("alice"), compte("alice"))
    connecter(client, identite_de(app, "alice"))
    assert "Il n’y a pas encore deux paiements à comparer." in lire(client, PAGE)
    importer(app, paiement("alice"))
    assert "Il n’y a pas encore deux paiements à comparer." in lire(client, f"{PAGE}?apres=2026-11")


def test_what_was_paid_twice_in_a_month_is_counted_together(app: Flask, chez_karim: FlaskClient) -> None:
    importer(app, paiement("karim", "bis", [ligne("10.00", "RSA")], date="2026-11-20"))
    assert "Payé en novembre 2026 713,20 €" in lire(chez_karim, PAGE)


def test_it_is_reached_from_payments_from_a_payment_and_from_a_right_that_changed(
    app: Flask, chez_karim: FlaskClient
) -> None:
    importer(app, droit("karim", changement={"le": "2026-09-01", "motif": "Vos ressources."}))
    for page, lien in (
        ("/allocations/paiements", PAGE),
        (f"/allocations/paiements/{interne('paiement', 'octobre')}", f"{PAGE}?apres=2026-10"),
        ("/allocations/droits", f"{PAGE}?apres=2026-10"),
    ):
        assert lien in Document(chez_karim.get(page).text).adresses()


@pytest.mark.parametrize("le", ["2026-11-01", "2024-09-01"])
def test_a_right_that_changed_too_late_or_too_long_ago_leads_to_no_comparison(
    app: Flask, chez_karim: FlaskClient, le: str
) -> None:
    importer(app, droit("karim", changement={"le": le, "motif": "Vos ressources."}))
    assert PAGE not in chez_karim.get("/allocations/droits").text


def test_julie_compares_once_she_manages_the_dossier(app: Flask, chez_karim: FlaskClient) -> None:
    chez_julie = connecter(app.test_client(), identite_de(app, "julie"))
    assert chez_julie.get(PAGE).status_code == 403
    importer(app, autorisation("karim", "julie"))
    assert "742,10 €" in lire(chez_julie, PAGE)


def test_a_device_keeps_the_comparisons_that_pages_lead_to(chez_karim: FlaskClient) -> None:
    pages = {une["adresse"]: une["etiquette"] for une in chez_karim.get("/hors-ligne/dossier").get_json()["pages"]}
    for adresse in (PAGE, *(f"{PAGE}?apres={mois}" for mois in ("2026-03", "2026-10", "2026-11"))):
        reponse = chez_karim.get(adresse, headers={"HX-Request": "true", "If-None-Match": pages[adresse]})
        assert reponse.status_code == 304
