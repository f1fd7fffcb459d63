"""The web edge: page or fragment from one template, the headers of every answer, one commit per request."""

import hashlib
from collections.abc import Iterable
from math import ceil
from typing import Any

from flask import Flask, Response, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from caf_pwa.extensions import db, horloge
from caf_pwa.socle import erreurs, formats
from caf_pwa.socle.gardes import Vue, portee_de, visiteur
from caf_pwa.socle.horloge import instant
from caf_pwa.socle.portee import Portee

POLITIQUE_DE_CONTENU = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types caf",
    )
)

ENTETES = {
    "Content-Security-Policy": POLITIQUE_DE_CONTENU,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
}


def init_app(app: Flask) -> None:
    app.before_request(_repondre_inchange)
    app.after_request(_conclure)
    app.register_error_handler(HTTPException, _page_erreur_http)
    app.register_error_handler(erreurs.Introuvable, lambda _: page_erreur(404))
    app.register_error_handler(erreurs.TropDEssais, _page_trop_d_essais)
    app.register_error_handler(erreurs.ErreurMetier, lambda refus: page_erreur(409, raison=str(refus) or refus.phrase))
    app.register_error_handler(erreurs.Occupe, lambda _: page_erreur(503, {"Retry-After": "5"}))
    app.context_processor(_contexte)
    for filtre in formats.FILTRES:
        app.add_template_filter(filtre)


def _contexte() -> dict[str, Any]:
    """What every template knows. ``visiteur`` is an allocataire: pages made for them never meet an adviser."""
    personne = visiteur()
    agent = personne if personne and Portee.AGENT in personne.portees else None
    return {
        "aujourdhui": horloge.aujourdhui(),
        "visiteur": None if agent else personne,
        "agent": agent,
        "conseiller": agent is not None or request.endpoint == "agents.connexion",
    }


def en_fragment() -> bool:
    """True when htmx asks for the inside of the page; it asks for the whole page to restore its history."""
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers


def rendre(gabarit: str, statut: int = 200, **valeurs: Any) -> Response:
    """One template, as a whole page or as the fragment that htmx puts into ``#onglet``."""
    valeurs["cadre"] = "_fragment.html" if en_fragment() else "_page.html"
    valeurs["formulaire_refuse"] = statut == 422  # its title says so first
    return make_response(render_template(gabarit, **valeurs), statut)


def telecharger(morceaux: Iterable[bytes], taille: int) -> Response:
    """A PDF that somebody sent, to be saved: whatever is in it can do nothing as a page of ours."""
    reponse = Response(morceaux, mimetype="application/pdf")
    reponse.content_length = taille
    reponse.headers["Content-Disposition"] = 'attachment; filename="document.pdf"'
    reponse.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return reponse


def montrer_pdf(octets: bytes, nom: str) -> Response:
    """A PDF that we made, to be read where it was asked for. ``nom`` tells nothing of anybody."""
    reponse = Response(octets, mimetype="application/pdf")
    reponse.headers["Content-Disposition"] = f'inline; filename="{nom}"'
    return reponse


def saisie() -> dict[str, list[str]]:
    """What was typed, by field: the shape that our forms read."""
    return request.form.to_dict(flat=False)


def revision() -> int:
    """The revision that the page showed, as its form says it; -1, which nothing has, when that is not a number."""
    texte = request.form.get("revision", "")
    return int(texte) if texte.isascii() and texte.isdigit() and len(texte) < 10 else -1


def laisse_une_trace(vue: Vue) -> Vue:
    """Declare that this view always runs, even for a device that holds its page.

    Opening it changes something, or it shows what comes without the dossier changing.
    """
    vue.laisse_une_trace = True  # type: ignore[attr-defined]
    return vue


