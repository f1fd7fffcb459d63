"""What travels: the first visit with all that the browser and its worker fetch, then a change of tab."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Request

from bench.mesure import Mesure
from bench.requetes import FRAGMENT
from outils.instance import Serveur, servir
from outils.navigateur import se_connecter

ONGLETS = (
    "/accueil",
    "/allocations/droits",
    "/allocations/paiements",
    "/demarches/a-transmettre",
    "/demarches/a-consulter",
    "/profil",
    "/menu",
)
_GZIP = {"Accept-Encoding": "gzip"}


def mesurer(dossier: Path, persona: dict[str, Any], navigateur: Browser) -> Iterator[Mesure]:
    with servir(dossier) as serveur:
        cookie = {"Cookie": serveur.se_connecter(persona)}
        attente = {"Cookie": f"caf-attente={serveur.presenter(persona, {})['caf-attente']}"}
        cookies = {"/accueil": cookie, "/connexion/code": attente}
        visite = {
            (chemin, fragment): _taille(serveur, chemin, cookies.get(chemin, {}), fragment)
            for chemin, fragment in _demandes(serveur, persona, navigateur)
        }
        for (chemin, _), octets in sorted(visite.items(), key=lambda paire: -paire[1])[:6]:
            yield Mesure(f"first visit: {chemin.partition('?')[0]}", octets / 1000, "kB gzip")
        total = sum(visite.values()) / 1000
        yield Mesure(f"first visit: all {len(visite)} of them", total, "kB gzip", au_plus=60)
        for onglet in ONGLETS:
            octets = _taille(serveur, onglet, cookie, fragment=True)
            yield Mesure(f"change of tab: {onglet}", octets / 1000, "kB gzip", au_plus=5)


def _demandes(serveur: Serveur, persona: dict[str, Any], navigateur: Browser) -> set[tuple[str, bool]]:
    """What a new browser asks for between the sign-in page and Accueil: address, and whether as a fragment."""
    vues: set[tuple[str, bool]] = set()

    def noter(demande: Request) -> None:
        parties = urlsplit(demande.url)
        if demande.method == "GET" and parties.scheme == "http":
            adresse = f"{parties.path}?{parties.query}" if parties.query else parties.path
            vues.add((adresse, demande.headers.get("hx-request") == "true"))

    with navigateur.new_context() as contexte:
        contexte.on("request", noter)
        page = contexte.new_page()
        se_connecter(page, serveur, persona)
        page.wait_for_load_state("networkidle")
    # The browser's own requests are not shown to us.
    return vues | {("/sw.js", False), ("/manifest.json", False)}


def _taille(serveur: Serveur, chemin: str, cookie: dict[str, str], fragment: bool) -> int:
    statut, _, corps = serveur.demander(chemin, _GZIP | cookie | (FRAGMENT if fragment else {}))
    if statut != 200:
        raise RuntimeError(f"{chemin} answered {statut}")
    return len(corps)
