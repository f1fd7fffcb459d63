"""Lyra's form and notices: signed as its documentation says, and nothing believed that is not."""

from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import urlencode

import pytest

from caf_pwa.config import Paiement
from caf_pwa.dettes.reglements.guichet import Avis, AvisRefuse, Commande
from caf_pwa.dettes.reglements.lyra import CREDITS, DEBITS, EN_COURS, Lyra, signer
from caf_pwa.dettes.reglements.moteur import Nouvelle
from tests.dettes.guichets import CLE, ENVIRON, SITE, champs, corps, signes

REFERENCE = "261129-K7RW42"
GUICHET = Lyra(Paiement(adresse=ENVIRON["PAIEMENT_URL"], site=SITE, cle=CLE, mode="TEST"))


def test_a_form_is_signed_as_in_the_example_of_the_documentation() -> None:
    exemple = {
        "vads_action_mode": "INTERACTIVE",
        "vads_amount": "5124",
        "vads_ctx_mode": "TEST",
        "vads_currency": "978",
        "vads_page_action": "PAYMENT",
        "vads_payment_config": "SINGLE",
        "vads_site_id": "12345678",
        "vads_trans_date": "20170129130025",
        "vads_trans_id": "123456",
        "vads_version": "V2",
    }
    signature = "ycA5Do5tNvsnKdc/eP1bj2xa19z9q3iWPy9/rpesfS0="
    assert signer(exemple, "1122334455667788") == signature
    assert signer(exemple | {"autre": "x"}, "1122334455667788") == signature


def test_the_form_asks_for_whole_cents_of_euros_and_names_nobody() -> None:
    moment = datetime(2026, 11, 29, 18, 5, 9, tzinfo=UTC)
    commande = Commande(REFERENCE, Decimal("1234.50"), moment, "https://caf.invalid/r", "https://caf.invalid/a")
    formulaire = GUICHET.formulaire(commande)
    assert formulaire.adresse == "https://guichet.invalid/vads-payment/"
    assert GUICHET.origine == "https://guichet.invalid"
    dits = {
        "vads_amount": "123450",
        "vads_currency": "978",
        "vads_ctx_mode": "TEST",
        "vads_order_id": REFERENCE,
        "vads_site_id": SITE,
        "vads_trans_date": "20261129180509",
        "vads_trans_id": "K7RW42",
        "vads_url_check": "https://caf.invalid/a",
        "vads_url_return": "https://caf.invalid/r",
    }
    assert dits.items() <= formulaire.champs.items()
    assert formulaire.champs["signature"] == signer(formulaire.champs, CLE)
    assert not [nom for nom in formulaire.champs if nom.startswith(("vads_cust", "vads_ship"))]


@pytest.mark.parametrize(
    ("etat", "nouvelle"), [*DEBITS.items(), *((etat, Nouvelle.EN_COURS) for etat in sorted(EN_COURS))]
)
def test_each_state_of_a_payment_is_understood(etat: str, nouvelle: Nouvelle) -> None:
    lu = GUICHET.lire_avis(corps(champs(REFERENCE, etat)))
    assert lu == Avis(REFERENCE, f"t-{REFERENCE}", nouvelle, Decimal("20.00"))


@pytest.mark.parametrize("etat", [*CREDITS, "REFUSED", "CANCELLED"])
def test_a_refund_gives_back_only_when_it_was_made(etat: str) -> None:
    lu = GUICHET.lire_avis(corps(champs(REFERENCE, etat, 500, vads_operation_type="CREDIT")))
    assert lu.nouvelle is (Nouvelle.RENDU if etat in CREDITS else Nouvelle.EN_COURS)
    assert lu.montant == Decimal("5.00")


def test_what_was_abandoned_has_no_transaction_and_is_told_by_its_order() -> None:
    lu = GUICHET.lire_avis(corps(champs(REFERENCE, "ABANDONED", vads_trans_uuid="")))
    assert lu.transaction == f"{REFERENCE}-ABANDONED"


def test_letters_beyond_ascii_are_signed_as_utf_8() -> None:
    assert GUICHET.lire_avis(corps(champs(REFERENCE, vads_extra="Inès — é"))).montant == Decimal("20.00")


@pytest.mark.parametrize(
    ("autres", "raison"),
    [
        ({"vads_site_id": "87654321"}, "boutique"),
        ({"vads_ctx_mode": "PRODUCTION"}, "boutique"),
        ({"vads_currency": "840"}, "monnaie"),
        ({"vads_effective_currency": "840"}, "monnaie"),
        ({"vads_effective_amount": "1"}, "monnaie"),
        ({"vads_amount": "-2000", "vads_effective_amount": ""}, "montant"),
        ({"vads_amount": "20.00", "vads_effective_amount": ""}, "montant"),
        ({"vads_amount": "", "vads_effective_amount": ""}, "montant"),
        ({"vads_amount": "٢", "vads_effective_amount": ""}, "montant"),
        ({"vads_amount": "9" * 13, "vads_effective_amount": ""}, "montant"),
        ({"vads_trans_status": "MERVEILLEUX"}, "etat"),
        ({"vads_operation_type": "VERIFICATION"}, "operation"),
        ({"vads_trans_uuid": "x" * 65}, "transaction"),
    ],
)
def test_t26_a_notice_that_is_signed_and_says_something_else_is_refused(autres: dict[str, str], raison: str) -> None:
    with pytest.raises(AvisRefuse, match=raison):
        GUICHET.lire_avis(corps(champs(REFERENCE) | autres))


@pytest.mark.parametrize("nom", [*champs(REFERENCE), "signature"])
def test_t26_a_notice_altered_after_it_was_signed_is_refused(nom: str) -> None:
    for valeur in ("", "1", "é"):
        with pytest.raises(AvisRefuse):
            GUICHET.lire_avis(corps(champs(REFERENCE), lambda signe, v=valeur: signe | {nom: v}))  # type: ignore[misc]


def test_t26_a_field_added_or_taken_away_is_refused() -> None:
    signe = signes(champs(REFERENCE))
    for altere in (signe | {"vads_zzz": "1"}, {nom: dit for nom, dit in signe.items() if nom != "vads_currency"}):
        with pytest.raises(AvisRefuse, match="signature"):
            GUICHET.lire_avis(urlencode(altere).encode())


@pytest.mark.parametrize(
    "recu", [b"", b"n'importe quoi", b"\xff\xfe", b"vads_amount=%FF", b"&".join([b"vads_a=1"] * 301)]
)
def test_t26_a_body_that_is_no_form_is_refused(recu: bytes) -> None:
    with pytest.raises(AvisRefuse):
        GUICHET.lire_avis(recu)


def test_t26_a_field_said_twice_is_refused() -> None:
    with pytest.raises(AvisRefuse, match="illisible"):
        GUICHET.lire_avis(corps(champs(REFERENCE)) + b"&vads_amount=1")


def test_t26_a_notice_signed_with_another_key_is_refused() -> None:
    with pytest.raises(AvisRefuse, match="signature"):
        GUICHET.lire_avis(urlencode(signes(champs(REFERENCE), "une-autre-cle-de-boutique")).encode())


def test_t26_what_a_browser_brings_back_is_no_notice() -> None:
    sans = {nom: dit for nom, dit in champs(REFERENCE).items() if nom != "vads_hash"}
    with pytest.raises(AvisRefuse, match="pas-un-avis"):
        GUICHET.lire_avis(corps(sans))
