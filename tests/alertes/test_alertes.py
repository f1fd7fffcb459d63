"""Alerts: published once, closed when nothing is left to do, and read by those who may read what they are about."""

import importlib
import re
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from caf_pwa.alertes import service
from caf_pwa.alertes.genre import Genre
from caf_pwa.alertes.genres import genres
from caf_pwa.alertes.service import AlerteLue
from caf_pwa.comptes.identite import Identite
from caf_pwa.socle.horloge import instant
from tests.fabriques import (
    Enregistrement,
    autorisation,
    compte,
    courrier,
    creance,
    declaration,
    foyer,
    identite_de,
    importer,
    ligne,
    moteur_de,
    paiement,
    personne,
    piece,
    retrait,
)


def _recues(app: Flask, nom: str = "alice") -> list[AlerteLue]:
    with Session(moteur_de(app)) as session:
        return service.recues(session, identite_de(app, nom))


def _titres(app: Flask, nom: str = "alice") -> list[str]:
    return [alerte.titre for alerte in _recues(app, nom)]


@pytest.fixture
def karim(app: Flask) -> Identite:
    """Karim, Julie and Hugo, each with an account, and something new about the household and about Julie."""
    personnes = (personne("karim"), personne("julie", "conjoint"), personne("hugo", "enfant"))
    importer(app, foyer("karim", *personnes), *(compte(nom) for nom in ("karim", "julie", "hugo")))
    importer(
        app,
        paiement("karim"),
        piece("karim", "a-julie", personne="julie", libelle="Bulletins de salaire"),
        courrier("karim", "a-julie", personne="julie", objet="Pour Julie"),
    )
    return identite_de(app, "karim")


@pytest.mark.parametrize(
    ("enregistrement", "titre", "texte", "a_faire"),
    [
        (paiement("alice", lignes=[ligne("1041.59")]), "Paiement effectué", "1 041,59 € le 5 novembre 2026.", False),
        (courrier("alice"), "Nouveau courrier", "« Votre RSA change », le 12 novembre 2026.", False),
        (piece("alice", limite="2026-12-14"), "Document à envoyer", "Quittance de loyer, avant le 14 décembre", True),
        (piece("alice"), "Document à envoyer", "Quittance de loyer, dès que possible.", True),
        (declaration("alice"), "Déclaration trimestrielle de ressources", "À faire avant le 5 décembre 2026.", True),
        (creance("alice"), "Dette notifiée", "540,00 € à rembourser : Revenu de solidarité active.", False),
    ],
)
def test_what_is_new_is_told_in_a_sentence(
    app: Flask, alice: Identite, enregistrement: Enregistrement, titre: str, texte: str, a_faire: bool
) -> None:
    importer(app, enregistrement)
    (alerte,) = _recues(app)
    assert (alerte.titre, alerte.a_faire, alerte.nouvelle) == (titre, a_faire, True)
    assert texte in " ".join(alerte.texte.split())


def test_the_same_thing_is_told_once_however_often_it_is_corrected(app: Flask, alice: Identite) -> None:
    importer(app, *(piece("alice", libelle=f"Version {version}", version=version) for version in (1, 2, 3)))
    (alerte,) = _recues(app)
    assert alerte.texte.startswith("Version 3,")


CLOTURES: list[tuple[Enregistrement, Enregistrement]] = [
    (piece("alice"), piece("alice", etat="recue", version=2)),
    (piece("alice"), piece("alice", etat="annulee", version=2)),
    (declaration("alice"), declaration("alice", recue=True, version=2)),
    (creance("alice"), creance("alice", etat="contestee", version=2)),
    (paiement("alice"), retrait("paiement", "paiement", 2)),
    (paiement("alice"), paiement("alice", date="2026-09-04", version=2)),
    (courrier("alice"), retrait("courrier", "courrier", 2)),
    (courrier("alice"), courrier("alice", date="2025-11-12", version=2)),
]


@pytest.mark.parametrize(
    ("annonce", "suite"), CLOTURES, ids=[f"{un['genre']}-{rang}" for rang, (un, _) in enumerate(CLOTURES)]
)
def test_an_alert_leaves_the_inbox_when_nothing_is_left_to_do(
    app: Flask, alice: Identite, annonce: Enregistrement, suite: Enregistrement
) -> None:
    importer(app, annonce)
    assert len(_recues(app)) == 1
    importer(app, suite)
    assert _recues(app) == []


def test_a_document_that_is_refused_is_asked_for_again(app: Flask, alice: Identite) -> None:
    importer(app, piece("alice"), piece("alice", etat="recue", version=2))
    importer(app, piece("alice", etat="refusee", motif_refus="Le document est illisible.", version=3))
    assert _titres(app) == ["Document à envoyer"]


@pytest.mark.parametrize(
    "ancien",
    [paiement("alice", date="2026-10-05"), courrier("alice", date="2026-10-22"), paiement("alice", date="2026-11-24")],
)
def test_history_and_the_future_are_not_news(app: Flask, alice: Identite, ancien: Enregistrement) -> None:
    importer(app, ancien)
    assert _recues(app) == []


def test_what_is_to_be_done_comes_first(app: Flask, alice: Identite) -> None:
    importer(app, piece("alice"), paiement("alice"), courrier("alice"), declaration("alice"))
    assert [alerte.a_faire for alerte in _recues(app)] == [True, True, False, False]


