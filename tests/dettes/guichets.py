"""A gateway's shop for tests, and its notices."""

from collections.abc import Callable
from urllib.parse import urlencode

from caf_pwa.dettes.reglements.lyra import signer

SITE, CLE = "12345678", "cle-de-demonstration"
ENVIRON = {"PAIEMENT_URL": "https://guichet.invalid/vads-payment/", "PAIEMENT_SITE": SITE, "PAIEMENT_CLE": CLE}
ADRESSE = "/dettes/reglements/avis"


def champs(reference: str, etat: str = "AUTHORISED", centimes: int = 2000, **autres: str) -> dict[str, str]:
    """The fields of a notice as the gateway makes them, not signed yet."""
    return {
        "vads_amount": str(centimes),
        "vads_currency": "978",
        "vads_ctx_mode": "TEST",
        "vads_effective_amount": str(centimes),
        "vads_effective_currency": "978",
        "vads_hash": "a" * 64,
        "vads_operation_type": "DEBIT",
        "vads_order_id": reference,
        "vads_site_id": SITE,
        "vads_trans_status": etat,
        "vads_trans_uuid": f"t-{reference}",
        **autres,
    }


def signes(champs: dict[str, str], cle: str = CLE) -> dict[str, str]:
    return champs | {"signature": signer(champs, cle)}


def corps(champs: dict[str, str], alterer: Callable[[dict[str, str]], dict[str, str]] = lambda un: un) -> bytes:
    """The body of a notice; ``alterer`` changes it once it is signed."""
    return urlencode(alterer(signes(champs))).encode()
