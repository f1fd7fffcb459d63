"""The feed on the command line: one line per record, a summary, and an exit code that a script can trust."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.comptes import identifiant
from caf_pwa.comptes.modele import Compte
from caf_pwa.comptes.mot_de_passe import hachage
from caf_pwa.dossier.modele import Foyer
from caf_pwa.flux import schemas
from tests.fabriques import Enregistrement, compte, droit, foyer, importer, octets, paiement, personne


@pytest.fixture
def ligne_de_commande(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def _importer(
    commande: FlaskCliRunner, dossier: Path, *lignes: Enregistrement | bytes, options: tuple[str, ...] = ()
) -> Result:
    fichier = dossier / "flux.jsonl"
    fichier.write_bytes(octets(*lignes))
    return commande.invoke(args=["flux", "importer", *options, str(fichier)])


def test_each_record_is_told_on_a_line_of_its_own_with_a_summary(
    ligne_de_commande: FlaskCliRunner, tmp_path: Path
) -> None:
    fin = _importer(ligne_de_commande, tmp_path, droit("alice"), foyer("alice"), compte("bob"), foyer("alice"))
    assert fin.exit_code == 0
    assert fin.output.splitlines() == [
        "ligne 1 : droit:droit en attente de foyer:alice",
        "ligne 2 : foyer:alice appliqué",
        "attendait : droit:droit appliqué",
        "ligne 3 : compte:bob en attente de personne:bob",
        "ligne 4 : foyer:alice inchangé",
        "Total : 2 appliqué, 1 inchangé, 0 périmé, 2 en attente, 0 refusé.",
    ]


def test_a_wrong_record_makes_the_command_fail_and_the_others_go_in(
    ligne_de_commande: FlaskCliRunner, session: Session, tmp_path: Path
) -> None:
    fin = _importer(ligne_de_commande, tmp_path, foyer("alice"), droit("alice", etat="x", montant="-1"), foyer("bob"))
    assert fin.exit_code == 1
    dite = fin.output.splitlines()[1]
    assert dite.startswith("ligne 2 : droit:droit refusé : donnees.etat : valeur inconnue")
    assert " ; donnees.montant : il faut au moins 0" in dite
    assert len(session.scalars(select(Foyer)).all()) == 2


@pytest.mark.parametrize(
    "sournois",
    [
        b'{"genre": "foyer", "id": "x\\nligne 9 : foyer:x appliqu\\u00e9", "version": 1, "donnees": {}}',
        b'{"genre": "foyer", "id": "\\u001b[2J\\u001b[31m", "version": 1, "donnees": {}}',
        b'{"genre": "foyer", "id": "\\ud800", "version": 1, "donnees": {}}',
        b'{"genre": "foyer", "id": "a", "version": 1, "donnees": {"a\\r\\nb": 1}}',
        b'{"genre": "foyer", "a\\nb": 1, "a\\nb": 2}',
        b'{"genre": "x\\u202e\\u2028y"}',
    ],
)
def test_nothing_in_a_record_can_forge_a_line_of_the_report(
    ligne_de_commande: FlaskCliRunner, tmp_path: Path, sournois: bytes
) -> None:
    fin = _importer(ligne_de_commande, tmp_path, sournois)
    assert fin.exit_code == 1
    assert len(fin.output.splitlines()) == 2
    assert all(caractere.isprintable() or caractere == "\n" for caractere in fin.output)


def test_no_number_and_no_amount_of_a_person_is_printed(ligne_de_commande: FlaskCliRunner, tmp_path: Path) -> None:
    fin = _importer(
        ligne_de_commande,
        tmp_path,
        foyer("alice", personne("alice", nom_naissance="SECRETE")),
        compte("alice", identifiant="2910733063011"),
        compte("bob", personne="alice", identifiant="291073306301190"),
        paiement("alice", montant="1.00"),
        droit("alice", "2910733063011"),
    )
    assert "2910733063011" not in fin.output
    assert "SECRETE" not in fin.output


def test_a_feed_can_come_from_another_command(ligne_de_commande: FlaskCliRunner) -> None:
    fin = ligne_de_commande.invoke(args=["flux", "importer", "-"], input=octets(foyer("alice")))
    assert "ligne 1 : foyer:alice appliqué" in fin.output


def test_a_file_that_is_not_there_is_told(ligne_de_commande: FlaskCliRunner) -> None:
    fin = ligne_de_commande.invoke(args=["flux", "importer", "nulle-part.jsonl"])
    assert fin.exit_code == 2
    assert "nulle-part.jsonl" in fin.output


def test_a_public_answer_comes_in_by_the_same_command(
    ligne_de_commande: FlaskCliRunner, session: Session, tmp_path: Path
) -> None:
    reponse = {
        "allocataires": [{"nomPrenom": "MARIE DUPONT", "dateDeNaissance": "01031988", "sexe": "F"}],
        "quotientFamilial": 1234,
        "annee": 2026,
        "mois": 7,
    }
    options = ("--format", "api-particulier", "--foyer", "F-12")
    for suite in ("appliqué", "inchangé"):
        fin = _importer(ligne_de_commande, tmp_path, json.dumps(reponse).encode(), options=options)
        assert fin.exit_code == 0
        assert f"ligne 1 : foyer:F-12 {suite}" in fin.output
        assert f"ligne 2 : quotient_familial:F-12-2026-07 {suite}" in fin.output


def test_a_public_answer_that_is_none_is_told_with_the_name_of_its_file(
    ligne_de_commande: FlaskCliRunner, tmp_path: Path
) -> None:
    fin = _importer(ligne_de_commande, tmp_path, b"status: 404", options=("--format", "api-particulier"))
    assert fin.exit_code == 1
    assert "flux.jsonl" in fin.output
    assert "ce n’est pas une réponse « quotient familial »" in " ".join(fin.output.split())


def test_an_account_opened_at_a_desk_lets_its_owner_in_and_says_how_once(
    app: Flask, ligne_de_commande: FlaskCliRunner, session: Session
) -> None:
    importer(app, foyer("alice"))
    fin = ligne_de_commande.invoke(args=["flux", "ouvrir-compte", "alice"])
    numero, mot_de_passe = (ligne.split(" : ")[1] for ligne in fin.output.splitlines()[-2:])
    trouve = session.scalars(select(Compte)).one()
    assert trouve.identifiant == numero == identifiant.lire(numero, app.config["REGLAGES"].motif_identifiant_provisoire)
    assert hachage.verifier(trouve.empreinte_mot_de_passe, mot_de_passe)
    assert len(mot_de_passe) >= 12
    encore = ligne_de_commande.invoke(args=["flux", "ouvrir-compte", "alice"])
    assert encore.exit_code == 1
    assert "Mot de passe" not in encore.output


def test_an_account_can_be_opened_with_the_number_of_the_person(
    app: Flask, ligne_de_commande: FlaskCliRunner, session: Session
) -> None:
    importer(app, foyer("alice"))
    fin = ligne_de_commande.invoke(args=["flux", "ouvrir-compte", "alice", "--identifiant", "2 91 07 33 063 011"])
    assert fin.exit_code == 0
    assert session.scalars(select(Compte.identifiant)).one() == "2910733063011"


def test_an_account_for_somebody_who_is_not_there_waits_and_is_told(ligne_de_commande: FlaskCliRunner) -> None:
    fin = ligne_de_commande.invoke(args=["flux", "ouvrir-compte", "personne"])
    assert fin.exit_code == 1
    assert "en attente de personne:personne" in fin.output


def test_the_schemas_are_written_where_they_are_asked_for(ligne_de_commande: FlaskCliRunner, tmp_path: Path) -> None:
    fin = ligne_de_commande.invoke(args=["flux", "schemas", str(tmp_path)])
    assert fin.exit_code == 0
    ecrits = {fichier.name.removesuffix(".schema.json"): fichier.read_text() for fichier in tmp_path.glob("*.json")}
    assert ecrits == schemas.tous()
