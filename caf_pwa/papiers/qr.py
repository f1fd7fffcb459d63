"""The QR code of a paper: the only importer of segno. Level M: an eighth of it may be dirty or folded."""

import segno


def _code(texte: str) -> "segno.QRCode":
    return segno.make_qr(texte, error="m", boost_error=False)


def trace(texte: str) -> tuple[int, str]:
    """Its side, margin included, and the path of an SVG that draws it: dark squares on a light ground."""
    dessin = _code(texte)
    carres = (
        f"M{x} {y}h1v1h-1z"
        for y, rangee in enumerate(dessin.matrix_iter(border=2))
        for x, sombre in enumerate(rangee)
        if sombre
    )
    return int(dessin.symbol_size(border=2)[0]), "".join(carres)


def image(texte: str) -> str:
    """The same as a picture, in a ``data:`` address: for print alone."""
    uri: str = _code(texte).png_data_uri(scale=4, border=2)
    return uri


def version(texte: str) -> int:
    """How dense it is, from 1 to 40."""
    return int(_code(texte).version)
