"""Issuing: what was made already is given again, what changed is made anew, and two taps are one paper."""

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text as sql
from sqlalchemy import update
from sqlalchemy.orm import Session

from caf_pwa.comptes.identite import Identite
from caf_pwa.comptes.modele import Connexion
from caf_pwa.papiers import menage
from caf_pwa.papiers.imprimerie import Imprimerie
from caf_pwa.socle.horloge import Horloge, instant
from tests.conftest import AUJOURDHUI
from tests.fabriques import connecter, courrier, importer, ligne, paiement, quotient
from tests.papiers.feuille import texte
from tests.papiers.guichet import PAIEMENT, QUOTIENT, RELEVE, demander, dernier, gardes, papiers
from tests.regles.compteur import requetes

PRELECTURE = {"HX-Request": "true", "X-Prelecture": "1"}


@pytest.fixture
def chez_alice(app: Flask, client: FlaskClient, alice: Identite) -> FlaskClient:
    importer(app, paiement("alice"))
    return connecter(client, alice)


def test_the_same_paper_asked_for_again_is_the_same_file_found_in_two_statements(
    app: Flask, chez_alice: FlaskClient, session: Session
) -> None:
    premier = demander(chez_alice, RELEVE)
    with requetes(app) as envoyees:
        assert demander(chez_alice, RELEVE) == premier
    assert len(envoyees) <= 2
    assert demander(chez_alice, RELEVE, du="2026-09", au="2026-11") == premier
    assert (len(papiers(session)), len(gardes(app))) == (1, 1)


def test_a_change_of_the_dossier_that_changes_nothing_on_it_makes_no_new_paper(
    app: Flask, chez_alice: FlaskClient, session: Session
) -> None:
    premier = demander(chez_alice, RELEVE)
    importer(app, courrier("alice"))
    assert demander(chez_alice, RELEVE) == premier
    assert len(papiers(session)) == 1


def test_other_figures_make_another_paper_and_the_first_stays(
    app: Flask, chez_alice: FlaskClient, session: Session
) -> None:
    demander(chez_alice, RELEVE)
    importer(app, paiement("alice", lignes=[ligne("99.00")], version=2))
    assert "Total reçu 99,00 €" in texte(demander(chez_alice, RELEVE))
    un, autre = papiers(session)
    assert un.code != autre.code
    assert {papier.contenu["chiffre"][1] for papier in (un, autre)} == {"152,25\xa0€", "99,00\xa0€"}
    importer(app, paiement("alice", version=3))
    assert "Total reçu 152,25 €" in texte(demander(chez_alice, RELEVE)), "figures that come back are the first paper"
    assert len(papiers(session)) == 2


def test_another_day_makes_another_paper(
    app: Flask, chez_alice: FlaskClient, session: Session, horloge: Horloge
) -> None:
    demander(chez_alice, RELEVE, mois="2026-11")
    horloge.regler(AUJOURDHUI + timedelta(days=1))
    assert "Fait le 24 novembre 2026" in texte(demander(chez_alice, RELEVE, mois="2026-11"))
    assert [papier.fait_le for papier in papiers(session)] == [date(2026, 11, 23), date(2026, 11, 24)]


def test_a_phone_that_keeps_its_papers_makes_no_new_one_every_day(
    app: Flask, chez_alice: FlaskClient, session: Session, horloge: Horloge
) -> None:
    garde = demander(chez_alice, PAIEMENT, PRELECTURE)
    for jours in (1, 2):
        horloge.regler(AUJOURDHUI + timedelta(days=jours))
        assert demander(chez_alice, PAIEMENT, PRELECTURE) == garde
    assert len(papiers(session)) == 1
    assert "Fait le 25 novembre" in texte(demander(chez_alice, PAIEMENT)), "asked for by its person, it is of today"


