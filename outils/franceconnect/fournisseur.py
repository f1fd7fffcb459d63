"""The provider: FranceConnect v2's addresses under /api/v2, its lifetimes, its refusals."""

import base64
import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, current_app, jsonify, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from joserfc.jwk import Key

from caf_pwa.comptes.franceconnect.oidc.fournisseur import lire_cle
from outils.franceconnect.jetons import Trousseau
from outils.franceconnect.mensonges import Mensonge, tel_quel
from outils.franceconnect.personnes import Personne, personnes

DUREE_DU_CODE, DUREE_DES_JETONS, DUREE_DE_SESSION = 30, 60, 30 * 60
LONGUEUR = 32  # of state and nonce, at least
NIVEAUX = ("eidas1", "eidas2", "eidas3")
OBLIGATOIRES = ("client_id", "response_type", "redirect_uri", "scope", "acr_values", "state", "nonce")
COOKIE = "fc-demonstration"

bp = Blueprint("fc", __name__, template_folder="../templates", url_prefix="/api/v2")


@dataclass(frozen=True)
class Client:
    """The service that people go to. ``retours`` and ``fins``: the addresses it has declared."""

    id: str
    secret: str
    retours: frozenset[str]
    fins: frozenset[str]
    cle: Key | None = None  # what its tokens are encrypted for, at the higher levels


@dataclass
class Fournisseur:
    """What it knows and remembers. Nothing outlives the process."""

    emetteur: str
    client: Client
    gens: dict[str, Personne]
    mensonge: Mensonge = field(default_factory=Mensonge)
    trousseau: Trousseau = field(default_factory=Trousseau)
    maintenant: Callable[[], float] = time.time
    codes: dict[str, tuple[float, dict[str, str], Personne]] = field(default_factory=dict)
    jetons: dict[str, tuple[float, dict[str, str], Personne]] = field(default_factory=dict)
    sessions: dict[str, tuple[float, str]] = field(default_factory=dict)
    demandes: list[str] = field(default_factory=list)  # the endpoints asked for, in order

    def sub(self, personne: Personne) -> str:
        """Their name for this client alone."""
        return hashlib.sha256(f"{self.client.id}:{personne.cle}".encode()).hexdigest() + "v1"


def creer(emetteur: str, client: Client, aujourdhui: date) -> Flask:
    app = Flask(__name__)
    app.extensions["fournisseur"] = Fournisseur(emetteur, client, personnes(aujourdhui))
    app.register_blueprint(bp)
    app.after_request(_mentir)
    app.add_url_rule("/", "racine", lambda: render_template("racine.html"))
    return app


def ici() -> Fournisseur:
    fournisseur: Fournisseur = current_app.extensions["fournisseur"]
    return fournisseur


def client_de(id_: str, secret: str, bases: list[str], cle: str | None = None) -> Client:
    """A client that serves at ``bases``; ``cle``: its private key in PEM, whose public half is used."""
    retours = frozenset(f"{base}/connexion/franceconnect/retour" for base in bases)
    fins = frozenset(f"{base}/connexion/franceconnect/fin" for base in bases)
    return Client(id_, secret, retours, fins, lire_cle(cle) if cle else None)


