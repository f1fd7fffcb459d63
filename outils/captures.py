"""Pictures of the app, from the demonstration: those of ``docs/captures``, or every page to look at.

``--toutes FOLDER`` draws the whole dossier at every width, light and dark, then with text twice as large.
"""

import argparse
import json
import tempfile
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, NamedTuple

from playwright.sync_api import Browser, Page

from outils.instance import RACINE, Serveur, demonstration, servir
from outils.navigateur import chromium

DOSSIER = RACINE / "docs/captures"
PERSONA = "ines"
LARGEURS = {320: 640, 360: 740, 412: 892, 1280: 800}  # each with its height

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")


class Regard(NamedTuple):
    """How the app is looked at. ``texte``: the size of letters, per cent."""

    largeur: int = 360
    theme: Theme = "light"
    texte: int = 100


class Prise(NamedTuple):
    """One picture: the name of its file and the page; of the first screen, or down to the foot."""

    nom: str
    chemin: str
    regard: Regard = Regard()
    entiere: bool = False


def presentation(paiement: str) -> list[Prise]:
    """The few pictures that the documents show."""
    sombre = Regard(theme="dark")
    return [
        Prise("accueil", "/accueil"),
        Prise("paiements", "/allocations/paiements"),
        Prise("paiement-sombre", paiement, sombre),
        Prise("demarches", "/demarches/a-transmettre"),
        Prise("declaration", "/demarches/declaration-trimestrielle"),
        Prise("profil-sombre", "/profil", sombre),
        Prise("accueil-ordinateur", "/accueil", Regard(largeur=1280)),
    ]


def toutes(adresses: list[str]) -> list[Prise]:
    """Every page as people may meet it."""
    regards = [Regard(largeur, theme) for largeur in LARGEURS for theme in THEMES] + [Regard(texte=200)]
    return [
        Prise(f"{'-'.join(map(str, regard))}/{_nom(chemin)}", chemin, regard, entiere=True)
        for regard in regards
        for chemin in adresses
    ]


def dessiner(navigateur: Browser, serveur: Serveur, cookie: str, prises: list[Prise], dossier: Path) -> None:
    """Draw them all; one window for each way of looking, so that its cache serves again."""
    nom, _, valeur = cookie.partition("=")
    for regard, celles_ci in groupby(sorted(prises, key=lambda prise: prise.regard), lambda prise: prise.regard):
        with navigateur.new_context(
            viewport={"width": regard.largeur, "height": LARGEURS[regard.largeur]},
            device_scale_factor=1 if regard.largeur > 1000 else 2,
            color_scheme=regard.theme,
            locale="fr-FR",
            service_workers="block",
            bypass_csp=regard.texte != 100,
        ) as contexte:
            page = contexte.new_page()
            page.goto(f"{serveur.adresse}/connexion", wait_until="networkidle")
            for prise in celles_ci:
                if prise.chemin != "/connexion":
                    contexte.add_cookies([{"name": nom, "value": valeur, "url": serveur.adresse}])
                _prendre(page, f"{serveur.adresse}{prise.chemin}", prise, dossier / f"{prise.nom}.png")


def _prendre(page: Page, adresse: str, prise: Prise, fichier: Path) -> None:
    page.goto(adresse)
    if prise.regard.texte != 100:
        page.add_style_tag(content=f"html {{ font-size: {prise.regard.texte}% }}")
    fichier.parent.mkdir(parents=True, exist_ok=True)
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
    return publiques + [chemin for chemin in tout if not chemin.endswith(".pdf") and "/pages/" not in chemin]


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
