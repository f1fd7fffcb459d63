"""How fast fragments are answered, beside a bare route that does the same reading."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from bench.mesure import Mesure
from bench.requetes import FRAGMENT, Page
from outils.instance import RACINE, Serveur, environnement, servir

TOURS = 9
SECONDES = 1.2
CONNEXIONS = 8


class Demande(NamedTuple):
    """What a round asks, again and again: of whom, what, and the status it expects."""

    serveur: Serveur
    chemin: str
    entetes: dict[str, str]
    statut: int = 200


def mesurer(dossier: Path, persona: dict[str, Any], pages: dict[str, tuple[Page, float]]) -> Iterator[Mesure]:
    """Ratios of requests a second. One worker each, the same settings, the same database, turn after turn.

    ``pages``: how a page is called, the page, and the least part of the bare route's speed that it may have.
    """
    nus = [page for page, _ in pages.values()]
    with servir(dossier, WEB_CONCURRENCY="1") as produit, _routes_nues(dossier, nus) as nues:
        cookie = produit.se_connecter(persona)
        for appelee, (page, seuil) in pages.items():
            releves = _alterner(_demandes(produit, nues, cookie, page.chemin))
            for nom, vitesses in releves.items():
                yield Mesure(f"{appelee}: {nom}", median(vitesses), "/s")
            yield Mesure(f"{appelee}: fragment ÷ bare route", _rapport(releves, "fragment"), au_moins=seuil)
            yield Mesure(f"{appelee}: unchanged ÷ bare route", _rapport(releves, "unchanged"), au_moins=0.75)


def _demandes(produit: Serveur, nues: Serveur, cookie: str, chemin: str) -> dict[str, Demande]:
    entetes = FRAGMENT | {"Cookie": cookie}
    etiquette = produit.demander(chemin, entetes)[1]["etag"]
    return {
        "bare route": Demande(nues, f"/simple{chemin}", {}),
        "fragment": Demande(produit, chemin, entetes),
        "unchanged": Demande(produit, chemin, entetes | {"If-None-Match": etiquette}, 304),
        "bare route, connection kept open": Demande(nues, f"/gardee{chemin}", {}),
    }


def _alterner(demandes: dict[str, Demande]) -> dict[str, list[float]]:
    """Every demand in turn, round after round; the first round only warms up."""
    tours = [{nom: _charger(demande) for nom, demande in demandes.items()} for _ in range(TOURS + 1)]
    return {nom: [tour[nom] for tour in tours[1:]] for nom in demandes}


def _rapport(releves: dict[str, list[float]], nom: str) -> float:
    """The median over the rounds of (ours ÷ bare): what slows the machine down slows both."""
    return median(ici / nue for ici, nue in zip(releves[nom], releves["bare route"], strict=True))


def _charger(demande: Demande) -> float:
    """Answers a second, counted by another process."""
    lignes = [f"GET {demande.chemin} HTTP/1.1", "Host: localhost"]
    lignes += [f"{nom}: {valeur}" for nom, valeur in demande.entetes.items()]
    reglages = {
        "port": demande.serveur.port,
        "requete": "\r\n".join(lignes) + "\r\n\r\n",
        "statut": demande.statut,
        "connexions": CONNEXIONS,
        "secondes": SECONDES,
    }
    vitesse: float = json.loads(_python("-m", "bench.charge", entree=json.dumps(reglages)))
    return vitesse


@contextmanager
def _routes_nues(dossier: Path, pages: list[Page]) -> Iterator[Serveur]:
    """The bare application; its template is given the text that brings each page to the size of ours."""
    fichier = dossier / "bench-pages.json"
    connues: dict[str, dict[str, Any]] = {
        page.chemin: {"instructions": page.instructions, "texte": ""} for page in pages
    }
    fichier.write_text(json.dumps(connues))
    for page in pages:
        programme = f"from bench.nu import app; print(app.test_client().get('/gardee{page.chemin}').content_length)"
        taille = int(_python("-c", programme, environ=environnement(dossier, BENCH_PAGES=str(fichier))))
        connues[page.chemin]["texte"] = "x" * max(0, page.octets - taille)
    fichier.write_text(json.dumps(connues))
    with servir(dossier, "bench.nu:app", BENCH_PAGES=str(fichier), WEB_CONCURRENCY="1") as serveur:
        yield serveur


def _python(*mots: str, entree: str = "", environ: dict[str, str] | None = None) -> str:
    return subprocess.run(
        [sys.executable, *mots], cwd=RACINE, env=environ, input=entree, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