@bp.get("/.well-known/openid-configuration")
def annonce() -> ResponseReturnValue:
    emetteur = ici().emetteur
    dit = {
        "issuer": emetteur,
        "authorization_endpoint": f"{emetteur}/authorize",
        "token_endpoint": f"{emetteur}/token",
        "userinfo_endpoint": f"{emetteur}/userinfo",
        "end_session_endpoint": f"{emetteur}/session/end",
        "jwks_uri": f"{emetteur}/jwks",
        "acr_values_supported": list(NIVEAUX),
        "response_types_supported": ["code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "userinfo_signing_alg_values_supported": ["ES256"],
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
    }
    return jsonify(ici().mensonge.annonce(dit))


@bp.get("/jwks")
def jwks() -> ResponseReturnValue:
    reponse = jsonify(ici().trousseau.publiees())
    reponse.content_type = "application/jwk-set+json; charset=utf-8"
    return reponse


@bp.get("/authorize")
def authorize() -> ResponseReturnValue:
    """The sign-in page; a wrong request stays here and says its code."""
    if _faute(request.args):
        return render_template("faute.html", code="Y030007"), 400
    session = ici().sessions.get(request.cookies.get(COOKIE, ""))
    connue = ici().gens.get(session[1]) if session and session[0] > ici().maintenant() else None
    return render_template("choix.html", gens=ici().gens.values(), connue=connue, demande=request.args)


@bp.post("/authorize")
def choisir() -> ResponseReturnValue:
    """Who one says to be; or that one gives up."""
    demande = {nom: request.args[nom] for nom in request.args}
    if _faute(demande):
        return render_template("faute.html", code="Y030007"), 400
    if "renoncer" in request.form:
        return _renvoyer(demande, {"error": "access_denied", "error_description": "User auth aborted"})
    if "erreur" in request.form:
        erreur, _, description = request.form["erreur"].partition(":")
        return _renvoyer(demande, {"error": erreur, "error_description": description})
    personne = ici().gens[request.form["personne"]]
    code, session = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    ici().codes[code] = (ici().maintenant() + DUREE_DU_CODE, demande, personne)
    ici().sessions[session] = (ici().maintenant() + DUREE_DE_SESSION, personne.cle)
    reponse = make_response(_renvoyer(demande, {"code": code}))
    reponse.set_cookie(COOKIE, session, httponly=True, samesite="Lax")
    return reponse


def _renvoyer(demande: dict[str, str], valeurs: dict[str, str]) -> ResponseReturnValue:
    """Back to the client, with its state."""
    retour = ici().mensonge.retour(valeurs | {"state": demande["state"], "iss": ici().emetteur})
    return redirect(f"{demande['redirect_uri']}?{urlencode(retour)}", 303)


def _faute(demande: Any) -> bool:
    client = ici().client
    return (
        any(not demande.get(nom) for nom in OBLIGATOIRES)
        or demande["client_id"] != client.id
        or demande["redirect_uri"] not in client.retours
        or demande["response_type"] != "code"
        or "openid" not in demande["scope"].split()
        or demande["acr_values"] not in NIVEAUX
        or min(len(demande["state"]), len(demande["nonce"])) < LONGUEUR
        or demande.get("prompt") == "none"
        or demande.get("code_challenge_method", "S256") != "S256"
    )


@bp.post("/token")
def token() -> ResponseReturnValue:
    """A code serves once, for 30 seconds, to who began with it."""
    client, recu = ici().client, request.form
    if (recu.get("client_id"), recu.get("client_secret")) != (client.id, client.secret):
        return jsonify(error="invalid_client"), 401
    limite, demande, personne = ici().codes.pop(recu.get("code", ""), (0.0, {}, None))
    if (
        personne is None
        or limite < ici().maintenant()
        or recu.get("grant_type") != "authorization_code"
        or recu.get("redirect_uri") != demande["redirect_uri"]
        or not (ici().mensonge.sans_pkce or _preuve(demande.get("code_challenge"), recu.get("code_verifier", "")))
    ):
        return jsonify(error="invalid_grant"), 400
    acces = secrets.token_urlsafe(32)
    ici().jetons[acces] = (ici().maintenant() + DUREE_DES_JETONS, demande, personne)
    dit = _pour_nous(personne) | {
        "nonce": demande["nonce"],
        "acr": demande["acr_values"],
        "at_hash": _base64(hashlib.sha256(acces.encode()).digest()[:16]),
    }
    id_token = _ecrire("id_token", dit, demande)
    return jsonify(access_token=acces, token_type="Bearer", expires_in=DUREE_DES_JETONS, id_token=id_token)  # noqa: S106


@bp.route("/userinfo", methods=["GET", "POST"])
def userinfo() -> ResponseReturnValue:
    acces = request.headers.get("Authorization", "").removeprefix("Bearer ")
    limite, demande, personne = ici().jetons.get(acces, (0.0, {}, None))
    if personne is None or limite < ici().maintenant():
        return jsonify(error="invalid_token"), 401
    portees = demande["scope"].split()
    identite = {nom: valeur for nom, valeur in personne.identite.items() if nom in portees or "profile" in portees}
    texte = _ecrire("userinfo", _pour_nous(personne) | identite, demande)
    return Response(texte, content_type="application/jwt; charset=utf-8")


@bp.get("/session/end")
def session_end() -> ResponseReturnValue:
    """Leaving: the page to come back to is one that was declared."""
    fin = request.args.get("post_logout_redirect_uri", "")
    if not request.args.get("id_token_hint") or fin not in ici().client.fins or not request.args.get("state"):
        return render_template("faute.html", code="Y030030"), 400
    ici().sessions.pop(request.cookies.get(COOKIE, ""), None)
    reponse = redirect(f"{fin}?{urlencode({'state': request.args['state']})}", 303)
    reponse.delete_cookie(COOKIE)
    return reponse


@bp.route("/ailleurs", methods=["GET", "POST"])
def ailleurs() -> ResponseReturnValue:
    """Where a lie redirects to: nobody should come."""
    return jsonify(keys=[])


def _pour_nous(personne: Personne) -> dict[str, Any]:
    return {"iss": ici().emetteur, "aud": ici().client.id, "sub": ici().sub(personne)}


def _ecrire(quoi: str, dit: dict[str, Any], demande: dict[str, str]) -> str:
    pour = ici().client.cle if demande["acr_values"] != "eidas1" else None
    mensonge = ici().mensonge
    jeton = ici().trousseau.jeton(dit, DUREE_DES_JETONS, pour)
    texte = (mensonge.id_token if quoi == "id_token" else mensonge.userinfo)(jeton).signer()
    return mensonge.ecrit.get(quoi, tel_quel)(texte)


def _preuve(defi: str | None, verificateur: str) -> bool:
    """PKCE, checked when it was begun with."""
    return defi is None or _base64(hashlib.sha256(verificateur.encode()).digest()) == defi


def _base64(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def _mentir(reponse: Response) -> Response:
    nom = (request.endpoint or "").removeprefix("fc.")
    ici().demandes.append(nom)
    return ici().mensonge.reponses.get(nom, tel_quel)(reponse)
