"""The bare routes that the application is compared with: same statements, same rows, same number of bytes.

Flask, the raw driver, one template; no session, no ORM, no header, no filter. ``/simple/…`` opens the database
for each request and closes it, the way Flask's documentation shows; ``/gardee/…`` keeps a connection by thread.
``BENCH_PAGES`` names the file that says what each page asks of the database.
"""

import json
import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

from flask import Flask, render_template

PAGES: dict[str, Any] = json.loads(Path(os.environ["BENCH_PAGES"]).read_text())
BASE = Path(os.environ["CAF_INSTANCE"]) / "caf.sqlite3"

app = Flask(__name__, template_folder=str(Path(__file__).parent))
_fil = threading.local()


@app.get("/simple/<path:chemin>")
def simple(chemin: str) -> str:
    with closing(sqlite3.connect(BASE)) as connexion:
        return _rendre(connexion, chemin)


@app.get("/gardee/<path:chemin>")
def gardee(chemin: str) -> str:
    if not hasattr(_fil, "connexion"):
        _fil.connexion = sqlite3.connect(BASE)
    return _rendre(_fil.connexion, chemin)


def _rendre(connexion: sqlite3.Connection, chemin: str) -> str:
    page = PAGES[f"/{chemin}"]
    tableaux = [connexion.execute(sql, parametres).fetchall() for sql, parametres in page["instructions"]]
    return render_template("nu.html", tableaux=tableaux, texte=page["texte"])
