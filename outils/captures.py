"""Pictures of the app, from the demonstration: those of ``docs/captures``, or every page to look at.

``--toutes FOLDER`` draws the whole dossier at every width, light and dark, then with text twice as large.
"""

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any, Literal, NamedTuple

from playwright.sync_api import Browser

from outils.instance import RACINE, Serveur, demonstration, servir
from outils.navigateur import chromium

DOSSIER = RACINE / "docs/captures"
PERSONA = "ines"
LARGEURS = {320: 640, 360: 740, 412: 892, 1280: 800}  # each with its height

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")


class Prise(NamedTuple):
    """One picture: the name of its file, the page, and how it is looked at."""

    nom: str
    chemin: str
    largeur: int = 360
    theme: Theme = "light"
    texte: int = 100  # per cent
    entiere: bool = False  # down to the foot of the page, not only the first screen


def presentation(paiement: str) -> list[Prise]:
    """The few pictures that the documents show."""
    return [
        Prise("accueil", "/accueil"),
        Prise("paiements", "/allocations/paiements"),
        Prise("paiement-sombre", paiement, theme="dark"),
        Prise("demarches", "/demarches/a-transmettre"),
        Prise("profil-sombre", "/profil", theme="dark"),
        Prise("accueil-ordinateur", "/accueil", largeur=1280),
    ]


def toutes(adresses: list[str]) -> list[Prise]:
    """Every page as people may meet it."""
    vues = [(largeur, theme, 100) for largeur in LARGEURS for theme in THEMES] + [(360, "light", 200)]
    return [
        Prise(f"{largeur}-{theme}-{texte}/{_nom(chemin)}", chemin, largeur, theme, texte, entiere=True)
        for chemin in adresses
        for largeur, theme, texte in vues
    ]


def dessiner(navigateur: Browser, serveur: Serveur, cookie: str, prises: list[Prise], dossier: Path) -> None:
    nom, _, valeur = cookie.partition("=")
    for prise in prises:
        fichier = dossier / f"{prise.nom}.png"
        fichier.parent.mkdir(parents=True, exist_ok=True)
        with navigateur.new_context(
            viewport={"width": prise.largeur, "height": LARGEURS[prise.largeur]},
            device_scale_factor=1 if prise.largeur > 1000 else 2,
            color_scheme=prise.theme,
            locale="fr-FR",
            service_workers="block",
            bypass_csp=prise.texte != 100,
        ) as contexte:
            if prise.chemin != "/connexion":
                contexte.add_cookies([{"name": nom, "value": valeur, "url": serveur.adresse}])
            page = contexte.new_page()
            page.goto(f"{serveur.adresse}{prise.chemin}", wait_until="networkidle")
            if prise.texte != 100:
                page.add_style_tag(content=f"html {{ font-size: {prise.texte}% }}")
            page.screenshot(path=fichier, full_page=prise.entiere)
        print(fichier)


def _nom(chemin: str) -> str:
    """A file name; the identifiers in addresses are shortened."""
    return "-".join(partie[:16] for partie in chemin.strip("/").split("/"))


def _adresses(serveur: Serveur, cookie: str) -> list[str]:
    """The pages of the dossier, with those that anybody may open; one payment and one letter stand for all."""
    _, _, corps = serveur.demander("/hors-ligne/dossier", {"Cookie": cookie})
    tout: list[str] = [page["adresse"] for page in json.loads(corps)["pages"]]
    publiques = ["/connexion", "/hors-ligne", "/compte/hors-connexion"]
    return publiques + [chemin for chemin in tout if not chemin.endswith(".pdf")]


def _un_par_genre(adresses: list[str]) -> list[str]:
    """Of the pages that differ by an identifier alone, the first one."""
    premieres: dict[str, str] = {}
    for chemin in adresses:
        debut, _, fin = chemin.rpartition("/")
        premieres.setdefault(f"{debut}/…" if len(fin) == 32 else chemin, chemin)
    return list(premieres.values())


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--toutes", type=Path, metavar="FOLDER", help="draw every page into FOLDER")
    dossier: Path | None = options.parse_args().toutes
    with tempfile.TemporaryDirectory() as instance:
        personas: dict[str, dict[str, Any]] = demonstration(Path(instance))
        with servir(Path(instance)) as serveur, chromium() as navigateur:
            cookie = serveur.se_connecter(personas[PERSONA])
            adresses = _un_par_genre(_adresses(serveur, cookie))
            if dossier:
                prises = toutes(adresses)
            else:
                prises = presentation(next(chemin for chemin in adresses if "/paiements/" in chemin))
            dessiner(navigateur, serveur, cookie, prises, dossier or DOSSIER)


if __name__ == "__main__":
    main()
