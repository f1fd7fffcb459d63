"""A JPEG without what is not its picture, its pixels untouched: no EXIF, no comment, nothing after its end."""

import re

_MARQUE = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # in the picture, what is neither a byte of it nor a restart
_DEBUT, _FIN, _IMAGE = 0xD8, 0xD9, 0xDA
_AUTOUR = {*range(0xE1, 0xEE), 0xEF, 0xFE}  # APP1 to APP13, APP15, comment; APP0 and APP14 say how to read the colours


def depouiller(octets: bytes) -> bytes | None:
    """The same picture alone; None where it is not laid out as a plain JPEG is."""
    garde, ici = bytearray(b"\xff\xd8"), 2
    if octets[:2] != garde:
        return None
    while octets[ici : ici + 1] == b"\xff" and ici + 4 <= len(octets):
        marque = octets[ici + 1]
        if marque in (_DEBUT, _FIN):
            return None
        fin = ici + 2 + int.from_bytes(octets[ici + 2 : ici + 4], "big")
        if marque == _IMAGE:
            suivante = _MARQUE.search(octets, fin)
            if suivante is None:
                return None
            fin = suivante.start()
        if marque not in _AUTOUR:
            garde += octets[ici:fin]
        if octets[fin : fin + 2] == b"\xff\xd9":
            return bytes(garde + b"\xff\xd9")
        ici = fin
    return None
