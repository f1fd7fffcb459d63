"""How fast papers come out of the press, signed, beside the library that draws them; what a web process pays for it."""

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.mesure import Mesure
from caf_pwa.papiers.imprimerie import PRESSE, Imprimerie
from caf_pwa.papiers.trousseau import Trousseau

PAPIERS = 40
PAGE = Path(__file__).with_name("papier.html")
# The library by itself, in a process of its own, its faces read beforehand: as fast as it goes.
_SEULE = f"""
import sys, time
from caf_pwa.papiers.presse import page
html = open(sys.argv[1]).read()
page.preparer()
page.composer(html)
debut = time.perf_counter()
for _ in range({PAPIERS}):
    page.composer(html)
print({PAPIERS} / (time.perf_counter() - debut))
"""


def mesurer(dossier: Path) -> Iterator[Mesure]:
    """The median of three turns each, one after the other: the machine is never quite the same."""
    imprimerie, html = Imprimerie(Trousseau(str(dossier / "cle-papiers.pem"), creer=True)), PAGE.read_text()
    imprimerie.imprimer(html)  # starts the press
    tours = [(_seule(), _debit(imprimerie, html, PRESSE.a_la_fois), _debit(imprimerie, html, 1)) for _ in range(3)]
    seule, ensemble, une = (sorted(debits)[1] for debits in zip(*tours, strict=True))
    yield Mesure("papers by xhtml2pdf alone", seule, "/s")
    yield Mesure("papers printed apart and signed, one at a time", une, "/s")
    yield Mesure(f"papers printed apart and signed, {PRESSE.a_la_fois} at a time", ensemble, "/s")
    yield Mesure("papers printed and signed, of xhtml2pdf alone", ensemble / seule, au_moins=0.7)


def _seule() -> float:
    commande = [sys.executable, "-c", _SEULE, str(PAGE)]
    return float(subprocess.run(commande, check=True, stdout=subprocess.PIPE, text=True).stdout)


def _debit(imprimerie: Imprimerie, html: str, a_la_fois: int) -> float:
    """Papers a second, asked by that many people at once."""
    with ThreadPoolExecutor(a_la_fois) as fils:
        debut = time.perf_counter()
        list(fils.map(imprimerie.imprimer, [html] * PAPIERS))
        return PAPIERS / (time.perf_counter() - debut)
