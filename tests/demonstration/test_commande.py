"""``flask demo``: every persona is there, twice is once, and tomorrow's demonstration replaces today's."""

import json
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from caf_pwa.allocations import service as allocations
from caf_pwa.comptes import identifiant
from caf_pwa.comptes.agents.modele import Agent
from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import Compte, Trace
from caf_pwa.comptes.mot_de_passe import hachage
from caf_pwa.courriers import service as courriers
from caf_pwa.demarches import service as demarches
from caf_pwa.demonstration.commandes import charger
from caf_pwa.dettes import service as dettes
from caf_pwa.dettes.modele import EtatCreance
from caf_pwa.dossier import service as dossier
from caf_pwa.flux.modele import EnAttente
from caf_pwa.socle.horloge import Horloge
from tests.conftest import AUJOURDHUI, NouvelleApp
from tests.fabriques import PRODUCTION, identite_de
from tests.flux.etat import etat

FAMILLES = ["ines", "karim", "julie", "hugo", "leo", "amina", "nadia", "paul", "sans_qf"]
PERSONAS = [*FAMILLES, "agent"]
LENDEMAIN = date(2026, 11, 24)


def _demo(app: Flask, *options: str) -> list[dict[str, Any]]:
    fin = app.test_cli_runner().invoke(args=["demo", "--format", "json", *options])
    assert fin.exit_code == 0, fin.output
    personas: list[dict[str, Any]] = json.loads(fin.output)
    return personas


def _identite(app: Flask, persona: str) -> Identite:
    return identite_de(app, f"demo-{persona}")


def test_every_persona_is_presented_with_what_a_script_needs(app: Flask, session: Session) -> None:
    personas = _demo(app)
    assert [persona["persona"] for persona in personas] == PERSONAS
    for persona in personas:
        assert set(persona) == {
            "persona",
            "identifiant",
            "mot_de_passe",
            "prenom",
            "nom",
            "role",
            "email",
            "identite_pivot",
        }
        assert set(persona["identite_pivot"]) == {
            "given_name",
            "family_name",
            "birthdate",
            "gender",
            "birthplace",
            "birthcountry",
        }
    assert {persona["persona"] for persona in personas if persona["mot_de_passe"] is None} == {"hugo"}
    roles = {persona["persona"]: persona["role"] for persona in personas}
    assert roles["agent"] == "agent"
    assert (roles["karim"], roles["julie"], roles["hugo"]) == ("responsable", "conjoint", "enfant")
    assert session.scalars(select(EnAttente)).all() == []


def test_each_persona_signs_in_with_the_password_that_is_printed(app: Flask, session: Session) -> None:
    motif = app.config["REGLAGES"].motif_identifiant_provisoire
    empreintes = {}
    for persona in _demo(app)[:-1]:
        numero = identifiant.lire(persona["identifiant"], motif)
        trouve = session.scalar(select(Compte).where(Compte.identifiant == numero))
        assert (trouve is not None) is (persona["mot_de_passe"] is not None)
        if trouve is not None:
            empreintes[persona["mot_de_passe"]] = trouve.empreinte_mot_de_passe
    assert all(hachage.verifier(empreinte, saisie) for saisie, empreinte in empreintes.items())
    assert len(empreintes) == 8


def test_loading_twice_changes_nothing_and_the_next_day_ends_like_a_first_load(
    app: Flask, nouvelle_app: NouvelleApp, horloge: Horloge
) -> None:
    _demo(app)
    avant = etat(app)
    _demo(app)
    assert etat(app) == avant
    horloge.regler(LENDEMAIN)
    with app.app_context():
        charger(LENDEMAIN)
    with nouvelle_app(CAF_AUJOURDHUI=LENDEMAIN.isoformat()) as neuve:
        with neuve.app_context():
            charger(LENDEMAIN)
        avec, sans = etat(app), etat(neuve)
    comptes = avec.pop("comptes"), sans.pop("comptes")  # a password once set stays that of the first day
    assert avec == sans
    assert len(comptes[0]) == len(comptes[1])


def test_an_empty_database_alone_is_filled_when_asked_so(app: Flask, session: Session) -> None:
    app.test_cli_runner().invoke(args=["flux", "importer", "-"], input=b"")
    _demo(app, "--si-vide")
    comptes = len(session.scalars(select(Compte.id)).all())
    assert comptes == 8
    avant = etat(app)
    assert [persona["persona"] for persona in _demo(app, "--si-vide")] == PERSONAS
    assert etat(app) == avant


