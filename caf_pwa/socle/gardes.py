"""The guards at the door: who may come in, and where a request may come from.

Closed by default: a view without ``@portee(...)`` answers nobody, and a test lists every view with its reach.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol, TypeVar, cast
from urllib.parse import quote, urlsplit

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee

METHODES_SURES = frozenset({"GET", "HEAD", "OPTIONS"})

# The cookie of an allocataire and that of an adviser: neither is read where the other is.
COOKIE, COOKIE_AGENT = "caf", "caf-agent"


class Visiteur(Protocol):
    """What the guards and the page ask of the person signed in (``current_user``)."""

    is_authenticated: bool
    portees: frozenset[Portee]
    empreinte: str
    pseudonyme: str

    def confirmee(self, maintenant: datetime) -> bool:
        """They have just proved again that it is them."""


Vue = TypeVar("Vue", bound=Callable[..., Any])


def portee(requise: Portee) -> Callable[[Vue], Vue]:
    """Declare who may open a view."""

    def decorer(vue: Vue) -> Vue:
        vue.portee = requise  # type: ignore[attr-defined]
        return vue

    return decorer


def confirmation_recente(retour: str | None = None) -> Callable[[Vue], Vue]:
    """Declare that a view opens only to a person who has just proved again that it is them.

    They are asked, then come back: to this address, or to that of ``retour`` (an endpoint with the same arguments)
    where this view is posted to.
    """

    def decorer(vue: Vue) -> Vue:
        vue.confirmation = retour or ""  # type: ignore[attr-defined]
        return vue

    return decorer


def portee_de(app: Flask, endpoint: str) -> Portee | None:
    """The reach a view declares; None where it forgot, which closes it."""
    return getattr(app.view_functions[endpoint], "portee", None)


def nom_du_cookie(nom: str) -> str:
    """In production the browser binds it to this very host and to TLS."""
    return f"__Host-{nom}" if current_app.config["SESSION_COOKIE_SECURE"] else nom


def en_gestion(chemin: str) -> bool:
    """True for the advisers' addresses."""
    return chemin == "/gestion" or chemin.startswith("/gestion/")


def visiteur() -> Visiteur | None:
    """The person signed in, or None."""
    personne = current_user._get_current_object()  # the proxy looks it up anew for each thing it is asked
    return cast("Visiteur", personne) if personne.is_authenticated else None


def init_app(app: Flask) -> None:
    app.view_functions["static"] = portee(Portee.OUVERTE)(app.view_functions["static"])
    app.before_request(_controler_provenance)
    app.before_request(_controler_portee)


def _controler_provenance() -> None:
    """Refuse what another site makes a browser send: declarations carry no token that could grow stale.

    Sec-Fetch-Site is set by the browser and cannot be forged by a page; Origin serves the few that lack it.
    A request with neither does not come from a browser, so it carries nobody's cookies by surprise.
    """
    if request.method in METHODES_SURES:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in ("same-origin", "none"):
            abort(403)
        return
    origine = request.headers.get("Origin")
    if origine is not None and urlsplit(origine).netloc != request.host:
        abort(403)


def _controler_portee() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # no such address: 404, the same for everybody
    requise = portee_de(current_app, request.endpoint)
    if requise is Portee.OUVERTE:
        return None
    personne = visiteur()
    if personne is None:
        if requise is Portee.AGENT:
            return _demander_connexion_d_agent()
        return _demander_connexion("comptes.connexion")
    if requise is None or requise not in personne.portees:
        abort(403)
    return _controler_confirmation(personne)


def _controler_confirmation(personne: Visiteur) -> ResponseReturnValue | None:
    retour: str | None = getattr(current_app.view_functions[request.endpoint or ""], "confirmation", None)
    if retour is None or personne.confirmee(instant()):
        return None
    ici = url_for(retour, **(request.view_args or {})) if retour else request.full_path.rstrip("?")
    return _renvoyer(f"{url_for('comptes.confirmer')}?suite={quote(ici, safe='/')}")


def _demander_connexion_d_agent() -> ResponseReturnValue:
    """An allocataire learns nothing of the advisers' pages, not even that they are there."""
    if nom_du_cookie(COOKIE) in request.cookies:
        abort(404)
    return _demander_connexion("agents.connexion")


def _demander_connexion(endpoint: str) -> ResponseReturnValue:
    """The sign-in page, then back."""
    suite = request.full_path.rstrip("?") if request.method == "GET" else ""
    adresse = url_for(endpoint) + (f"?suite={quote(suite, safe='/')}" if suite not in ("", "/") else "")
    return _renvoyer(adresse)


def _renvoyer(adresse: str) -> ResponseReturnValue:
    """A navigation is sent there; a script is told 401 and where to send the person."""
    if request.headers.get("HX-Request") != "true" and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":
        return redirect(adresse)
    return "", 401, {"HX-Redirect": adresse}


def adresse_interne(texte: str) -> str | None:
    """``texte`` when it is a path of this site, else None: nothing typed sends a person elsewhere."""
    if not texte.startswith("/") or texte[:2] in ("//", "/\\") or not texte.isprintable() or "\\" in texte:
        return None
    parties = urlsplit(texte)
    return texte if not parties.scheme and not parties.netloc else None
