"""Each record goes in once, in any order, whole or not at all."""

import json
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from caf_pwa.allocations.modele import Droit
from caf_pwa.dossier.modele import Foyer
from caf_pwa.flux.genre import Contexte
from caf_pwa.flux.importation import Issue, Ligne
from caf_pwa.flux.importation import importer as importer_flux
from caf_pwa.flux.modele import EnAttente, Recu
from caf_pwa.socle.horloge import instant
from tests.conftest import AUJOURDHUI
from tests.fabriques import (
    Enregistrement,
    autorisation,
    compte,
    courrier,
    creance,
    declaration,
    demarche,
    droit,
    foyer,
    importer,
    moteur_de,
    octets,
    paiement,
    personne,
    piece,
    quotient,
    ressources,
    retenue,
    retrait,
)
from tests.flux.etat import etat

UN_DE_CHAQUE = [
    foyer("alice", personne("alice"), personne("julie", "conjoint")),
    compte("alice"),
    autorisation("alice", "julie"),
    droit("alice"),
    creance("alice"),
    paiement("alice", retenues=[retenue("45.00", "creance")]),
    piece("alice"),
    declaration("alice"),
    demarche("alice"),
    courrier("alice"),
    quotient("alice"),
    ressources("alice", "julie"),
]


def _issues(lignes: list[Ligne]) -> list[Issue]:
    return [ligne.issue for ligne in lignes]


def _versions(app: Flask) -> dict[str, int]:
    with Session(moteur_de(app)) as session:
        return {foyer.id: foyer.version for foyer in session.scalars(select(Foyer))}


def test_a_feed_of_every_kind_goes_in(app: Flask) -> None:
    assert set(_issues(importer(app, *UN_DE_CHAQUE))) == {Issue.APPLIQUE}
    rangees = etat(app)
    assert all(rangees[table] for table in rangees if table != "flux_en_attente")


def test_the_same_feed_again_changes_nothing(app: Flask) -> None:
    importer(app, *UN_DE_CHAQUE)
    avant, versions = etat(app), _versions(app)
    assert set(_issues(importer(app, *UN_DE_CHAQUE))) == {Issue.INCHANGE}
    assert (etat(app), _versions(app)) == (avant, versions)


@pytest.mark.parametrize("enregistrement", UN_DE_CHAQUE, ids=[un["genre"] for un in UN_DE_CHAQUE])
def test_a_line_twice_in_one_feed_is_a_line_once(app: Flask, enregistrement: Enregistrement) -> None:
    importer(app, *UN_DE_CHAQUE[:5])
    importer(app, enregistrement)
    avant = etat(app)
    assert set(_issues(importer(app, enregistrement, enregistrement))) == {Issue.INCHANGE}
    assert etat(app) == avant


def test_the_same_record_written_otherwise_is_the_same_record(app: Flask) -> None:
    importer(app, foyer("alice"), droit("alice"))
    a_l_envers = dict(reversed(droit("alice").items()))
    a_l_envers["donnees"] = dict(reversed(a_l_envers["donnees"].items()))
    texte = json.dumps(a_l_envers, indent=None, separators=(" ,  ", " :  "), ensure_ascii=True).encode()
    assert _issues(importer(app, texte)) == [Issue.INCHANGE]


def test_a_newer_version_replaces_and_an_older_one_never_does(app: Flask, session: Session) -> None:
    recues = importer(
        app,
        foyer("alice"),
        droit("alice", montant="100.00", version=3),
        droit("alice", montant="999.00", version=2),
        droit("alice", montant="200.00", version=7),
        droit("alice", montant="100.00", version=3),
    )
    assert _issues(recues)[1:] == [Issue.APPLIQUE, Issue.PERIME, Issue.APPLIQUE, Issue.PERIME]
    assert [str(montant) for montant in session.scalars(select(Droit.montant))] == ["200.00"]


def test_another_content_under_a_version_already_seen_is_refused(app: Flask, session: Session) -> None:
    importer(app, foyer("alice"), droit("alice", montant="100.00"))
    (recue,) = importer(app, droit("alice", montant="100.01"))
    assert recue.issue is Issue.REFUSE
    assert (recue.motifs[0].champ, recue.motifs[0].raison) == (
        "version",
        "cette version a déjà été reçue avec un autre contenu",
    )
    assert [str(montant) for montant in session.scalars(select(Droit.montant))] == ["100.00"]


