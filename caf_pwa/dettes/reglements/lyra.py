"""The gateway of Lyra (PayZen, Systempay, Sogecommerce…): its redirection form, version 2. Knows no request.

Documented at https://docs.lyra.com/fr/collect/form-payment/: every ``vads_`` field is signed by HMAC-SHA-256 with a key
that both hold; amounts are whole cents, moments are in UTC.
"""

import base64
import hmac
from datetime import UTC
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

from caf_pwa.config import Paiement
from caf_pwa.dettes.reglements.guichet import Avis, AvisRefuse, Commande, FormulaireDePaiement
from caf_pwa.dettes.reglements.moteur import Nouvelle

EURO = "978"
_CHAMPS_AU_PLUS = 300  # an honest notice has about a hundred

DEBITS = {
    "AUTHORISED": Nouvelle.PAYE,
    "CAPTURED": Nouvelle.PAYE,
    "REFUSED": Nouvelle.REFUSE,
    "NOT_CREATED": Nouvelle.REFUSE,
    "ABANDONED": Nouvelle.ABANDONNE,
    "EXPIRED": Nouvelle.EXPIRE,
    "CANCELLED": Nouvelle.ANNULE,
    "CAPTURE_FAILED": Nouvelle.ANNULE,
}
CREDITS = {"AUTHORISED": Nouvelle.RENDU, "CAPTURED": Nouvelle.RENDU}
# Waiting for something: none of these has moved money, another notice follows.
EN_COURS = frozenset(
    {
        "INITIAL",
        "ACCEPTED",
        "AUTHORISED_TO_VALIDATE",
        "WAITING_AUTHORISATION",
        "WAITING_AUTHORISATION_TO_VALIDATE",
        "UNDER_VERIFICATION",
        "PRE_AUTHORISED",
        "SUSPENDED",
    }
)


def signer(champs: dict[str, str], cle: str) -> str:
    """The values of the ``vads_`` fields in the order of their names, then the key, joined by ``+``."""
    valeurs = [champs[nom] for nom in sorted(champs) if nom.startswith("vads_")]
    return base64.b64encode(hmac.digest(cle.encode(), "+".join([*valeurs, cle]).encode(), "sha256")).decode()


class Lyra:
    nom = "lyra"

    def __init__(self, reglage: Paiement) -> None:
        self._reglage = reglage
        adresse = urlsplit(reglage.adresse)
        self.origine = f"{adresse.scheme}://{adresse.netloc}"

    def formulaire(self, commande: Commande) -> FormulaireDePaiement:
        """The last six characters of the reference name the transaction, once a day and per shop."""
        champs = {
            "vads_action_mode": "INTERACTIVE",
            "vads_amount": str(int(commande.montant * 100)),
            "vads_ctx_mode": self._reglage.mode,
            "vads_currency": EURO,
            "vads_language": "fr",
            "vads_order_id": commande.reference,
            "vads_page_action": "PAYMENT",
            "vads_payment_config": "SINGLE",
            "vads_return_mode": "NONE",
            "vads_site_id": self._reglage.site,
            "vads_trans_date": f"{commande.commencee_le.astimezone(UTC):%Y%m%d%H%M%S}",
            "vads_trans_id": commande.reference[-6:],
            "vads_url_check": commande.avis,
            "vads_url_return": commande.retour,
            "vads_validation_mode": "0",
            "vads_version": "V2",
        }
        return FormulaireDePaiement(self._reglage.adresse, champs | {"signature": signer(champs, self._reglage.cle)})

    def lire_avis(self, corps: bytes) -> Avis:
        champs = self._prouver(corps)
        return Avis(
            reference=champs.get("vads_order_id", ""),
            transaction=self._transaction(champs),
            nouvelle=_nouvelle(champs),
            montant=_montant(champs),
        )

    def _prouver(self, corps: bytes) -> dict[str, str]:
        """The fields, once they are the gateway's own, for this shop."""
        champs = _lire(corps)
        attendue = signer(champs, self._reglage.cle).encode()
        if not hmac.compare_digest(attendue, champs.get("signature", "").encode()):
            raise AvisRefuse("signature")
        if champs.get("vads_site_id") != self._reglage.site or champs.get("vads_ctx_mode") != self._reglage.mode:
            raise AvisRefuse("boutique")
        if "vads_hash" not in champs:  # only a notice has one: what a browser brings back is none
            raise AvisRefuse("pas-un-avis")
        return champs

    def _transaction(self, champs: dict[str, str]) -> str:
        """One that was never created, being abandoned, has no name of its own but that of its order."""
        nom = champs.get("vads_trans_uuid") or f"{champs.get('vads_order_id')}-{champs.get('vads_trans_status')}"
        if len(nom) > 64:
            raise AvisRefuse("transaction")
        return nom


def _lire(corps: bytes) -> dict[str, str]:
    """A field twice could be signed as one and read as the other: refused."""
    try:
        paires = parse_qsl(
            corps.decode(), keep_blank_values=True, errors="strict", max_num_fields=_CHAMPS_AU_PLUS, encoding="utf-8"
        )
    except ValueError:
        raise AvisRefuse("illisible") from None
    champs = dict(paires)
    if len(champs) != len(paires):
        raise AvisRefuse("illisible")
    return champs


def _nouvelle(champs: dict[str, str]) -> Nouvelle:
    etat, sens = champs.get("vads_trans_status", ""), champs.get("vads_operation_type") or "DEBIT"
    if sens not in ("DEBIT", "CREDIT"):
        raise AvisRefuse("operation")
    connues = DEBITS if sens == "DEBIT" else CREDITS
    if etat in connues:
        return connues[etat]
    if etat in EN_COURS or sens == "CREDIT":  # a refund that was refused or withdrawn gave nothing back
        return Nouvelle.EN_COURS
    raise AvisRefuse("etat")


def _montant(champs: dict[str, str]) -> Decimal:
    """Of the order; where the gateway says what it took in fact, that is the same."""
    centimes, monnaie = champs.get("vads_amount", ""), champs.get("vads_currency")
    pris = champs.get("vads_effective_amount") or centimes, champs.get("vads_effective_currency") or monnaie
    if monnaie != EURO or pris != (centimes, EURO):
        raise AvisRefuse("monnaie")
    if not centimes.isascii() or not centimes.isdigit() or len(centimes) > 12:
        raise AvisRefuse("montant")
    return Decimal(centimes).scaleb(-2)
