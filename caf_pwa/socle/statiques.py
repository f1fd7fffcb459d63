"""The files of ``static/``: their addresses, and scripts and styles made short: phones read them, not people."""

import hashlib
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, make_response, request, url_for

_TYPES = {"*.js": "text/javascript", "js/**/*.js": "text/javascript", "css/*.css": "text/css"}
_MINIFIER = Path(__file__).with_name("minifier.py")


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
    """A file of ``static/`` as it travels. Raises FileNotFoundError."""
    return minifies(_dossier()).get(chemin) or (_dossier() / chemin).read_bytes()


def _servir(filename: str) -> Response:
    genre = _ecrits(_dossier()).get(filename)
    if genre is None:
        return current_app.send_static_file(filename)
    reponse = make_response(octets(filename))
    reponse.mimetype = genre
    reponse.add_etag()
    reponse.make_conditional(request)
    return reponse


@cache
def _ecrits(dossier: Path) -> dict[str, str]:
    """The scripts and styles that we wrote, each with its type; those of others travel as they came."""
    return {
        fichier.relative_to(dossier).as_posix(): genre
        for motif, genre in _TYPES.items()
        for fichier in dossier.glob(motif)
    }


@cache
def minifies(dossier: Path) -> dict[str, bytes]:
    """All of them at once, by their paths. Raises CalledProcessError for a script that no browser could read."""
    textes = {chemin: (genre, (dossier / chemin).read_text("utf-8")) for chemin, genre in _ecrits(dossier).items()}
    fini = subprocess.run(  # noqa: S603
        [sys.executable, "-I", str(_MINIFIER)], input=json.dumps(textes).encode(), stdout=subprocess.PIPE, check=True
    )
    return {chemin: texte.encode() for chemin, texte in json.loads(fini.stdout).items()}


def _dossier() -> Path:
    return Path(current_app.static_folder or "")
