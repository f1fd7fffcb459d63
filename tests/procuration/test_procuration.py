"""The autorisation de gestion: who gives it, to whom, what it opens, and that it is gone at the very next request."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from caf_pwa.alertes import service as alertes
from caf_pwa.comptes import traces
from caf_pwa.comptes.modele import Autorisation, Connexion
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.identifiants import interne
from tests.conftest import AUJOURDHUI
from tests.courrier import courriels, texte
from tests.fabriques import autorisation, compte, connecter, foyer, identite_de, importer, personne

KARIM = personne("karim", courriel="karim@exemple.invalid")
JULIE = personne("julie", "conjoint", courriel="julie@exemple.invalid", sexe="F")
HUGO = personne("hugo", "enfant", naissance="2010-09-14")
PAGE = "/compte/procuration"
DU_FOYER = ("/allocations/droits", "/allocations/paiements", "/dettes", "/attestations")


@pytest.fixture(autouse=True)
def _maison(app: Flask) -> None:
    importer(app, foyer("karim", KARIM, JULIE, HUGO), *(compte(nom) for nom in ("karim", "julie", "hugo")))


def _telephone(app: Flask, qui: str) -> FlaskClient:
    return connecter(app.test_client(), identite_de(app, qui))


def _confirmer(session: Session) -> None:
    """Everybody signed in has just proved again that it is them."""
    session.execute(update(Connexion).values(confirmee_le=instant()))
    session.commit()


def _donner(session: Session, client: FlaskClient, a: str = "julie") -> TestResponse:
    _confirmer(session)
    return client.post(PAGE, data={"conjoint": interne("personne", a)})


def _retirer(session: Session, client: FlaskClient) -> TestResponse:
    session.rollback()
    laquelle = session.scalars(select(Autorisation.id).order_by(Autorisation.retiree_le.is_not(None))).first()
    session.rollback()
    return client.post(f"{PAGE}/fin", data={"autorisation": laquelle or ""})


def _voit_le_dossier(client: FlaskClient) -> bool:
    (seul,) = {client.get(adresse).status_code for adresse in DU_FOYER}
    return bool(seul == 200)


def test_julie_sees_the_dossier_at_her_next_request_and_loses_it_at_her_next(app: Flask, session: Session) -> None:
    """T34: with both signed in all the while."""
    karim, julie = _telephone(app, "karim"), _telephone(app, "julie")
    assert not _voit_le_dossier(julie)
    assert _donner(session, karim).status_code == 303
    assert _voit_le_dossier(julie)
    assert _retirer(session, karim).status_code == 303
    assert not _voit_le_dossier(julie)
    assert julie.get("/accueil").status_code == 200  # her own account is hers


def test_t34_what_her_device_may_keep_shrinks_and_is_told_by_every_answer(app: Flask, session: Session) -> None:
    karim, julie = _telephone(app, "karim"), _telephone(app, "julie")
    _donner(session, karim)
    avec = {page["adresse"] for page in julie.get("/hors-ligne/dossier").json["pages"]}  # type: ignore[index]
    assert julie.get("/accueil").headers["X-Portee"] == "foyer"
    assert "/allocations/paiements" in avec
    _retirer(session, karim)
    reponse = julie.get("/hors-ligne/dossier")
    sans = {page["adresse"] for page in reponse.json["pages"]}  # type: ignore[index]
    assert reponse.headers["X-Portee"] == "personne"
    assert not [adresse for adresse in sans if adresse.startswith(("/allocations", "/dettes", "/attestations"))]
    assert sans < avec
    assert julie.get("/allocations/paiements").headers["X-Portee"] == "personne"  # a refusal tells it too


def test_giving_asks_again_who_is_there_and_taking_back_does_not(app: Flask, session: Session) -> None:
    karim = _telephone(app, "karim")
    julie_id = interne("personne", "julie")
    reponse = karim.post(PAGE, data={"conjoint": julie_id})
    assert (reponse.status_code, reponse.location) == (302, f"/compte/confirmer?suite={PAGE}")
    assert session.scalar(select(func.count()).select_from(Autorisation)) == 0
    _donner(session, karim)
    session.execute(update(Connexion).values(confirmee_le=instant() - timedelta(minutes=6)))
    session.commit()
    assert _retirer(session, karim).status_code == 303
    assert not _voit_le_dossier(_telephone(app, "julie"))


def test_it_is_dated_and_said_to_both(app: Flask, session: Session) -> None:
    karim, julie = _telephone(app, "karim"), _telephone(app, "julie")
    _donner(session, karim)
    assert session.scalars(select(Autorisation.depuis)).one() == AUJOURDHUI
    assert "Depuis le 23 novembre 2026" in karim.get(PAGE).text
    assert "Elle court depuis le 23 novembre 2026" in julie.get(PAGE).text
    for qui in ("karim", "julie"):
        dits = [trace.texte for trace in traces.historique(session, identite_de(app, qui), AUJOURDHUI)]
        assert "Autorisation de gestion donnée à Julie" in dits
    (alerte,) = alertes.recues(session, identite_de(app, "julie"))
    assert "Karim vous laisse gérer tout le dossier" in alerte.texte
    assert not alertes.recues(session, identite_de(app, "karim"))
    assert len(courriels(app, "julie@exemple.invalid")) == len(courriels(app, "karim@exemple.invalid")) == 1
    for mail in courriels(app):
        assert not [nom for nom in ("Karim", "Julie", "MOREAU") if nom in texte(mail)]


def test_its_end_is_said_to_both(app: Flask, session: Session) -> None:
    karim = _telephone(app, "karim")
    _donner(session, karim)
    _retirer(session, karim)
    for qui in ("karim", "julie"):
        dits = [trace.texte for trace in traces.historique(session, identite_de(app, qui), AUJOURDHUI)]
        assert "Autorisation de gestion retirée" in dits
    (alerte,) = alertes.recues(session, identite_de(app, "julie"))
    assert alerte.texte == "Elle a pris fin le 23 novembre 2026."


def test_julie_may_give_it_up_and_karim_is_told(app: Flask, session: Session) -> None:
    karim, julie = _telephone(app, "karim"), _telephone(app, "julie")
    _donner(session, karim)
    assert "Renoncer" in julie.get(PAGE).text
    assert _retirer(session, julie).status_code == 303
    assert not _voit_le_dossier(julie)
    (alerte,) = alertes.recues(session, identite_de(app, "karim"))
    assert "pris fin" in alerte.texte
    assert "Donner l’autorisation" in karim.get(PAGE).text


def test_two_taps_and_two_windows_are_one(app: Flask, session: Session) -> None:
    un, deux = _telephone(app, "karim"), _telephone(app, "karim")
    assert [_donner(session, fenetre).status_code for fenetre in (un, un, deux)] == [303] * 3
    assert session.scalar(select(func.count()).select_from(Autorisation)) == 1
    assert len(courriels(app, "julie@exemple.invalid")) == 1
    assert [_retirer(session, fenetre).status_code for fenetre in (un, un, deux)] == [303] * 3
    assert len(courriels(app, "julie@exemple.invalid")) == 2


def test_given_taken_back_and_given_again_on_one_day(app: Flask, session: Session) -> None:
    karim, julie = _telephone(app, "karim"), _telephone(app, "julie")
    for _ in range(2):
        _donner(session, karim)
        assert _voit_le_dossier(julie)
        _retirer(session, karim)
        assert not _voit_le_dossier(julie)


@pytest.mark.parametrize("qui", ["julie", "hugo"])
def test_nobody_but_the_responsible_person_gives_it(app: Flask, session: Session, qui: str) -> None:
    client = _telephone(app, qui)
    assert _donner(session, client).status_code == 409
    assert session.scalar(select(func.count()).select_from(Autorisation)) == 0


def test_a_spouse_who_manages_the_dossier_does_not_pass_it_on(app: Flask, session: Session) -> None:
    importer(app, autorisation("karim", "julie"))
    assert _donner(session, _telephone(app, "julie"), "hugo").status_code == 409


@pytest.mark.parametrize("a", ["hugo", "karim", "bob", "inconnue"])
def test_t32_it_is_given_to_the_spouse_of_this_household_and_to_nobody_else(
    app: Flask, session: Session, bob: object, a: str
) -> None:
    assert _donner(session, _telephone(app, "karim"), a).status_code == 404
    assert session.scalar(select(func.count()).select_from(Autorisation)) == 0


def test_t32_nobody_ends_that_of_another_household(app: Flask, session: Session, bob: object) -> None:
    importer(app, autorisation("karim", "julie"))
    for qui in ("bob", "hugo"):
        assert _retirer(session, _telephone(app, qui)).status_code == 404
    assert _voit_le_dossier(_telephone(app, "julie"))


def test_a_spouse_without_account_is_told_how_to_open_one(app: Flask, session: Session) -> None:
    importer(app, foyer("marc", personne("marc"), personne("lea", "conjoint")), compte("marc"))
    marc = _telephone(app, "marc")
    page = marc.get(PAGE).text
    assert "Créer Mon Compte" in page
    assert 'name="conjoint"' not in page
    assert _donner(session, marc, "lea").status_code == 409


@pytest.mark.parametrize(
    ("qui", "dit"),
    [("hugo", "se donne entre conjoints"), ("julie", "Vous n’avez pas d’autorisation"), ("alice", "pas de conjoint")],
)
def test_everybody_reads_what_it_is_for_them(app: Flask, alice: object, qui: str, dit: str) -> None:
    assert dit in _telephone(app, qui).get(PAGE).text


def test_a_record_of_the_feed_does_not_give_again_what_was_taken_back(app: Flask, session: Session) -> None:
    importer(app, autorisation("karim", "julie"))
    karim, julie = _telephone(app, "karim"), _telephone(app, "julie")
    assert _voit_le_dossier(julie)
    _retirer(session, karim)
    importer(app, autorisation("karim", "julie", version=2))
    importer(app, autorisation("karim", "julie", version=3, depuis="2026-11-23"))
    assert not _voit_le_dossier(julie)
    importer(app, autorisation("karim", "julie", version=4, depuis="2026-11-24"))
    session.rollback()
    assert session.scalars(select(Autorisation.depuis)).one() == date(2026, 11, 24)


def test_t33_each_keeps_their_own_number_password_and_keys(app: Flask, session: Session) -> None:
    """With or without authorisation, nothing of the other's account is on any page of hers."""
    importer(app, autorisation("karim", "julie"), compte("karim", version=2, identifiant="1850500000012"))
    julie = _telephone(app, "julie")
    for adresse in ("/compte", "/profil", PAGE, "/compte/historique", "/compte/hors-connexion"):
        assert "1850500000012" not in julie.get(adresse).text
        assert "185" not in julie.get(adresse).text or adresse != "/profil"


def test_t33_a_spouse_without_authorisation_has_all_that_is_their_own(app: Flask) -> None:
    julie = _telephone(app, "julie")
    profil = julie.get("/profil").text
    assert "julie@exemple.invalid" in profil
    assert "karim@exemple.invalid" not in profil
    for adresse in ("/ressources", "/compte", "/compte/historique", "/alertes", "/courriers"):
        assert julie.get(adresse).status_code == 200
    assert "3230" in julie.get("/assistant").text
    assert "Nous nous sommes séparés" in julie.get("/demarches/situation-familiale").text
    assert "Nous nous sommes mariés" not in julie.get("/demarches/situation-familiale").text
    assert julie.get("/demarches/coordonnees").status_code == 200
    assert julie.get("/demarches/coordonnees-bancaires").status_code == 200
