"""Sentences that remove doubt: never « rien à faire » while something is due; no payment stops without saying why."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from caf_pwa.alertes.modele import Alerte
from caf_pwa.comptes.identite import Identite
from caf_pwa.demarches import service as demarches
from caf_pwa.demarches.modele import Demarche, EtatDemarche, PieceDemandee
from caf_pwa.dettes.modele import EtatCreance
from caf_pwa.dettes.service import CreanceResume
from caf_pwa.echeances import service
from caf_pwa.echeances.lecture import Ligne, Sorte
from caf_pwa.echeances.point import Arret, faire_le_point
from caf_pwa.socle.horloge import Horloge
from tests.conftest import AUJOURDHUI
from tests.fabriques import compte, connecter, demarche, droit, foyer, identite_de, importer, paiement, personne, piece
from tests.lecteur import lire

JOURS = st.dates(min_value=date(2026, 1, 1), max_value=date(2030, 12, 31))
RIEN = "Vous n’avez rien à faire."


def _ligne(sorte: Sorte, **valeurs: Any) -> Ligne:
    rien = dict.fromkeys(("id", "titre", "detail", "a_faire", "code", "jour", "ouverte_le", "moment"))
    return Ligne(sorte=sorte, **{**rien, **valeurs})


TEXTES = st.one_of(st.none(), st.text("abcé ", min_size=1))
LIGNES = st.builds(
    Ligne,
    sorte=st.sampled_from(Sorte),
    id=st.text("abcdef", min_size=4, max_size=4),
    titre=st.text("abcé ", min_size=1),
    detail=TEXTES,
    a_faire=TEXTES,
    code=st.sampled_from(["RSA", "PPA", "APL", "AF", "declaration-trimestrielle", "maintien-dans-les-lieux"]),
    jour=st.one_of(st.none(), JOURS),
    ouverte_le=st.one_of(st.none(), JOURS),
    moment=st.sampled_from([None, datetime(2026, 11, 12, 8, tzinfo=UTC)]),
)


@given(st.lists(LIGNES, max_size=6), JOURS)
def test_nothing_is_said_to_be_done_while_something_is_due(lignes: list[Ligne], jour: date) -> None:
    ouvertes = [une for une in lignes if une.ouverte_le is None or une.ouverte_le <= jour]
    attend = any(une.sorte in (Sorte.PIECE, Sorte.DECLARATION, Sorte.QUESTION) for une in ouvertes)
    suspendu = any(une.sorte is Sorte.DROIT for une in lignes)
    if attend or suspendu:
        assert not faire_le_point(lignes, jour).tranquille


@given(st.lists(LIGNES, max_size=6), JOURS)
def test_every_payment_that_stops_says_why_who_decides_what_to_do_and_by_when(lignes: list[Ligne], jour: date) -> None:
    point = faire_le_point(lignes, jour)
    assert sum(arret.droit_id is not None for arret in point.arrets) == sum(une.sorte is Sorte.DROIT for une in lignes)
    for arret in point.arrets:
        assert all((arret.titre, arret.cause, arret.qui_decide, arret.que_faire, arret.avant_quand, arret.lien))
        assert "None" not in f"{arret}".replace("droit_id=None", "")


def _un_arret(*lignes: Ligne, jour: date = AUJOURDHUI) -> Arret:
    (arret,) = faire_le_point(lignes, jour).arrets
    return arret


def test_a_suspended_rsa_names_the_declaration_it_waits_for_and_its_day() -> None:
    arret = _un_arret(
        _ligne(Sorte.DROIT, id="d", code="RSA", detail="Votre déclaration n’est pas arrivée."),
        _ligne(Sorte.PIECE, titre="Quittance", jour=date(2026, 11, 30)),
        _ligne(Sorte.DECLARATION, titre="Déclaration", code="declaration-trimestrielle", jour=date(2026, 12, 5)),
    )
    assert arret.cause == "Votre déclaration n’est pas arrivée."
    assert arret.que_faire == "Envoyez ce que la Caf attend\xa0: Déclaration."
    assert arret.avant_quand == "Avant le 5 décembre 2026."
    assert arret.lien == "/demarches/a-transmettre"


def test_a_deadline_that_has_passed_is_not_said_to_be_one() -> None:
    arret = _un_arret(
        _ligne(Sorte.DROIT, id="d", code="APL", detail="Quittance."),
        _ligne(Sorte.PIECE, titre="Quittance", jour=date(2026, 11, 1)),
    )
    assert arret.avant_quand == "Dès que possible\xa0: la date limite était le 1er novembre 2026."


def test_where_nothing_is_asked_the_caf_is_to_be_called() -> None:
    arret = _un_arret(_ligne(Sorte.DROIT, id="d", code="AF", detail="Vérification en cours."))
    assert "3230" in arret.que_faire
    assert "pas de date limite" in arret.avant_quand


@pytest.mark.parametrize(
    ("aujourdhui", "manque"),
    [("2026-12-04", False), ("2026-12-07", False), ("2026-12-08", True), ("2026-12-31", True), ("2027-01-01", False)],
)
def test_a_payment_is_missing_once_the_bank_has_had_its_days(aujourdhui: str, manque: bool) -> None:
    lignes = [_ligne(Sorte.ATTENDU, jour=date(2026, 1, 1)), _ligne(Sorte.PAYE, jour=date(2026, 11, 5))]
    assert bool(faire_le_point(lignes, date.fromisoformat(aujourdhui)).arrets) == manque


@pytest.mark.parametrize(
    ("depuis", "paye"), [("2026-01-01", "2026-12-04"), ("2026-12-01", "2026-11-05"), ("2026-01-01", None)]
)
def test_no_payment_is_missing_that_came_or_was_not_to_come(depuis: str, paye: str | None) -> None:
    """Paid on the day; a right that begins this month is paid the next; a household that was never paid yet."""
    dernier = date.fromisoformat(paye) if paye else None
    lignes = [_ligne(Sorte.ATTENDU, jour=date.fromisoformat(depuis)), _ligne(Sorte.PAYE, jour=dernier)]
    assert faire_le_point(lignes, date(2026, 12, 20)).tranquille


def test_no_cause_is_made_up_for_a_missing_payment() -> None:
    lignes = [_ligne(Sorte.ATTENDU, jour=date(2026, 1, 1)), _ligne(Sorte.PAYE, jour=date(2026, 11, 5))]
    assert _un_arret(*lignes, jour=date(2026, 12, 20)).cause == "Votre Caf ne nous en a pas dit la cause."
    retard = _ligne(Sorte.DECLARATION, titre="Déclaration", jour=date(2026, 11, 30))
    arret = _un_arret(*lignes, retard, jour=date(2026, 12, 20))
    assert arret.cause.startswith("Votre Caf ne nous en a pas dit la cause. Il lui manque ceci")
    assert arret.que_faire == "Envoyez ce qui manque."


def test_the_day_since_which_nothing_is_to_be_done_is_that_of_the_last_thing_done_in_paris() -> None:
    calme = _ligne(Sorte.CALME, moment=datetime(2026, 11, 12, 23, 30, tzinfo=UTC))
    assert faire_le_point([calme], AUJOURDHUI).depuis == date(2026, 11, 13)


def test_a_debt_that_waits_for_an_answer_is_something_to_do() -> None:
    for etat in EtatCreance:
        attend = service.attend_un_reglement([CreanceResume("c", "RSA", etat, Decimal(1))])
        assert attend == (etat in (EtatCreance.NOTIFIEE, EtatCreance.EXIGIBLE))


def _compter(session: Session, identite: Identite) -> int:
    """What the pages of démarches list as to be sent: they know nothing of this slice."""
    pieces = demarches.pieces_attendues(session, identite)
    return len(pieces) + len(demarches.declarations_attendues(session, identite, AUJOURDHUI))


@pytest.mark.parametrize("moule", ["sqlite"], indirect=True)
def test_accueil_says_nothing_to_do_to_whom_nothing_is_due_and_to_nobody_else(
    app: Flask, personas: list[Identite], session: Session
) -> None:
    tranquilles = set()
    for identite in personas:
        client = connecter(app.test_client(), identite)
        gere = identite.gere_le_dossier
        suspendu = gere and " Suspendu " in lire(client, "/allocations/droits")
        a_payer = gere and any(etat in lire(client, "/dettes") for etat in ("Notifiée", "À rembourser"))
        page = lire(client, "/accueil")
        assert (RIEN in page) == (not _compter(session, identite) and not suspendu and not a_payer), identite.prenom
        assert (RIEN in page) == ("C’est ce que dit votre dossier au 23 novembre 2026." in page)
        if RIEN in page:
            tranquilles.add(identite.prenom)
    assert "Inès" not in tranquilles
    assert "Julie" in tranquilles


@pytest.mark.parametrize("moule", ["sqlite"], indirect=True)
def test_where_a_right_is_suspended_three_pages_say_why_who_decides_what_to_do_and_by_when(
    app: Flask, personas: list[Identite]
) -> None:
    """Nadia, whose number is provisional, is told all of it."""
    arretes = set()
    for identite in personas:
        if not identite.gere_le_dossier:
            continue
        client = connecter(app.test_client(), identite)
        suspendus = lire(client, "/allocations/droits").count(" Suspendu ")
        for adresse in ("/accueil", "/allocations/paiements", "/allocations/droits"):
            page = lire(client, adresse)
            for mot in ("versement suspendu Pourquoi", "Qui décide", "Que faire", "Avant quand"):
                assert page.count(mot) == suspendus, (identite.prenom, adresse, mot)
            if suspendus:
                assert "Il nous manque l’acte de décès de votre conjoint." in page
                assert "Avant le 7 décembre 2026." in page
                arretes.add(identite.prenom)
    assert arretes == {"Nadia"}


def test_since_when_alice_has_nothing_to_do_is_the_day_of_the_last_thing_done(
    app: Flask, client: FlaskClient, alice: Identite, session: Session
) -> None:
    importer(app, piece("alice"))
    connecter(client, alice)
    assert RIEN not in lire(client, "/accueil")
    importer(app, piece("alice", etat="acceptee", version=2))
    assert f"{RIEN} C’est ainsi depuis le" in lire(client, "/accueil")


def test_a_confidential_document_is_due_for_its_person_and_unknown_to_the_manager(app: Flask, session: Session) -> None:
    """No alert tells of it: what is due is asked of the dossier, not of the inbox."""
    importer(app, foyer("karim", personne("karim"), personne("julie", "conjoint")), compte("karim"), compte("julie"))
    importer(app, piece("karim", personne="julie"))
    session.execute(update(PieceDemandee).values(confidentielle=True))
    session.execute(delete(Alerte))
    session.commit()
    assert RIEN not in lire(connecter(app.test_client(), identite_de(app, "julie")), "/accueil")
    assert RIEN in lire(connecter(app.test_client(), identite_de(app, "karim")), "/accueil")


def test_what_an_adviser_asked_is_due_for_the_author_of_the_demarche(app: Flask, session: Session) -> None:
    importer(app, foyer("karim", personne("karim"), personne("julie", "conjoint")), compte("karim"), compte("julie"))
    importer(app, demarche("karim", personne="julie"))
    session.execute(update(Demarche).values(etat=EtatDemarche.EN_ATTENTE_D_INFORMATION, question="Depuis quand ?"))
    session.commit()
    assert RIEN not in lire(connecter(app.test_client(), identite_de(app, "julie")), "/accueil")
    assert RIEN in lire(connecter(app.test_client(), identite_de(app, "karim")), "/accueil")


def test_a_missing_payment_is_said_on_accueil_and_on_the_pages_of_payments(
    app: Flask, client: FlaskClient, alice: Identite, horloge: Horloge
) -> None:
    importer(app, droit("alice"), paiement("alice", date="2026-11-05"))
    connecter(client, alice)
    horloge.regler(date(2026, 12, 8))
    for adresse in ("/accueil", "/allocations/paiements", "/allocations/droits"):
        page = lire(client, adresse)
        assert "Le paiement du 4 décembre 2026 n’apparaît pas" in page
        assert "Votre Caf ne nous en a pas dit la cause." in page
    importer(app, paiement("alice", "decembre", date="2026-12-04"))
    assert "n’apparaît pas" not in lire(client, "/accueil")
