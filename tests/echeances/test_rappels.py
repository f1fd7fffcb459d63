"""Reminders on a clock that moves: each once, by day, none for what is done, no burst after a stop."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from caf_pwa.alertes import service as alertes
from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches.modele import EtatPiece, PieceDemandee
from caf_pwa.echeances import moteur, rappels
from caf_pwa.socle.horloge import PARIS, Horloge
from caf_pwa.socle.identifiants import interne
from tests.echeances.annee import heures, ouverts, sonnes, vivre
from tests.fabriques import (
    Enregistrement,
    compte,
    creance,
    declaration,
    foyer,
    identite_de,
    importer,
    moteur_de,
    personne,
    piece,
    retrait,
)

DES_DECLARATIONS = ["declaration", "declaration-bientot", "declaration-pressante", "declaration-dernier-jour",
                    "declaration-en-retard"]  # fmt: skip


def _trimestre(ouverte: str, limite: str, id_: str = "dtr", **donnees: object) -> Enregistrement:
    return declaration("alice", id_, ouverte_le=ouverte, limite=limite, **donnees)


def _midi(jour: str) -> datetime:
    return datetime.combine(date.fromisoformat(jour), datetime.min.time(), UTC) + timedelta(hours=11)


def _midis(debut: str, jours: int) -> list[datetime]:
    return [_midi(debut) + timedelta(rang) for rang in range(jours)]


@pytest.mark.parametrize("moule", ["sqlite"], indirect=True)
def test_over_a_year_of_paris_time_each_reminder_rings_once_and_by_day(
    app: Flask, alice: Identite, bob: Identite, session: Session
) -> None:
    """Four quarters, one of them over each night of changed hour; a document; a debt: every hour of the year."""
    importer(
        app,
        _trimestre("2027-03-01", "2027-03-31", "printemps"),
        _trimestre("2027-06-01", "2027-06-30", "ete"),
        _trimestre("2027-09-01", "2027-09-30", "automne"),
        declaration("bob", "hiver", ouverte_le="2027-10-26", limite="2027-11-02"),
        piece("bob", "bail", demandee_le="2027-03-10", limite="2027-03-28"),
        creance("alice", notifiee_le="2027-10-11"),
    )
    sonneries = vivre(session, heures(date(2027, 1, 1), date(2028, 1, 1)))
    assert all(8 <= instant.astimezone(PARIS).hour < 20 for instant, _ in sonneries)
    par_objet: dict[str, list[tuple[str, date]]] = {}
    for genre, objet_id, publiee_le in sonnes(session):
        par_objet.setdefault(objet_id, []).append((genre, publiee_le.astimezone(PARIS).date()))
    for nom, jours in (
        ("printemps", ["2027-03-01", "2027-03-21", "2027-03-28", "2027-03-31", "2027-04-01"]),
        ("ete", ["2027-06-01", "2027-06-20", "2027-06-27", "2027-06-30", "2027-07-01"]),
        ("automne", ["2027-09-01", "2027-09-20", "2027-09-27", "2027-09-30", "2027-10-01"]),
    ):
        attendu = [(genre, date.fromisoformat(jour)) for genre, jour in zip(DES_DECLARATIONS, jours, strict=True)]
        assert par_objet[interne("declaration", nom)] == attendu
    hiver = ["2027-10-26", "2027-10-30", "2027-11-02", "2027-11-03"]  # it opens with seven days to go
    attendu = [(genre, date.fromisoformat(jour)) for genre, jour in zip(DES_DECLARATIONS[1:], hiver, strict=True)]
    assert par_objet[interne("declaration", "hiver")] == attendu
    assert par_objet[interne("piece", "bail")][1:] == [("piece-bientot", date(2027, 3, 21))]
    assert par_objet[interne("creance", "creance")][1:] == [
        ("dette-rectification", date(2027, 10, 26)),
        ("dette-a-payer", date(2027, 11, 1)),
        ("dette-recours", date(2027, 12, 1)),
    ]
    assert sum(nombre for _, nombre in sonneries) == 15 + 4 + 1 + 3


def test_reminders_ring_on_the_two_days_of_changed_hour_as_on_any_other(
    app: Flask, alice: Identite, session: Session
) -> None:
    importer(app, _trimestre("2027-03-01", "2027-03-28", "mars"), _trimestre("2027-10-01", "2027-10-31", "octobre"))
    for jour in (date(2027, 3, 28), date(2027, 10, 31)):
        sonneries = vivre(session, heures(jour - timedelta(1), jour + timedelta(1)))
        le_jour = [instant.astimezone(PARIS) for instant, _ in sonneries if instant.astimezone(PARIS).date() == jour]
        assert [(instant.hour, instant.minute) for instant in le_jour] == [(8, 0)]


def test_a_worker_stopped_for_days_rings_the_last_reminder_alone(app: Flask, alice: Identite, session: Session) -> None:
    importer(app, _trimestre("2027-03-01", "2027-03-31"))
    vivre(session, _midis("2027-03-01", 1))
    sonneries = vivre(session, _midis("2027-03-30", 3))
    assert [nombre for _, nombre in sonneries] == [1, 1, 1]
    assert [genre for genre, _, _ in sonnes(session)] == [DES_DECLARATIONS[0], *DES_DECLARATIONS[2:]]


def test_nobody_is_reminded_of_a_declaration_received(app: Flask, alice: Identite, session: Session) -> None:
    importer(app, _trimestre("2027-03-01", "2027-03-31"))
    vivre(session, _midis("2027-03-01", 22))
    assert ouverts(session) == {"declaration", "declaration-bientot"}
    importer(app, _trimestre("2027-03-01", "2027-03-31", recue=True, version=2))
    session.expire_all()
    assert ouverts(session) == set()
    assert vivre(session, _midis("2027-03-23", 40)) == []


def test_nobody_is_reminded_of_what_was_withdrawn(app: Flask, alice: Identite, session: Session) -> None:
    importer(app, _trimestre("2027-03-01", "2027-03-31"))
    vivre(session, _midis("2027-03-21", 1))
    importer(app, retrait("declaration", "dtr", version=2))
    session.expire_all()
    assert ouverts(session) == set()
    assert vivre(session, _midis("2027-03-22", 20)) == []


def test_another_deadline_is_recalled_anew(app: Flask, alice: Identite, session: Session, horloge: Horloge) -> None:
    """An outage over the last day: the Caf gives twelve days more, and each reminder rings for them."""
    importer(app, _trimestre("2027-03-01", "2027-03-31"))
    vivre(session, _midis("2027-03-01", 31))
    horloge.regler(date(2027, 3, 31))
    importer(app, _trimestre("2027-03-01", "2027-04-12", version=2))
    session.expire_all()
    assert ouverts(session) == {"declaration"}
    sonneries = vivre(session, _midis("2027-04-01", 12))
    assert [instant.date() for instant, _ in sonneries] == [date(2027, 4, 2), date(2027, 4, 9), date(2027, 4, 12)]


def test_alice_sees_her_declaration_once_however_often_it_is_recalled(
    app: Flask, alice: Identite, session: Session
) -> None:
    importer(app, _trimestre("2027-03-01", "2027-03-31"))
    vivre(session, _midis("2027-03-01", 31))
    lues = alertes.recues(session, alice)
    assert [alerte.texte for alerte in lues] == [
        "Dernier jour\xa0: le 31 mars 2027. Sans elle, un paiement peut être suspendu."
    ]


def test_a_document_that_was_sent_is_not_recalled(app: Flask, alice: Identite, session: Session) -> None:
    importer(app, piece("alice", demandee_le="2027-03-01", limite="2027-03-31"))
    session.get_one(PieceDemandee, interne("piece", "piece")).etat = EtatPiece.RECUE
    session.commit()
    assert vivre(session, _midis("2027-03-20", 20)) == []


def test_a_confidential_document_is_recalled_to_its_person_alone(app: Flask, session: Session) -> None:
    """Julie's document is between her and the Caf: Karim, who manages the dossier, is told nothing."""
    importer(app, foyer("karim", personne("karim"), personne("julie", "conjoint")), compte("karim"), compte("julie"))
    importer(app, piece("karim", personne="julie", limite="2027-03-31"))
    alertes.clore(session, "piece", interne("piece", "piece"), _midi("2027-03-01"))
    session.get_one(PieceDemandee, interne("piece", "piece")).confidentielle = True
    session.commit()
    vivre(session, _midis("2027-03-24", 1))
    assert alertes.recues(session, identite_de(app, "karim")) == []
    assert [alerte.titre for alerte in alertes.recues(session, identite_de(app, "julie"))] == ["Document à envoyer"]


