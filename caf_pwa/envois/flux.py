"""Bytes that come in pieces, read as a file."""

import io
from collections.abc import Iterator
from typing import IO


def en_fichier(morceaux: Iterator[bytes]) -> IO[bytes]:
    return io.BufferedReader(_Flux(morceaux))


class _Flux(io.RawIOBase):
    """Read once, from the first byte to the last."""

    def __init__(self, morceaux: Iterator[bytes]) -> None:
        self._morceaux, self._reste = morceaux, b""

    def readable(self) -> bool:
        return True

    def readinto(self, tampon: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._reste:
            suivant = next(self._morceaux, None)
            if suivant is None:
                return 0
            self._reste = suivant
        pris = self._reste[: len(tampon)]
        self._reste = self._reste[len(pris) :]
        tampon[: len(pris)] = pris
        return len(pris)
