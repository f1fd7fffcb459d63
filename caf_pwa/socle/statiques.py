"""The files of ``static/``: their addresses, and what we wrote made short: phones read it, not people."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, make_response, request, url_for
from rcssmin import cssmin
from rjsmin import jsmin

_TYPES = {"*.js": "text/javascript", "js/**/*.js": "text/javascript", "css/*.css": "text/css"}
_COURT = {"text/javascript": jsmin, "text/css": cssmin}


def init_app(app: Flask) -> None:
    app.view_functions["static"] = _servir
    app.add_template_global(statique)


@cache
def statique(chemin: str) -> str:
    """The address of a file of ``static/``, which changes when the file does: kept for ever, never stale.

    Raises FileNotFoundError: a page names no missing file.
    """
    return url_for("static", filename=chemin, v=hashlib.sha256(octets(chemin)).hexdigest()[:8])


@cache
def octets(chemin: str) -> bytes:
    """A file of ``static/`` as it travels; ours without comments and needless spaces. Raises FileNotFoundError."""
    entier = (_dossier() / chemin).read_bytes()
    genre = _ecrits().get(chemin)
    return bytes(_COURT[genre](entier)) if genre else entier


def _servir(filename: str) -> Response:
    genre = _ecrits().get(filename)
    if genre is None:
        return current_app.send_static_file(filename)
    reponse = make_response(octets(filename))
    reponse.mimetype = genre
    reponse.add_etag()
    reponse.make_conditional(request)
    return reponse


@cache
def _ecrits() -> dict[str, str]:
    """The scripts and styles that we wrote, each with its type; those of others travel as they came."""
    dossier = _dossier()
    return {
        fichier.relative_to(dossier).as_posix(): genre
        for motif, genre in _TYPES.items()
        for fichier in dossier.glob(motif)
    }


def _dossier() -> Path:
    return Path(current_app.static_folder or "")