def test_a_phone_keeps_the_papers_that_there_are_and_no_other(
    app: Flask, chez_alice: FlaskClient, session: Session
) -> None:
    importer(app, quotient("alice", valeur=None, motif="Ressources inconnues."))
    liste = chez_alice.get("/hors-ligne/dossier").get_json()["pages"]
    a_garder = [page["adresse"] for page in liste if page["adresse"].endswith(".pdf")]
    assert a_garder == [f"/documents/{PAIEMENT}.pdf", f"/documents/{RELEVE}.pdf"]
    importer(app, quotient("alice", valeur=12, version=2))
    liste = chez_alice.get("/hors-ligne/dossier").get_json()["pages"]
    assert f"/documents/{QUOTIENT}.pdf" in [page["adresse"] for page in liste]
    assert papiers(session) == []


def test_two_taps_at_once_are_one_paper(app: Flask, alice: Identite, session: Session) -> None:
    importer(app, paiement("alice"))
    depart, recus = threading.Barrier(2), []

    def toucher() -> None:
        client = connecter(app.test_client(), alice)
        depart.wait()
        recus.append(demander(client, RELEVE))

    fils = [threading.Thread(target=toucher) for _ in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert len(recus) == 2
    assert recus[0] == recus[1]
    assert (len(papiers(session)), len(gardes(app))) == (1, 1)


def test_what_is_kept_tells_nothing_to_whoever_reads_the_disk(
    app: Flask, chez_alice: FlaskClient, session: Session
) -> None:
    pdf = demander(chez_alice, RELEVE)
    (fichier,) = gardes(app)
    assert b"%PDF" not in fichier.read_bytes()
    assert len(fichier.read_bytes()) > len(pdf)
    assert fichier.name == dernier(session).fichier


def test_nothing_is_left_of_a_paper_that_could_not_be_kept(
    app: Flask, chez_alice: FlaskClient, session: Session
) -> None:
    """The store is full: no row names a file that is not there, and the next try makes the paper."""
    lieu = Path(app.extensions["papiers"].stockage.racine)
    lieu.parent.mkdir(exist_ok=True)
    lieu.write_text("in the way")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert chez_alice.get(f"/documents/{RELEVE}.pdf").status_code == 500
    assert papiers(session) == []
    lieu.unlink()
    demander(chez_alice, RELEVE)
    assert len(papiers(session)) == 1


def test_the_page_shows_the_code_once_the_paper_is_made(chez_alice: FlaskClient, session: Session) -> None:
    assert "Code du document" not in chez_alice.get(f"/attestations/{RELEVE}").text
    demander(chez_alice, RELEVE)
    code = dernier(session).code
    assert "-".join(code[i : i + 4] for i in range(0, 20, 4)) in chez_alice.get(f"/attestations/{RELEVE}").text


def test_a_file_without_a_row_goes_after_a_day_and_the_others_stay(
    app: Flask, chez_alice: FlaskClient, session: Session
) -> None:
    garde = demander(chez_alice, RELEVE)
    app.extensions["papiers"].garder(b"%PDF of a request that failed")
    session.commit()
    assert app.test_cli_runner().invoke(args=["papiers", "menager"]).output == "0 fichiers effacés.\n"
    demain = instant() + timedelta(days=1, minutes=1)
    assert menage.balayer(session, app.extensions["papiers"], demain) == 1
    assert demander(chez_alice, RELEVE) == garde


def test_nobody_waits_to_write_while_a_paper_is_drawn(
    chez_alice: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first paper of all, asked for by somebody whose visit is to be noted: both are written, neither meanwhile."""
    session.execute(update(Connexion).values(vue_le=instant() - timedelta(minutes=10)))
    session.commit()
    imprimer, patience = Imprimerie.imprimer, {"sqlite": "PRAGMA busy_timeout=0", "postgresql": "SET lock_timeout=1"}

    def pendant(imprimerie: Imprimerie, html: str) -> bytes:
        session.execute(sql(patience[session.get_bind().dialect.name]))
        session.execute(update(Connexion).values(vue_le=instant()))
        session.commit()
        return imprimer(imprimerie, html)

    monkeypatch.setattr(Imprimerie, "imprimer", pendant)
    assert demander(chez_alice, RELEVE)
    assert len(papiers(session)) == 1
