"""One PDF to judge: what a process is forked for. It opens nothing once it has begun."""

import asyncio
import os
from datetime import UTC, datetime
from typing import Any

from caf_pwa.papiers.presse import jugement, pades
from caf_pwa.socle.cellule.bornes import murer
from caf_pwa.socle.chiffrement import signatures


def echauffer() -> None:
    """Sign and judge a sheet of our own, so that nothing is left to load when the first PDF comes."""
    cle = signatures.lire(signatures.creer("essai", datetime.now(UTC)))
    boucle = asyncio.new_event_loop()
    signe = pades.signer(pades.feuille(), cle.certificats, lambda octets: signatures.en_der(cle.signer(octets)), boucle)
    jugement.juger(signe, [cle.certificats], boucle)
    boucle.close()


def faire(tache: dict[str, Any], entrees: list[int], sortie: int) -> dict[str, Any]:
    """What was found: ``etat``, and whose key and which moment where it is whole."""
    os.close(sortie)
    with os.fdopen(entrees[0], "rb") as lu:
        lu.seek(0)
        boucle = asyncio.new_event_loop()
        murer()
        return jugement.juger(lu.read(), tache["certificats"], boucle)