def test_a_declaration_of_the_household_is_not_recalled_to_a_child(app: Flask, session: Session) -> None:
    importer(app, foyer("karim", personne("karim"), personne("hugo", "enfant")), compte("karim"), compte("hugo"))
    importer(app, declaration("karim", ouverte_le="2027-03-01", limite="2027-03-31"))
    vivre(session, _midis("2027-03-01", 1))
    assert len(alertes.recues(session, identite_de(app, "karim"))) == 1
    assert alertes.recues(session, identite_de(app, "hugo")) == []


@pytest.mark.parametrize(
    "donnees",
    [
        {"etat": "soldee", "rembourse": "540.00"},
        {"rembourse": "540.00"},
        {"etat": "annulee"},
        {"etat": "contestee"},
        {"etat": "remise_demandee"},
    ],
)
def test_no_debt_is_recalled_that_is_paid_or_frozen(
    app: Flask, alice: Identite, session: Session, donnees: dict[str, str]
) -> None:
    importer(app, creance("alice", notifiee_le="2027-03-01", **donnees))
    assert vivre(session, _midis("2027-03-01", 70)) == []


def test_nobody_is_told_to_pay_what_is_deducted(app: Flask, alice: Identite, session: Session) -> None:
    importer(app, creance("alice", notifiee_le="2027-03-01", retenue_mensuelle="45.00"))
    vivre(session, _midis("2027-03-01", 70))
    assert [genre for genre, _, _ in sonnes(session)] == ["creance", "dette-rectification", "dette-recours"]


