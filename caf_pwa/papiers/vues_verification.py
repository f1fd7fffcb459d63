"""Checking a paper, without an account: by its code, by its file, and without network by its QR code."""

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from caf_pwa.extensions import db
from caf_pwa.papiers import cles, verification
from caf_pwa.papiers import code as codes
from caf_pwa.papiers.imprimerie import Etat
from caf_pwa.socle.erreurs import Introuvable
from caf_pwa.socle.gardes import portee
from caf_pwa.socle.portee import Portee
from caf_pwa.socle.web import rendre

bp = Blueprint("verification", __name__, url_prefix="/verifier")

OCTETS = 2_000_000  # of a file to check


@bp.get("")
@portee(Portee.OUVERTE)
def page() -> Response:
    return rendre("papiers/verifier.html")


@bp.post("")
@portee(Portee.OUVERTE)
def chercher() -> ResponseReturnValue:
    """A file is judged at once. Whatever was typed has an address; what is wrong with it is said nowhere."""
    if request.mimetype == "multipart/form-data":
        return _juger(_fichier())
    return redirect(url_for("verification.reponse", code=codes.lire(request.form.get("code", "")) or "0"), 303)


@bp.get("/<code>")
@portee(Portee.OUVERTE)
def reponse(code: str) -> Response:
    try:
        trouvee = verification.par_code(db.session(), codes.lire(code))
    except Introuvable:
        return rendre("papiers/inconnu.html", 404)
    return rendre("papiers/verifie.html", reponse=trouvee)


@bp.get("/cles.json")
@portee(Portee.OUVERTE)
def cles_publiees() -> dict[str, Any]:
    """Public: what a phone needs to check a paper without network. Moments are in seconds since 1970."""
    return {"cles": [_publiee(cle) for cle in cles.publiques(db.session())]}


def _juger(octets: bytes) -> Response:
    if not octets:
        return rendre("papiers/verifier.html", 422, verdict="absent")
    trouvee = verification.par_fichier(db.session(), octets)
    if isinstance(trouvee, Etat):
        return rendre("papiers/verifier.html", verdict=trouvee.value)
    return rendre("papiers/verifie.html", reponse=trouvee)


def _fichier() -> bytes:
    """What was sent, empty when it is nothing or too much: no more of it than that is read."""
    request.max_content_length = OCTETS + 16 * 1024
    try:
        recu = request.files.get("fichier")
    except RequestEntityTooLarge:
        return b""
    if recu is None:
        return b""
    octets = recu.stream.read(OCTETS + 1)
    recu.close()  # one that is more than 500 kB is on the disk
    return octets if len(octets) <= OCTETS else b""


def _publiee(cle: cles.ClePublique) -> dict[str, Any]:
    retiree_le = cle.retiree_le and int(cle.retiree_le.timestamp())
    return {"id": cle.id, "spki": cle.spki, "depuis": int(cle.depuis.timestamp()), "retiree_le": retiree_le}
