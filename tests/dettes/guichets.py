"""A gateway's shop for tests, and its notices."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from caf_pwa.dettes.reglements.lyra import signer
from outils.instance import Serveur, port_libre, servir

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


def reglages(port: int) -> dict[str, str]:
    """The settings of an application whose gateway is on that port of this machine."""
    return ENVIRON | {"PAIEMENT_URL": f"http://localhost:{port}/vads-payment/"}


@contextmanager
def servir_la_banque(dossier: Path) -> Iterator[Serveur]:
    """The gateway of the demonstration: one process, which remembers its orders."""
    port = port_libre()
    application = "outils.paiement.application:app"
    with servir(dossier, application, port, WEB_CONCURRENCY="1", **reglages(port)) as banque:
        yield banque
