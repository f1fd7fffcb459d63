"""Payments: those of the last 24 months, of one's own household, to the cent."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from caf_pwa.allocations import service
from caf_pwa.allocations.modele import Paiement
from caf_pwa.comptes.identite import Identite
from caf_pwa.flux.importation import Issue
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.horloge import mois_avant
from caf_pwa.socle.identifiants import interne
from tests.conftest import AUJOURDHUI
from tests.fabriques import creance, importer, ligne, paiement, retenue

CENTIMES = st.integers(1, 500_000).map(lambda centimes: Decimal(centimes).scaleb(-2))


def _lire(session: Session, identite: Identite, id_: str = "paiement") -> Paiement:
    return service.paiement(session, identite.foyer_id, interne("paiement", id_), AUJOURDHUI)


def test_a_payment_shows_its_lines_its_deductions_and_where_it_went(
    app: Flask, session: Session, alice: Identite
) -> None:
    lignes = [ligne("703.20", "RSA"), ligne("388.00", "APL", tiers="Logis du Port"), ligne("42.60", rappel=True)]
    importer(app, creance("alice"), paiement("alice", "p", lignes, [retenue("45.00", "creance")], compte="FR76 1181"))
    lu = _lire(session, alice, "p")
    assert (lu.montant, lu.montant_tiers) == (Decimal("700.80"), Decimal("388.00"))
    assert [(part.prestation, part.montant, part.rappel, part.tiers) for part in lu.lignes] == [
        ("RSA", Decimal("703.20"), False, None),
        ("APL", Decimal("388.00"), False, "Logis du Port"),
        ("AF", Decimal("42.60"), True, None),
    ]
    assert [(part.montant, part.creance_id) for part in lu.retenues] == [
        (Decimal("45.00"), interne("creance", "creance"))
    ]


def test_bob_does_not_find_a_payment_of_alice(app: Flask, session: Session, alice: Identite, bob: Identite) -> None:
    importer(app, paiement("alice"))
    assert _lire(session, alice).foyer_id == alice.foyer_id
    assert service.paiements(session, bob.foyer_id, AUJOURDHUI) == []
    assert not any(mois.total for mois in service.douze_mois(session, bob.foyer_id, AUJOURDHUI))
    with pytest.raises(Introuvable):
        _lire(session, bob)


def test_a_payment_older_than_twenty_four_months_is_not_found(app: Flask, session: Session, alice: Identite) -> None:
    importer(app, paiement("alice", "vieux", date="2024-10-31"), paiement("alice", "limite", date="2024-11-01"))
    liste = service.paiements(session, alice.foyer_id, AUJOURDHUI)
    assert [paiement.id for paiement in liste] == [interne("paiement", "limite")]
    assert _lire(session, alice, "limite").date == date(2024, 11, 1)
    with pytest.raises(Introuvable):
        _lire(session, alice, "vieux")


def test_payments_come_newest_first_and_year_by_year(app: Flask, session: Session, alice: Identite) -> None:
    jours = ("2025-12-05", "2026-01-05", "2026-11-05", "2025-02-05")
    importer(app, *(paiement("alice", f"p-{jour}", date=jour) for jour in jours))
    liste = service.paiements(session, alice.foyer_id, AUJOURDHUI)
    assert [resume.date.isoformat() for resume in liste] == sorted(jours, reverse=True)
    assert [(annee.annee, annee.total) for annee in service.par_annee(liste)] == [
        (2026, Decimal("304.50")),
        (2025, Decimal("304.50")),
    ]
    assert len(service.paiements(session, alice.foyer_id, AUJOURDHUI, limite=1)) == 1


def test_the_list_says_how_much_was_deducted_and_how_much_went_to_others(
    app: Flask, session: Session, alice: Identite
) -> None:
    lignes = [ligne("300.00"), ligne("100.00", "APL", tiers="Bailleur")]
    importer(app, paiement("alice", "avec", lignes, [retenue("20.00"), retenue("5.50")]))
    importer(app, paiement("alice", "sans", date="2026-10-05"))
    avec, sans = service.paiements(session, alice.foyer_id, AUJOURDHUI)
    assert (avec.montant, avec.retenues, avec.montant_tiers) == (
        Decimal("274.50"),
        Decimal("25.50"),
        Decimal("100.00"),
    )
    assert (sans.retenues, sans.montant_tiers) == (Decimal(), Decimal())


@settings(max_examples=30)
@given(
    lignes=st.lists(CENTIMES, min_size=1, max_size=6),
    tiers=st.lists(CENTIMES, max_size=3),
    part_retenue=st.integers(0, 100),
    ecart=st.sampled_from(["0.00", "0.01", "-0.01", "10.00"]),
)
def test_a_payment_equals_its_lines_less_its_deductions_or_is_refused(
    app: Flask, alice: Identite, lignes: list[Decimal], tiers: list[Decimal], part_retenue: int, ecart: str
) -> None:
    au_foyer = sum(lignes, Decimal())
    retenu = (au_foyer * part_retenue / 100).quantize(Decimal("0.01"))
    montant = au_foyer - retenu + Decimal(ecart)
    parts = [*(ligne(str(m)) for m in lignes), *(ligne(str(m), "APL", tiers="Bailleur") for m in tiers)]
    empreinte = f"{hash((tuple(lignes), tuple(tiers), part_retenue, ecart)) & 0xFFFFFFFFFFFF:x}"
    (recue,) = importer(app, paiement("alice", empreinte, parts, [retenue(str(retenu))], montant=str(montant)))
    juste = ecart == "0.00"
    assert recue.issue is (Issue.APPLIQUE if juste else Issue.REFUSE)
    if not juste:
        assert recue.motifs[0].champ == "donnees.montant"


def test_a_new_version_of_a_payment_leaves_no_line_of_the_former_one(
    app: Flask, session: Session, alice: Identite
) -> None:
    trois = [ligne("100.00"), ligne("50.00", "RSA"), ligne("25.00", "CF")]
    importer(app, paiement("alice", "p", trois, [retenue("10.00")]))
    importer(app, paiement("alice", "p", [ligne("99.00", "PPA")], version=2))
    lu = _lire(session, alice, "p")
    assert [(part.prestation, part.montant) for part in lu.lignes] == [("PPA", Decimal("99.00"))]
    assert lu.retenues == []


def test_twelve_months_are_drawn_empty_ones_included(app: Flask, session: Session, alice: Identite) -> None:
    rappel = [ligne("152.25"), ligne("40.00"), ligne("703.20", "RSA"), ligne("12.00", "X9", libelle="Aide locale")]
    importer(app, paiement("alice", "novembre", rappel), paiement("alice", "janvier", date="2026-01-05"))
    importer(app, paiement("alice", "trop-vieux", date="2025-11-30"), paiement("alice", "futur", date="2026-11-24"))
    mois = service.douze_mois(session, alice.foyer_id, AUJOURDHUI)
    assert [un_mois.mois for un_mois in mois] == [mois_avant(AUJOURDHUI, rang) for rang in range(11, -1, -1)]
    assert mois[-1].parts == {
        "Revenu de solidarité active": Decimal("703.20"),
        "Allocations familiales": Decimal("192.25"),
        "Aide locale": Decimal("12.00"),
    }
    assert list(mois[-1].parts) == ["Revenu de solidarité active", "Allocations familiales", "Aide locale"]
    assert {un_mois.mois.month: un_mois.total for un_mois in mois if un_mois.total} == {
        1: Decimal("152.25"),
        11: Decimal("907.45"),
    }


def test_the_account_that_was_paid_is_masked_before_it_is_kept(app: Flask, session: Session, alice: Identite) -> None:
    importer(app, paiement("alice", compte="FR7600000000000000000001181"))
    assert _lire(session, alice).compte == "FR76 •••• 1181"