def test_a_record_before_its_household_waits_and_goes_in_when_it_arrives(app: Flask) -> None:
    (attente,) = importer(app, droit("alice"))
    assert (attente.issue, attente.attend) == (Issue.EN_ATTENTE, "foyer:alice")
    assert etat(app)["droits"] == []
    arrivees = importer(app, foyer("alice"))
    assert [(ligne.numero, ligne.nom, ligne.issue) for ligne in arrivees] == [
        (1, "foyer:alice", Issue.APPLIQUE),
        (0, "droit:droit", Issue.APPLIQUE),
    ]
    assert etat(app)["flux_en_attente"] == []


def test_a_whole_dossier_told_backwards_ends_like_one_told_in_order(app: Flask) -> None:
    importer(app, *reversed(UN_DE_CHAQUE))
    assert etat(app)["flux_en_attente"] == []
    a_l_envers = etat(app)
    assert set(_issues(importer(app, *UN_DE_CHAQUE))) == {Issue.INCHANGE}
    assert etat(app) == a_l_envers


def test_what_waits_for_what_waits_goes_in_with_it(app: Flask) -> None:
    importer(app, paiement("alice", retenues=[retenue("45.00", "creance")]), creance("alice"), compte("alice"))
    arrivees = importer(app, foyer("alice"))
    assert {ligne.nom for ligne in arrivees if ligne.issue is Issue.APPLIQUE} == {
        "foyer:alice",
        "creance:creance",
        "compte:alice",
        "paiement:paiement",
    }


def test_a_record_that_waits_can_be_sent_again_and_still_waits_once(app: Flask, session: Session) -> None:
    for _ in range(3):
        assert _issues(importer(app, droit("alice"))) == [Issue.EN_ATTENTE]
    assert len(session.scalars(select(EnAttente)).all()) == 1
    (recue,) = importer(app, droit("alice", montant="1.00"))
    assert recue.issue is Issue.REFUSE


def test_the_newest_of_two_that_wait_wins(app: Flask, session: Session) -> None:
    importer(app, droit("alice", montant="2.00", version=2), droit("alice", montant="1.00", version=1))
    importer(app, foyer("alice"))
    assert [str(montant) for montant in session.scalars(select(Droit.montant))] == ["2.00"]


def test_a_version_that_waits_does_not_hide_the_one_that_can_be_shown(app: Flask, session: Session) -> None:
    importer(app, foyer("alice"))
    nouvelle = paiement("alice", retenues=[retenue("45.00", "inconnue")], version=2)
    assert _issues(importer(app, nouvelle, paiement("alice"))) == [Issue.EN_ATTENTE, Issue.APPLIQUE]
    assert session.scalars(select(Recu.version).where(Recu.genre == "paiement")).all() == [1]
    importer(app, creance("alice", "inconnue"))
    session.rollback()
    assert session.scalars(select(Recu.version).where(Recu.genre == "paiement")).all() == [2]


def test_a_record_found_wrong_after_it_waited_is_told_and_forgotten(app: Flask) -> None:
    faux = droit("alice", etat="clos", version=2)
    assert _issues(importer(app, faux)) == [Issue.EN_ATTENTE]
    arrivees = importer(app, foyer("alice"))
    assert [(ligne.numero, ligne.issue) for ligne in arrivees] == [(1, Issue.APPLIQUE), (0, Issue.REFUSE)]
    assert etat(app)["flux_en_attente"] == []
    assert _issues(importer(app, droit("alice"))) == [Issue.APPLIQUE]  # the version before it was right


def test_a_withdrawal_takes_the_object_out_and_a_later_version_brings_it_back(app: Flask) -> None:
    importer(app, foyer("alice"), droit("alice"))
    assert _issues(importer(app, retrait("droit", "droit", 2))) == [Issue.APPLIQUE]
    assert etat(app)["droits"] == []
    assert _issues(importer(app, retrait("droit", "droit", 2), droit("alice"))) == [Issue.INCHANGE, Issue.PERIME]
    assert etat(app)["droits"] == []
    importer(app, droit("alice", version=3))
    assert len(etat(app)["droits"]) == 1


def test_a_withdrawal_that_comes_first_is_not_undone_by_what_it_withdrew(app: Flask) -> None:
    recues = importer(app, retrait("droit", "droit", 2), foyer("alice"), droit("alice"))
    assert _issues(recues) == [Issue.APPLIQUE, Issue.APPLIQUE, Issue.PERIME]


def test_a_withdrawal_also_takes_out_what_still_waits(app: Flask) -> None:
    importer(app, droit("alice"), retrait("droit", "droit", 2))
    assert etat(app)["flux_en_attente"] == []
    importer(app, foyer("alice"))
    assert etat(app)["droits"] == []


