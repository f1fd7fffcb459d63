"""The key that push services know us by: that of the settings, or one made at the first run in development."""

import os
import uuid

from caf_pwa.config import Push
from caf_pwa.socle.chiffrement.vapid import CleVapid, nouvelle


def cle_vapid(reglages: Push) -> CleVapid:
    """Two first runs at once end with the same key: a file appears whole, and once."""
    if reglages.cle:
        return CleVapid.lire(reglages.cle)
    if not reglages.fichier.exists():
        provisoire = reglages.fichier.with_name(f".{uuid.uuid4().hex}")
        with os.fdopen(os.open(provisoire, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as sortie:
            sortie.write(nouvelle())
        try:
            os.link(provisoire, reglages.fichier)
        except FileExistsError:
            pass
        finally:
            provisoire.unlink()
    return CleVapid.lire(reglages.fichier.read_text())
