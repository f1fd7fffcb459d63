"""One page to print and to sign: what a process is forked for. It has no key, and opens nothing once it has begun."""

import asyncio
import os
import socket
from datetime import UTC, datetime
from typing import Any

from caf_pwa.papiers.presse import pades, page
from caf_pwa.socle.cellule.bornes import murer
from caf_pwa.socle.chiffrement import signatures

_ATTRIBUTS = 4096

_ESSAI = """<html lang="fr"><head><title>Essai</title><style>@page { size: A4; margin: 2cm }
td { border: 1pt solid #999; text-align: right } p { color: #123; font-weight: bold }</style></head><body><h1>Été</h1>
<p>Œuvre <b>l’an</b> <i>1 234,50 €</i></p><table><tr><th>a</th><td>b</td></tr></table><ul><li>c</li></ul><img
src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
></body></html>"""


def echauffer() -> None:
    """Print and sign a page of our own, so that nothing is left to load when the first one comes."""
    page.preparer()
    cle = signatures.lire(signatures.creer("essai", datetime.now(UTC)))
    boucle = asyncio.new_event_loop()
    pades.signer(page.composer(_ESSAI), cle.certificats, lambda octets: signatures.en_der(cle.signer(octets)), boucle)
    boucle.close()


def faire(tache: dict[str, Any], entrees: list[int], sortie: int) -> dict[str, Any]:
    """The page comes by the first entry; what is to be signed leaves by the second, and comes back signed."""
    html, signataire = entrees
    with (
        os.fdopen(html, "rb") as lu,
        os.fdopen(sortie, "wb") as ecrit,
        socket.socket(fileno=signataire) as canal,
    ):
        lu.seek(0)
        boucle = asyncio.new_event_loop()
        murer()

        def demander(attributs: bytes) -> bytes:
            canal.sendall(attributs)
            return canal.recv(_ATTRIBUTS)

        pdf = page.composer(lu.read().decode())
        ecrit.write(pades.signer(pdf, tache["certificats"], demander, boucle))
    return {}
