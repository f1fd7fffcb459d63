"""Mon calendrier: the list, the file, and the private address that its owner takes back."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from caf_pwa.comptes import autorisations, blocage
from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import CalendrierPrive, Trace
from caf_pwa.socle.horloge import Horloge, instant
from tests.fabriques import (
    autorisation,
    compte,
    connecter,
    creance,
    declaration,
    foyer,
    identite_de,
    importer,
    personne,
    piece,
)
from tests.lecteur import lire
from tests.regles.document import Document


def _adresse(app: Flask, identite: Identite, **formulaire: str) -> str:
    """The path of a new private address."""
    client = connecter(app.test_client(), identite, confirmee=True)
    page = Document(client.post("/calendrier/adresse", data=formulaire).text)
    champ = next(un for un in page.tous("input") if un.get("id") == "adresse")
    adresse = champ.get("value", "")
    assert adresse.startswith("http://localhost/calendrier/prive/")
    return adresse.removeprefix("http://localhost")


def _titres(reponse: TestResponse) -> list[str]:
    assert reponse.status_code == 200
    assert reponse.content_type == "text/calendar; charset=utf-8"
    return [str(un["SUMMARY"]) for un in Calendar.from_ical(reponse.data).walk("VEVENT")]


def test_alice_reads_her_payments_and_her_last_days_in_order(app: Flask, client: FlaskClient, alice: Identite) -> None:
    importer(
        app,
        piece("alice", limite="2026-11-20"),
        declaration("alice", limite="2026-12-05"),
        declaration("alice", "ete", titre="Votre logement", ouverte_le="2027-06-01", limite="2027-06-30"),
        creance("alice", notifiee_le="2026-11-10"),
    )
    page = lire(connecter(client, alice), "/calendrier")
    attendus = [
        "Vendredi 20 novembre 2026 Dernier jour : Quittance de loyer En retard",
        "Lundi 30 novembre 2026 Dernier jour : Demander une rectification : Revenu de solidarité active dans 7 jours",
        "Vendredi 4 décembre 2026 Paiement de la Caf dans 11 jours",
        "Samedi 5 décembre 2026 Dernier jour : Déclaration trimestrielle de ressources dans 12 jours",
        "Mardi 5 janvier 2027 Paiement de la Caf",
        "Dimanche 10 janvier 2027 Dernier jour : Contester : Revenu de solidarité active",
        "Mardi 1er juin 2027 Ouverture : Votre logement",
        "Mercredi 30 juin 2027 Dernier jour : Votre logement",
    ]
    places = [page.find(attendu) for attendu in attendus]
    assert -1 not in places
    assert places == sorted(places)


def test_a_spouse_without_authorisation_reads_no_payment_and_no_debt(app: Flask) -> None:
    importer(app, foyer("karim", personne("karim"), personne("julie", "conjoint")), compte("karim"), compte("julie"))
    importer(app, creance("karim"), piece("karim", personne="julie", limite="2026-12-01"), declaration("karim"))
    page = lire(connecter(app.test_client(), identite_de(app, "julie")), "/calendrier")
    assert "Quittance de loyer" in page
    assert "Paiement de la Caf" not in page
    assert "Contester" not in page
    assert "Déclaration" not in page


def test_the_file_has_discreet_titles_unless_others_are_asked_for(
    app: Flask, client: FlaskClient, alice: Identite
) -> None:
    importer(app, piece("alice", limite="2026-12-01"))
    connecter(client, alice)
    assert _titres(client.get("/calendrier/dates.ics"))[:2] == ["Dernier jour", "Paiement"]
    assert _titres(client.get("/calendrier/dates-completes.ics"))[:2] == [
        "Dernier jour\xa0: Quittance de loyer",
        "Paiement de la Caf",
    ]


def test_an_agenda_reads_the_private_address_without_signing_in(app: Flask, alice: Identite) -> None:
    importer(app, piece("alice", limite="2026-12-01"))
    agenda = app.test_client()
    reponse = agenda.get(_adresse(app, alice))
    assert _titres(reponse)[0] == "Dernier jour"
    assert reponse.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in reponse.headers
    complet = agenda.get(_adresse(app, alice, titres="complets"))
    assert _titres(complet)[0] == "Dernier jour\xa0: Quittance de loyer"


def test_it_tells_no_name_no_number_and_no_amount(app: Flask, alice: Identite) -> None:
    importer(app, foyer("alice", numero_allocataire="1234567", version=2), creance("alice"))
    texte = app.test_client().get(_adresse(app, alice, titres="complets")).text
    for mot in ("Alice", "MOREAU", "1234567", "540,00", "INK", alice.foyer_id, alice.compte_id, alice.personne_id):
        assert mot not in texte


def test_an_agenda_that_has_it_already_is_told_so(app: Flask, alice: Identite, horloge: Horloge) -> None:
    agenda, adresse = app.test_client(), _adresse(app, alice)
    etiquette = agenda.get(adresse).headers["ETag"]
    assert agenda.get(adresse, headers={"If-None-Match": etiquette}).status_code == 304
    importer(app, piece("alice", limite="2026-12-01"))
    assert agenda.get(adresse, headers={"If-None-Match": etiquette}).status_code == 200


def test_the_base_keeps_nothing_that_opens_it(app: Flask, alice: Identite, session: Session) -> None:
    jeton = _adresse(app, alice).rpartition("/")[2].removesuffix(".ics")
    assert len(jeton) == 43
    garde = session.scalars(select(CalendrierPrive)).one()
    assert jeton not in (garde.id, garde.compte_id)
    assert all(jeton not in trace.texte for trace in session.scalars(select(Trace)))


def test_an_address_taken_back_or_replaced_opens_nothing(app: Flask, client: FlaskClient, alice: Identite) -> None:
    agenda, premiere = app.test_client(), _adresse(app, alice)
    seconde = _adresse(app, alice)
    assert [agenda.get(une).status_code for une in (premiere, seconde)] == [404, 200]
    connecter(client, alice)
    for _ in range(2):  # two taps are one
        assert client.post("/calendrier/adresse/fin").status_code == 303
    assert agenda.get(seconde).status_code == 404
    historique = lire(client, "/compte/historique")
    assert historique.count("Adresse privée de votre calendrier créée") == 2
    assert historique.count("Adresse privée de votre calendrier supprimée") == 1


@pytest.mark.parametrize("jeton", ["x", "a" * 43, "é" * 43, "%00", "a" * 10_000, "'; DROP TABLE comptes; --"])
def test_what_is_no_address_of_anybody_is_not_found(app: Flask, client: FlaskClient, jeton: str) -> None:
    assert client.get(f"/calendrier/prive/{jeton}.ics").status_code == 404


def test_whoever_has_not_just_proved_that_it_is_them_makes_no_address(
    app: Flask, client: FlaskClient, alice: Identite, session: Session
) -> None:
    """A phone left unlocked gives nobody a lasting way to read."""
    assert connecter(client, alice).post("/calendrier/adresse").status_code == 302
    assert session.scalars(select(CalendrierPrive)).all() == []


def test_the_address_shows_no_more_than_its_owner_may_see_today(app: Flask) -> None:
    """Julie managed the dossier; her authorisation ends, and her agenda loses what is not hers."""
    importer(app, foyer("karim", personne("karim"), personne("julie", "conjoint")), compte("karim"), compte("julie"))
    importer(app, autorisation("karim", "julie"))
    adresse = _adresse(app, identite_de(app, "julie"))
    assert "Paiement" in _titres(app.test_client().get(adresse))
    importer(app, autorisation("karim", "julie", fin="2026-11-01", version=2))
    assert _titres(app.test_client().get(adresse)) == []


@pytest.mark.parametrize("fermeture", [blocage.bloquer, autorisations.proteger])
def test_the_address_goes_with_a_blocked_account_and_with_a_parting(
    app: Flask, alice: Identite, session: Session, fermeture: object
) -> None:
    """Nobody knows who reads there: a former spouse perhaps."""
    adresse = _adresse(app, alice)
    fermeture(session, alice.compte_id, instant())  # type: ignore[operator]
    session.commit()
    assert app.test_client().get(adresse).status_code == 404


def test_the_calendar_is_kept_for_reading_offline(app: Flask, client: FlaskClient, alice: Identite) -> None:
    pages = connecter(client, alice).get("/hors-ligne/dossier").get_json()["pages"]
    assert "/calendrier" in [page["adresse"] for page in pages]
