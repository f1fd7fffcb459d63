"""The gateway: its page, where one says what the bank does; its notices, signed, sent and kept until they are taken."""

import threading
import uuid
from dataclasses import dataclass, field

import requests
from flask import Blueprint, Flask, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caf_pwa.config import Paiement
from caf_pwa.dettes.reglements.lyra import signer

ESSAIS = 3
_OBLIGATOIRES = ("amount", "order_id", "trans_date", "trans_id", "url_check", "url_return")
_FIXES = {
    "vads_action_mode": "INTERACTIVE",
    "vads_currency": "978",
    "vads_page_action": "PAYMENT",
    "vads_payment_config": "SINGLE",
    "vads_version": "V2",
}
# What one may choose on its page: the state of the order, how often its notice is sent before coming back.
CHOIX = {
    "reussir": ("AUTHORISED", 1),
    "avis-deux-fois": ("AUTHORISED", 2),
    "avis-en-retard": ("AUTHORISED", 0),
    "refuser": ("REFUSED", 1),
    "abandonner": ("ABANDONED", 1),
}

bp = Blueprint("banque", __name__, template_folder="../templates")


@dataclass
class Ordre:
    """An order as it was posted. ``avis``: every notice made of it; ``a_envoyer``: those that nobody took yet."""

    champs: dict[str, str]
    uuid: str = field(default_factory=lambda: uuid.uuid4().hex)
    etat: str = ""
    avis: list[dict[str, str]] = field(default_factory=list)
    a_envoyer: list[dict[str, str]] = field(default_factory=list)

    @property
    def reference(self) -> str:
        return self.champs["vads_order_id"]

    @property
    def centimes(self) -> int:
        return int(self.champs["vads_amount"])


@dataclass
class Banque:
    """Orders by the day and name of their transaction: one name serves once a day."""

    reglage: Paiement
    ordres: dict[tuple[str, str], Ordre] = field(default_factory=dict)
    verrou: threading.Lock = field(default_factory=threading.Lock)

    def ordre(self, reference: str) -> Ordre | None:
        return next((ordre for ordre in self.ordres.values() if ordre.reference == reference), None)


def creer(reglage: Paiement) -> Flask:
    app = Flask(__name__)
    app.extensions["banque"] = Banque(reglage)
    app.register_blueprint(bp)
    return app


def ici() -> Banque:
    banque: Banque = current_app.extensions["banque"]
    return banque


@bp.get("/")
def racine() -> ResponseReturnValue:
    """The merchant's side: every order, its notices, giving money back."""
    return render_template("racine.html", ordres=list(ici().ordres.values()))


@bp.post("/vads-payment/")
def entrer() -> ResponseReturnValue:
    """An order comes in; one that was answered already is refused, as is one that is not signed or not complete."""
    champs = request.form.to_dict()
    faute = _faute(champs)
    if faute:
        return render_template("faute.html", code=faute), 400
    cle = champs["vads_trans_date"][:8], champs["vads_trans_id"].upper()
    with ici().verrou:
        ordre = ici().ordres.setdefault(cle, Ordre(champs))
    if ordre.etat or ordre.champs["vads_amount"] != champs["vads_amount"]:
        return render_template("faute.html", code="03 - vads_trans_id"), 400
    return render_template("page.html", ordre=ordre)


@bp.post("/ordres/<reference>/<choix>")
def choisir(reference: str, choix: str) -> ResponseReturnValue:
    ordre = ici().ordre(reference) or abort(404)
    etat, envois = CHOIX.get(choix) or abort(404)
    with ici().verrou:
        deja, ordre.etat = ordre.etat, ordre.etat or etat
    if deja:
        return render_template("faute.html", code="03 - vads_trans_id"), 400
    avis = _avis(ordre, etat, ordre.uuid)
    ordre.a_envoyer += [avis] * max(envois, 1)
    if envois:
        _envoyer(ordre)
    return redirect(ordre.champs["vads_url_return"], 303)


@bp.post("/ordres/<reference>/envoyer")
def envoyer(reference: str) -> ResponseReturnValue:
    """Send the notices that wait; without any, the last one again."""
    ordre = ici().ordre(reference) or abort(404)
    ordre.a_envoyer = ordre.a_envoyer or ordre.avis[-1:]
    _envoyer(ordre)
    return redirect(url_for("banque.racine"), 303)


@bp.post("/ordres/<reference>/rembourser")
def rembourser(reference: str) -> ResponseReturnValue:
    """Give money back: all of it, or so many cents."""
    ordre = ici().ordre(reference) or abort(404)
    centimes = int(request.form.get("centimes") or ordre.centimes)
    if ordre.etat != "AUTHORISED" or not 0 < centimes <= ordre.centimes:
        return render_template("faute.html", code="Ce paiement ne peut pas être rendu"), 400
    champs = {"vads_operation_type": "CREDIT", "vads_amount": str(centimes), "vads_effective_amount": str(centimes)}
    ordre.a_envoyer.append(_avis(ordre, "AUTHORISED", uuid.uuid4().hex, champs))
    _envoyer(ordre)
    return redirect(url_for("banque.racine"), 303)


def _faute(champs: dict[str, str]) -> str:
    reglage = ici().reglage
    fixes = _FIXES | {"vads_site_id": reglage.site, "vads_ctx_mode": reglage.mode}
    if champs.get("signature") != signer(champs, reglage.cle):
        return "00 - signature"
    manque = [nom for nom in _OBLIGATOIRES if not champs.get(f"vads_{nom}")]
    autres = [nom for nom, valeur in fixes.items() if champs.get(nom) != valeur]
    return ", ".join(manque + autres)


def _avis(ordre: Ordre, etat: str, transaction: str, autres: dict[str, str] | None = None) -> dict[str, str]:
    """A notice of this order, signed. One that was abandoned names no transaction: none was made."""
    garde = {nom: ordre.champs[f"vads_{nom}"] for nom in ("amount", "currency", "order_id", "trans_date", "trans_id")}
    champs = {f"vads_{nom}": valeur for nom, valeur in garde.items()} | {
        "vads_site_id": ici().reglage.site,
        "vads_ctx_mode": ici().reglage.mode,
        "vads_trans_status": etat,
        "vads_operation_type": "DEBIT",
        "vads_effective_amount": ordre.champs["vads_amount"],
        "vads_effective_currency": "978",
        "vads_trans_uuid": "" if etat == "ABANDONED" else transaction,
        "vads_hash": uuid.uuid4().hex * 2,
        "vads_url_check_src": "PAY",
        "vads_version": "V2",
    }
    champs |= autres or {}
    return champs | {"signature": signer(champs, ici().reglage.cle)}


def _envoyer(ordre: Ordre) -> None:
    """Each notice that waits, a few times; what is not taken waits on."""
    en_attente, ordre.a_envoyer = ordre.a_envoyer, []
    for avis in en_attente:
        ordre.avis.append(avis)
        if not any(_pris(ordre, avis) for _ in range(ESSAIS)):
            ordre.a_envoyer.append(avis)


def _pris(ordre: Ordre, avis: dict[str, str]) -> bool:
    with requests.Session() as session:
        session.trust_env = False  # a proxy of the environment leads out of the house
        try:
            return session.post(ordre.champs["vads_url_check"], data=avis, timeout=10).status_code == 200
        except requests.RequestException:
            return False
