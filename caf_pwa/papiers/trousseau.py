"""The private key of the papers: in a file, or in a module that it never leaves."""

import importlib
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from caf_pwa.socle.chiffrement import signatures
from caf_pwa.socle.chiffrement.signatures import Signataire
from caf_pwa.socle.horloge import instant

TITULAIRE = "Caf – Mon Compte"  # of a certificate made here
_HSM = "caf_pwa.papiers.hsm"  # loaded where it serves: it needs a library of the extra ``hsm``


@dataclass
class Trousseau:
    """``adresse``: the path of a PEM file (key, certificate, chain), or an RFC 7512 URI.

    ``creer``: whether a file that is missing is made, with a certificate that the key signs itself.
    """

    adresse: str
    creer: bool
    _lu: tuple[object, Signataire] | None = field(default=None, repr=False)

    @property
    def fichier(self) -> Path | None:
        """None for a key that is in a module."""
        return None if self.adresse.startswith("pkcs11:") else Path(self.adresse)

    def signataire(self) -> Signataire:
        """Who signs now; a file that was changed is read again. Raises CleIllisible, OSError."""
        if self.fichier is None:
            return self._lire("module", lambda: importlib.import_module(_HSM).ouvrir(self.adresse))
        if self.creer and not self.fichier.exists():
            _deposer(self.fichier, remplacer=False)
        etat = self.fichier.stat()
        return self._lire((etat.st_ino, etat.st_mtime_ns), self._du_fichier)

    def renouveler(self) -> None:
        """Put a new key in the place of the one in the file."""
        assert self.fichier is not None, "a key that is in a module is renewed there"
        _deposer(self.fichier, remplacer=True)

    def _du_fichier(self) -> Signataire:
        return signatures.lire(Path(self.adresse).read_bytes())

    def _lire(self, etat: object, ouvrir: Callable[[], Signataire]) -> Signataire:
        lu = self._lu
        if lu is None or lu[0] != etat:
            lu = self._lu = (etat, ouvrir())
        return lu[1]


def _deposer(place: Path, remplacer: bool) -> None:
    """Write a new key that nobody else reads, then put it there whole. Of two made at once, the first stays."""
    descripteur, neuf = tempfile.mkstemp(dir=place.parent, prefix=".cle-")  # 0600
    with os.fdopen(descripteur, "wb") as ecrit:
        ecrit.write(signatures.creer(TITULAIRE, instant()))
        ecrit.flush()
        os.fsync(ecrit.fileno())
    if remplacer:
        Path(neuf).replace(place)
        return
    with suppress(FileExistsError):
        place.hardlink_to(neuf)
    Path(neuf).unlink()