def test_the_accounts_are_also_printed_for_people(app: Flask) -> None:
    fin = app.test_cli_runner().invoke(args=["demo"])
    assert "2910700000011" in fin.output
    assert "demonstration-ines" in fin.output
    assert "Hugo" not in fin.output
    assert "Conseiller, à l’adresse /gestion" in fin.output
    assert "agent@exemple.invalid demonstration-agent" in fin.output
    assert str(app.config["REGLAGES"].instance / "courriels") in fin.output


def test_the_adviser_signs_in_at_their_own_door_and_not_at_that_of_allocataires(app: Flask) -> None:
    agent = _demo(app)[-1]
    assert agent["email"] == agent["identifiant"] == "agent@exemple.invalid"
    client, mot_de_passe = app.test_client(), {"mot_de_passe": agent["mot_de_passe"]}
    assert client.post("/connexion", data={"identifiant": agent["identifiant"], **mot_de_passe}).status_code == 422
    assert client.post("/gestion/connexion", data={"courriel": agent["email"], **mot_de_passe}).status_code == 303
    assert client.get("/gestion").status_code == 200


def test_a_base_filled_before_there_were_advisers_gets_its_adviser(app: Flask, session: Session) -> None:
    _demo(app)
    session.execute(delete(Trace))
    session.execute(delete(Agent))
    session.commit()
    _demo(app, "--si-vide")
    assert session.scalars(select(Agent.email)).all() == ["agent@exemple.invalid"]


def test_the_demonstration_never_enters_production(nouvelle_app: NouvelleApp) -> None:
    with nouvelle_app(**PRODUCTION) as app:
        fin = app.test_cli_runner().invoke(args=["demo"])
        assert fin.exit_code == 1
        assert "production" in fin.output
        assert etat(app)["foyers"] == []


def test_each_persona_lives_what_it_was_made_for(app: Flask, session: Session) -> None:
    with app.app_context():
        charger(AUJOURDHUI)
    qui = {nom: _identite(app, nom) for nom in FAMILLES if nom != "hugo"}

    def prestations(nom: str) -> set[str]:
        return {droit.prestation for droit in allocations.droits(session, qui[nom].foyer_id)}

    assert {"RSA", "APL", "AF"} <= prestations("ines")
    assert len(demarches.declarations_attendues(session, qui["ines"], AUJOURDHUI)) == 1
    assert len(demarches.pieces_attendues(session, qui["ines"])) == 1
    assert len(dettes.liste(session, qui["ines"].foyer_id, AUJOURDHUI)) == 1
    assert courriers.nombre_non_lus(session, qui["ines"], AUJOURDHUI) >= 3
    assert prestations("karim") == {"AF", "CF", "PPA"}
    assert len(dossier.foyer(session, qui["karim"].foyer_id).personnes) == 5
    assert (qui["julie"].foyer_id, qui["julie"].gere_le_dossier) == (qui["karim"].foyer_id, False)
    (ete,) = demarches.declarations_attendues(session, qui["leo"], AUJOURDHUI)
    assert ete.demarche == "maintien-dans-les-lieux"
    assert prestations("leo") == {"ALS"}
    (contestee,) = dettes.liste(session, qui["paul"].foyer_id, AUJOURDHUI)
    assert (contestee.etat, len(contestee.demandes)) == (EtatCreance.CONTESTEE, 1)
    assert prestations("paul") == {"AAH"}
    quotients = dossier.quotients(session, qui["sans_qf"].foyer_id, AUJOURDHUI)
    assert {quotient.valeur for quotient in quotients} == {None}
    assert all(quotient.motif for quotient in quotients)
    for nom, identite in qui.items():
        assert len(allocations.paiements(session, identite.foyer_id, AUJOURDHUI)) == 24, nom


@pytest.mark.parametrize("aujourdhui", [date(2027, 1, 1), date(2028, 2, 29)])
def test_the_demonstration_loads_on_awkward_days(nouvelle_app: NouvelleApp, aujourdhui: date) -> None:
    with nouvelle_app(CAF_AUJOURDHUI=aujourdhui.isoformat()) as app:
        with app.app_context():
            charger(aujourdhui)
        rangees = etat(app)
        assert rangees["flux_en_attente"] == []
        assert len(rangees["foyers"]) == 7