def test_bob_is_told_nothing_of_alice(app: Flask, alice: Identite, bob: Identite) -> None:
    importer(app, paiement("alice"), piece("alice"))
    assert _recues(app, "bob") == []


def test_the_responsible_person_is_told_of_the_household_and_not_of_a_letter_to_another(
    app: Flask, karim: Identite
) -> None:
    assert sorted(_titres(app, "karim")) == ["Document à envoyer", "Paiement effectué"]


def test_a_spouse_without_authorisation_is_told_only_what_names_her(app: Flask, karim: Identite) -> None:
    assert sorted(_titres(app, "julie")) == ["Document à envoyer", "Nouveau courrier"]
    assert _titres(app, "hugo") == []


def test_a_payment_or_a_debt_that_names_a_child_is_told_to_whoever_may_open_it(app: Flask, karim: Identite) -> None:
    importer(app, paiement("karim", "p-2", personne="hugo"), creance("karim", personne="hugo"))
    assert _titres(app, "hugo") == []
    assert "Dette notifiée" in _titres(app, "karim")


def test_an_authorisation_brings_the_household_s_alerts_and_takes_them_back(app: Flask, karim: Identite) -> None:
    importer(app, autorisation("karim", "julie"))
    assert "Paiement effectué" in _titres(app, "julie")
    importer(app, autorisation("karim", "julie", fin="2026-11-23", version=2))
    assert "Paiement effectué" not in _titres(app, "julie")


def test_a_spouse_who_left_is_told_nothing_more_of_the_household(app: Flask, karim: Identite) -> None:
    importer(app, autorisation("karim", "julie"), foyer("karim", personne("karim"), version=2))
    assert "Paiement effectué" not in _titres(app, "julie")


def test_an_account_opened_later_finds_what_is_to_be_done(app: Flask) -> None:
    importer(app, foyer("alice"), piece("alice"), paiement("alice"))
    importer(app, compte("alice"))
    assert sorted(_titres(app)) == ["Document à envoyer", "Paiement effectué"]


def test_what_was_in_the_wrong_household_is_told_in_the_right_one_alone(
    app: Flask, alice: Identite, bob: Identite
) -> None:
    importer(app, piece("alice"), piece("bob", version=2))
    assert _titres(app, "alice") == []
    assert _titres(app, "bob") == ["Document à envoyer"]


def test_reading_the_inbox_counts_for_the_reader_alone(app: Flask, session: Session, karim: Identite) -> None:
    importer(app, autorisation("karim", "julie"))
    service.marquer_lues(session, karim, instant())
    service.marquer_lues(session, karim, instant())  # twice is once
    session.commit()
    assert {alerte.nouvelle for alerte in _recues(app, "karim")} == {False}
    assert {alerte.nouvelle for alerte in _recues(app, "julie")} == {True}


def test_marking_the_inbox_as_read_makes_this_account_s_devices_ask_again_once(
    app: Flask, session: Session, karim: Identite
) -> None:
    empreintes = [identite_de(app, "karim").empreinte]
    for _ in range(2):
        service.marquer_lues(session, karim, instant())
        session.commit()
        empreintes.append(identite_de(app, "karim").empreinte)
    assert empreintes[0] != empreintes[1] == empreintes[2]


def test_every_new_alert_makes_the_household_s_devices_ask_again(app: Flask, alice: Identite) -> None:
    importer(app, piece("alice"))
    ouverte = identite_de(app, "alice").empreinte
    importer(app, piece("alice", etat="recue", version=2))
    assert len({alice.empreinte, ouverte, identite_de(app, "alice").empreinte}) == 3


@pytest.mark.parametrize("nom", genres())
def test_every_kind_of_alert_leads_inside_the_app(nom: str) -> None:
    assert genres()[nom].lien.format(objet="x").startswith("/")


@pytest.mark.parametrize("genre", genres().values(), ids=genres())
def test_a_kind_is_named_by_its_file_and_tells_a_locked_screen_nothing_of_anybody(genre: Genre) -> None:
    """T43."""
    assert len(genre.slug) <= 32
    assert importlib.import_module(f"caf_pwa.alertes.genres.{genre.slug.replace('-', '_')}").GENRE is genre
    assert genre.ecran.endswith(".")
    assert not re.search(r"[{}0-9€]", genre.ecran)


VIES = st.lists(st.sampled_from(["demandee", "recue", "refusee", "acceptee", "annulee"]), min_size=1, max_size=5)


@settings(max_examples=20)
@given(vie=VIES)
def test_an_alert_is_open_exactly_while_the_document_is_awaited(app: Flask, alice: Identite, vie: list[str]) -> None:
    id_ = "-".join(vie)

    def version(rang: int, etat: str) -> dict[str, Any]:
        return piece("alice", f"p-{id_}", libelle=f"Pièce {id_}", etat=etat, motif_refus="Illisible.", version=rang)

    importer(app, *(version(rang, etat) for rang, etat in enumerate(vie, start=1)))
    attendue = vie[-1] in ("demandee", "refusee")
    assert any(alerte.texte.startswith(f"Pièce {id_},") for alerte in _recues(app)) is attendue