def test_a_day_to_object_that_has_passed_is_shown_no_more(app: Flask, alice: Identite, session: Session) -> None:
    importer(app, creance("alice", notifiee_le="2027-03-01", retenue_mensuelle="45.00"))
    vivre(session, _midis("2027-03-16", 6))
    assert ouverts(session) == {"creance", "dette-rectification"}
    vivre(session, _midis("2027-03-22", 1))
    assert ouverts(session) == {"creance"}


def test_a_reminder_changes_the_dossier_so_that_devices_fetch_it(app: Flask, alice: Identite, session: Session) -> None:
    importer(app, _trimestre("2027-03-01", "2027-03-31"))
    avant = identite_de(app, "alice").versions
    vivre(session, _midis("2027-03-01", 1))
    assert identite_de(app, "alice").versions[0] == avant[0] + 1


def test_a_thousand_households_ring_in_pages_of_five_hundred(
    app: Flask, alice: Identite, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rappels, "LOT", 10)
    importer(app, *(_trimestre("2027-03-01", "2027-03-31", f"d-{rang}") for rang in range(25)))
    lots = list(rappels.rappeler(session, _midi("2027-03-01")))
    session.commit()
    assert [lot for lot in lots if lot] == [10, 10, 5]
    assert Counter(genre for genre, _, _ in sonnes(session)) == {"declaration": 25}


def test_two_workers_at_the_same_moment_ring_everything_once(
    app: Flask, alice: Identite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rappels, "LOT", 5)
    importer(app, *(_trimestre("2027-03-01", "2027-03-31", f"d-{rang}") for rang in range(30)))
    depart = threading.Barrier(2)

    def travailler() -> int:
        with Session(moteur_de(app)) as session:
            depart.wait()
            return sum(nombre for _, nombre in vivre(session, [_midi("2027-03-01")]))

    with ThreadPoolExecutor(2) as ouvriers:
        assert sum(un.result() for un in [ouvriers.submit(travailler) for _ in range(2)]) == 30


def test_the_command_says_how_many_it_rang_and_rings_none_twice(app: Flask, alice: Identite, horloge: Horloge) -> None:
    importer(app, _trimestre("2027-03-01", "2027-03-31"))
    horloge.regler(date(2027, 3, 1))
    appel = app.test_cli_runner()
    sorties = [appel.invoke(args=["alertes", "rappeler"]).output for _ in range(2)]
    de_jour = moteur.heure_civile(horloge.maintenant())
    assert sorties == [f"{int(de_jour)} rappels publiés.\n", "0 rappels publiés.\n"]
