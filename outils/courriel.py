"""The code that the application sends by mail, read where an instance writes its mail."""

import email
import email.policy
import re
import time
from pathlib import Path

_PATIENCE = 20.0


class Boite:
    """The mail of an instance. What is there already is old: a code is waited for in what comes next."""

    def __init__(self, instance: Path) -> None:
        self._dossier = instance / "courriels"
        self._lus = set(self._dossier.glob("*.eml"))

    def attendre(self, destinataire: str, motif: str) -> str:
        """What ``motif`` finds in the next message to that address, its first group where it has one."""
        limite = time.monotonic() + _PATIENCE
        while time.monotonic() < limite:
            for fichier in sorted(set(self._dossier.glob("*.eml")) - self._lus, key=lambda un: un.stat().st_mtime_ns):
                self._lus.add(fichier)
                message = email.message_from_bytes(fichier.read_bytes(), policy=email.policy.default)
                trouve = re.search(motif, str(message.get_content()))
                if message["To"] == destinataire and trouve:
                    return trouve[trouve.re.groups and 1]
            time.sleep(0.02)
        raise RuntimeError(f"no mail came to {destinataire}")

    def code(self, destinataire: str) -> str:
        return self.attendre(destinataire, r"\b\d{6}\b")