def etiquette(chemin: str) -> str | None:
    """The ETag of a page of the dossier for the person signed in; None when no page there can keep one.

    It names what the page is made from: the version of the application and of the dossier, who reads it
    and the day (countdowns). Nothing needs to be rendered to know that nothing changed.
    """
    personne = visiteur()
    if personne is None:
        return None
    matiere = "\n".join((current_app.config["VERSION"], personne.empreinte, str(horloge.aujourdhui()), chemin))
    return f'W/"{hashlib.sha256(matiere.encode()).hexdigest()[:24]}"'


def _garde_une_etiquette() -> bool:
    """Fragments of the dossier keep one: the device asks for them again with If-None-Match."""
    return request.method == "GET" and en_fragment() and _est_du_dossier()


def _est_du_dossier() -> bool:
    """Only a person signed in is shown this."""
    if request.endpoint is None:
        return False
    return portee_de(current_app, request.endpoint) in (Portee.FOYER, Portee.PERSONNE)


def _laisse_une_trace() -> bool:
    return getattr(current_app.view_functions[request.endpoint or ""], "laisse_une_trace", False)


def _repondre_inchange() -> ResponseReturnValue | None:
    """304 before any work when the device already holds this very fragment."""
    demandee = request.headers.get("If-None-Match")
    if demandee and _garde_une_etiquette() and not _laisse_une_trace() and demandee == etiquette(request.full_path):
        return "", 304, {"ETag": demandee}
    return None


def _conclure(reponse: Response) -> Response:
    if reponse.status_code < 400:
        try:
            db.session.commit()
        except SQLAlchemyError:
            db.session.rollback()
            raise
    else:
        db.session.rollback()
    if reponse.status_code == 200 and _garde_une_etiquette():
        marque = etiquette(request.full_path)
        if marque:
            reponse.headers["ETag"] = marque
    return _entetes(reponse)


def _entetes(reponse: Response) -> Response:
    for nom, valeur in ENTETES.items():
        reponse.headers.setdefault(nom, valeur)  # a file has a stricter policy of its own
    if request.endpoint == "static":
        fixe = request.args.get("v") and reponse.status_code == 200
        reponse.headers["Cache-Control"] = "public, max-age=31536000, immutable" if fixe else "no-cache"
    else:
        reponse.headers.setdefault("Cache-Control", "no-store")
        reponse.headers.add("Vary", "HX-Request")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        reponse.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    personne = visiteur() if _est_du_dossier() else None
    if personne is not None:
        reponse.headers["X-Compte"] = personne.pseudonyme
        # What a device keeps of the household goes as soon as its owner may no longer see it.
        reponse.headers["X-Portee"] = (Portee.FOYER if Portee.FOYER in personne.portees else Portee.PERSONNE).value
        reponse.headers["X-Donnees-Du"] = horloge.maintenant().isoformat(timespec="seconds")
    return reponse


def _page_erreur_http(erreur: HTTPException) -> Response:
    if erreur.response is not None or (erreur.code or 500) < 400:
        return make_response(erreur.get_response())
    if isinstance(erreur, SecurityError):
        return _hote_inconnu()
    entetes = {nom: valeur for nom, valeur in erreur.get_headers() if nom in ("Allow", "Retry-After")}
    if isinstance(erreur, InternalServerError):
        db.session.rollback()
    return page_erreur(erreur.code or 500, entetes)


def _hote_inconnu() -> Response:
    """Asked for under a name that is not ours, no page can be drawn: its addresses would be made from that name."""
    reponse = make_response("Cette adresse n’est pas celle du service.\n", 400)
    reponse.mimetype = "text/plain"
    return reponse


def _page_trop_d_essais(erreur: erreurs.TropDEssais) -> Response:
    attente = max(1, ceil((erreur.reessayer_a - instant()).total_seconds()))
    return page_erreur(429, {"Retry-After": str(attente)}, reessayer_a=erreur.reessayer_a)


def page_erreur(code: int, entetes: dict[str, str] | None = None, **valeurs: Any) -> Response:
    """All error pages are one template: what happened, what to do. Never a trace, never a secret."""
    reponse = rendre("_erreur.html", code, code=code, **valeurs)
    reponse.headers.update(entetes or {})
    return reponse
