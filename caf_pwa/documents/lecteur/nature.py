"""What a file is, told from its bytes alone, before any library looks at it."""

import re

from caf_pwa.documents.refus import FichierRefuse, Refus

HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
# In the bytes of a photo, what another program would take for a page or for a document.
_AUTRE_CHOSE = re.compile(rb"%PDF-\d|<script|<html|<!doctype|<\?php|<svg", re.IGNORECASE)
_FIN_DE_ZIP = 22 + 0xFFFF  # the end record of an archive, with the longest comment


def reconnaitre(octets: bytes) -> str:
    """JPEG, PNG, WEBP, HEIF or PDF. Raises FichierRefuse."""
    if not octets:
        raise FichierRefuse(Refus.VIDE)
    if EICAR in octets:
        raise FichierRefuse(Refus.DANGEREUX)
    genre = _genre(octets)
    if genre is None:
        raise FichierRefuse(Refus.GENRE)
    if _finit_en_archive(octets) or (genre != "PDF" and _AUTRE_CHOSE.search(octets)):
        raise FichierRefuse(Refus.MELANGE)
    return genre


def _genre(octets: bytes) -> str | None:
    if octets.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if octets.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if octets[:4] == b"RIFF" and octets[8:12] == b"WEBP":
        return "WEBP"
    if octets[4:8] == b"ftyp" and octets[8:12] in HEIC:
        return "HEIF"
    return "PDF" if octets.startswith(b"%PDF-") else None


def _finit_en_archive(octets: bytes) -> bool:
    """True where an archive program would find its index, which it looks for from the end."""
    fin = octets[-_FIN_DE_ZIP:]
    debut = fin.rfind(b"PK\x05\x06")
    return debut >= 0 and len(fin) - debut >= 22
