"""Fetch what ``static/vendor/vendor.toml`` pins, check it against its hashes, and put it in place.

``--ecrire`` writes the hashes of a version just pinned; read the files before committing them.
"""

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

RACINE = Path(__file__).resolve().parent.parent
LISTE = RACINE / "static/vendor/vendor.toml"
SVG = "{http://www.w3.org/2000/svg}"


def main(ecrire: bool) -> None:
    texte = LISTE.read_text()
    for paquet in tomllib.loads(texte)["paquet"]:
        with tempfile.TemporaryDirectory() as dossier:
            racine = _telecharger(paquet, Path(dossier))
            for chemin, contenu, attendu in _fichiers(paquet, racine):
                trouve = hashlib.sha256(contenu).hexdigest()
                if trouve != attendu and not ecrire:
                    sys.exit(f"{chemin}: SHA-256 is {trouve}, vendor.toml says {attendu or 'nothing'}.")
                texte = _noter(texte, chemin, trouve)
                (RACINE / chemin).write_bytes(contenu)
    if ecrire:
        LISTE.write_text(texte)


def _telecharger(paquet: dict[str, Any], dossier: Path) -> Path:
    reference = f"{paquet['nom']}@{paquet['version']}"
    subprocess.run(["npm", "pack", "--silent", reference], cwd=dossier, check=True, stdout=subprocess.DEVNULL)  # noqa: S603, S607
    with tarfile.open(next(dossier.glob("*.tgz"))) as archive:
        archive.extractall(dossier, filter="data")
    return dossier / "package"


def _fichiers(paquet: dict[str, Any], racine: Path) -> list[tuple[str, bytes, str]]:
    if "sprite" in paquet:
        return [(paquet["sprite"], _sprite(racine / "icons", paquet["icones"]), paquet["sha256"])]
    return [
        (fichier["vers"], _sans_carte((racine / source).read_bytes()), fichier["sha256"])
        for source, fichier in paquet["fichiers"].items()
    ]


def _sans_carte(contenu: bytes) -> bytes:
    """Without the line that sends the browser's tools after a source map we do not serve."""
    return re.sub(rb"\n?//# sourceMappingURL=.*\n?", b"\n", contenu)


def _sprite(dossier: Path, noms: list[str]) -> bytes:
    """One file with one symbol an icon; pages draw them by ``<use href="…#name">``."""
    symboles = [_symbole(dossier / f"{nom}.svg", nom) for nom in sorted(noms)]
    return ('<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symboles) + "\n</svg>\n").encode()


def _symbole(fichier: Path, nom: str) -> str:
    formes = []
    for forme in ET.fromstring(fichier.read_text()):  # noqa: S314 - a file just checked against its hash
        attributs = "".join(f' {cle}="{valeur}"' for cle, valeur in forme.attrib.items())
        formes.append(f"<{forme.tag.removeprefix(SVG)}{attributs}/>")
    return f'<symbol id="{nom}" viewBox="0 0 24 24">{"".join(formes)}</symbol>'


def _noter(texte: str, chemin: str, somme: str) -> str:
    debut = texte.index(f'"{chemin}"')
    return texte[:debut] + re.sub(r'sha256 = "[0-9a-f]*"', f'sha256 = "{somme}"', texte[debut:], count=1)


if __name__ == "__main__":
    main("--ecrire" in sys.argv)