def test_a_withdrawn_payment_takes_its_lines_and_deductions_with_it(app: Flask) -> None:
    importer(app, *UN_DE_CHAQUE, retrait("paiement", "paiement", 2))
    rangees = etat(app)
    assert [rangees[table] for table in ("paiements", "lignes_de_paiement", "retenues", "alertes")][:3] == [[]] * 3


def test_an_object_that_moves_to_its_right_household_leaves_no_trace_in_the_wrong_one(
    app: Flask, session: Session
) -> None:
    importer(app, foyer("alice"), foyer("bob"), droit("alice"))
    avant = _versions(app)
    importer(app, droit("bob", version=2))
    assert len(session.scalars(select(Droit)).all()) == 1
    assert all(version > avant[foyer_id] for foyer_id, version in _versions(app).items())


def test_a_refused_record_leaves_no_trace_in_the_middle_of_a_batch(app: Flask, session: Session) -> None:
    bons = [droit("alice", f"d{rang}") for rang in range(250)]
    faux = droit("alice", "faux", etat="clos")
    recues = importer(app, foyer("alice"), *bons[:120], faux, *bons[120:])
    assert [recue.numero for recue in recues] == list(range(1, 253))
    assert [recue.nom for recue in recues if recue.issue is not Issue.APPLIQUE] == ["droit:faux"]
    assert len(session.scalars(select(Droit)).all()) == 250


@pytest.mark.parametrize(
    ("autre", "champ", "raison"),
    [
        (compte("bob", identifiant="PRV0000001"), "donnees.identifiant", "un autre compte porte déjà ce numéro"),
        (compte("autre", personne="alice"), "donnees.personne", "cette personne a déjà un compte"),
        (droit("bob", "x", personne="alice"), "donnees.personne", "cette personne n’est pas de ce foyer"),
    ],
)
def test_nobody_is_given_what_is_already_another_s(app: Flask, autre: Enregistrement, champ: str, raison: str) -> None:
    importer(app, foyer("alice"), compte("alice", identifiant="PRV0000001"), foyer("bob"))
    avant = etat(app)
    (recue,) = importer(app, autre)
    assert recue.issue is Issue.REFUSE
    assert (recue.motifs[0].champ, raison in recue.motifs[0].raison) == (champ, True)
    assert etat(app) == avant


def test_a_household_waits_until_its_persons_have_left_their_former_one(app: Flask) -> None:
    importer(app, foyer("alice", personne("alice"), personne("jules", "enfant")), compte("jules"))
    avant = etat(app)
    (recue,) = importer(app, foyer("jules", personne("jules")))
    assert (recue.issue, recue.attend) == (Issue.EN_ATTENTE, "depart:jules")
    assert {nom: lignes for nom, lignes in etat(app).items() if nom != "flux_en_attente"} == {
        nom: lignes for nom, lignes in avant.items() if nom != "flux_en_attente"
    }
    arrivees = importer(app, foyer("alice", personne("alice"), version=2))
    assert [(ligne.nom, ligne.issue) for ligne in arrivees] == [
        ("foyer:alice", Issue.APPLIQUE),
        ("foyer:jules", Issue.APPLIQUE),
    ]
    assert etat(app)["flux_en_attente"] == []


@pytest.mark.parametrize(
    "attendant",
    [
        paiement("absent", compte="FR7600000000000000000001181"),
        foyer("x", personne("alice"), compte_bancaire={"iban": "FR7600000000000000000001181", "titulaire": "Alice"}),
    ],
    ids=["paiement", "foyer"],
)
def test_a_bank_account_is_never_kept_whole_not_even_while_its_record_waits(
    app: Flask, attendant: Enregistrement
) -> None:
    importer(app, foyer("alice"))
    assert _issues(importer(app, attendant)) == [Issue.EN_ATTENTE]
    assert "00000000000000" not in str(etat(app))
    assert "FR76 •••• 1181" in str(etat(app))
    assert _issues(importer(app, attendant)) == [Issue.EN_ATTENTE]


def test_lines_are_told_only_once_they_are_stored(app: Flask) -> None:
    flux = octets(foyer("alice"), *(droit("alice", f"d{rang}") for rang in range(150)))
    with Session(moteur_de(app)) as session:
        contexte = Contexte(session, app.extensions["stockage"], instant(), AUJOURDHUI, b"")
        for ligne in importer_flux(contexte, BytesIO(flux)):
            if ligne.numero in (1, 100, 101, 151):
                with Session(moteur_de(app)) as ailleurs:
                    recu = ailleurs.get(Recu, tuple(ligne.nom.split(":")))
                    assert recu is not None
