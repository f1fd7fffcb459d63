"""Every file of text that is delivered: short, introduced, and the same on every machine."""

import ast
import re
import subprocess
from pathlib import Path

from caf_pwa import ONGLETS
from tests.regles.routes import RACINE

LIGNES = 250
# Longer for a reason that a reader would accept.
LONGS = {
    "caf_pwa/demonstration/foyers/ines.py": "one household told whole: its data, no logic",
}

# A personal folder, a temporary one, a checkout: true on one machine only.
CHEMIN = re.compile(r"(?<![\w.:/-])/(?:home|Users|root|work|mnt|opt|srv|tmp|var/tmp)/[\w.-]")


def _suivis() -> list[Path]:
    """What git follows or would: the project without what it makes."""
    ordre = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    noms = subprocess.run(ordre, cwd=RACINE, check=True, capture_output=True, text=True).stdout.splitlines()
    return [RACINE / nom for nom in noms if (RACINE / nom).is_file()]


def _relatif(fichier: Path) -> str:
    return str(fichier.relative_to(RACINE))


PYTHON = sorted(
    fichier for fichier in (RACINE / "caf_pwa").rglob("*.py") if fichier.parent.name not in ("versions", "__pycache__")
)
SCRIPTS = [RACINE / "static/sw.js", *sorted((RACINE / "static/js").rglob("*.js"))]


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    fautes = []
    for fichier in _suivis():
        if fichier.suffix == ".png" or fichier == Path(__file__):
            continue
        for rang, ligne in enumerate(fichier.read_text(errors="replace").splitlines(), 1):
            if CHEMIN.search(ligne):
                fautes.append(f"{_relatif(fichier)}:{rang}")
    assert not fautes, "Write paths from the root of the project, or make them from __file__ or a fixture."


def test_every_module_begins_by_saying_what_it_is() -> None:
    muets = [_relatif(fichier) for fichier in PYTHON if not ast.get_docstring(ast.parse(fichier.read_text()))]
    assert not muets, "Begin with a docstring: in one line, what is in there, and what is not."


def test_every_file_is_read_in_one_sitting() -> None:
    longueurs = {_relatif(fichier): len(fichier.read_text().splitlines()) for fichier in (*PYTHON, *SCRIPTS)}
    trop = {nom: lignes for nom, lignes in longueurs.items() if lignes >= (350 if nom in LONGS else LIGNES)}
    assert not trop, f"A file has one subject and fewer than {LIGNES} lines: cut these along what they do."
    assert {nom for nom in LONGS if longueurs.get(nom, 0) < LIGNES} == set(), "No excuse needed any more: in LONGS."


def test_every_icon_named_is_in_the_sprite() -> None:
    dessins = set(re.findall(r'<symbol id="([\w-]+)"', (RACINE / "static/icons/sprite.svg").read_text()))
    nommes = {dessin for _, _, _, dessin in ONGLETS}
    for gabarit in (RACINE / "templates").rglob("*.html"):
        nommes |= set(re.findall(r'icone\("([\w-]+)"\)', gabarit.read_text()))
    for script in SCRIPTS:
        nommes |= set(re.findall(r"\}#([\w-]+)\"", script.read_text()))
    assert nommes <= dessins, "Add the icon to static/vendor/vendor.toml, then `make vendor` draws it in the sprite."
