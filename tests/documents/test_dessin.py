"""The sheet of a letter drawn by the process apart: what is on it, and no more time or memory than it may take."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf
from PIL import Image, ImageFilter

from caf_pwa.documents.lecteur import dessin
from caf_pwa.documents.lecteurs import Lecteurs, cellule
from caf_pwa.documents.refus import FichierRefuse, Refus
from tests.documents import fichiers


@pytest.fixture(scope="module")
def lecteurs() -> Iterator[Lecteurs]:
    lecteurs = Lecteurs(cellule("dessin"))
    yield lecteurs
    lecteurs.fermer()


def _dessiner(lecteurs: Lecteurs, pdf: bytes, numero: int = 1) -> tuple[dict[str, Any], bytes]:
    with tempfile.TemporaryFile() as entree, tempfile.TemporaryFile() as sortie:
        entree.write(pdf)
        entree.flush()
        faits = lecteurs.demander({"numero": numero}, [entree], sortie)
        sortie.seek(0)
        return faits, sortie.read()


def _de_taille(largeur: float, hauteur: float) -> bytes:
    with Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(largeur, hauteur))
        sortie = BytesIO()
        pdf.save(sortie)
        return sortie.getvalue()


def _a_grande_image(cote: int) -> bytes:
    """A picture of that many points a side, which weighs next to nothing."""
    with Pdf.open(BytesIO(fichiers.pdf())) as pdf:
        image = pdf.make_stream(bytes(cote * cote // 8))
        image.Type, image.Subtype = Name.XObject, Name.Image
        image.Width = image.Height = cote
        image.BitsPerComponent, image.ColorSpace = 1, Name.DeviceGray
        pdf.pages[0].Resources = Dictionary(XObject=Dictionary(Im0=image))
        pdf.pages[0].Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
        sortie = BytesIO()
        pdf.save(sortie, compress_streams=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        return sortie.getvalue()


def _numerise() -> bytes:
    """A scan: soft colours everywhere, as paper has under a lamp."""
    grain = [Image.effect_noise((1100, 1556), 60).filter(ImageFilter.GaussianBlur(4)) for _ in range(3)]
    sortie = BytesIO()
    Image.merge("RGB", grain).save(sortie, "PDF")
    return sortie.getvalue()


def test_printed_words_are_a_png_and_are_told(lecteurs: Lecteurs) -> None:
    faits, image = _dessiner(lecteurs, fichiers.pdf(2), 2)
    assert faits == {"nombre": 2, "genre": "image/png", "texte": "ZQ-feuille-1"}
    assert image.startswith(b"\x89PNG")


def test_a_scan_is_a_jpeg_without_words(lecteurs: Lecteurs) -> None:
    faits, image = _dessiner(lecteurs, _numerise())
    assert (faits["genre"], faits["texte"]) == ("image/jpeg", "")
    assert image.startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(
    ("taille", "points"),
    [((595, 842), (1100, 1557)), ((200, 14_000), (48, 3300)), ((14_000, 200), (1100, 16)), ((3, 3), (1100, 1100))],
)
def test_a_sheet_of_any_shape_is_no_larger_than_a_phone_reads(
    lecteurs: Lecteurs, taille: tuple[float, float], points: tuple[int, int]
) -> None:
    _, octets = _dessiner(lecteurs, _de_taille(*taille))
    with Image.open(BytesIO(octets)) as image:
        assert image.width <= dessin.LARGEUR
        assert image.height <= dessin.HAUTEUR
        assert abs(image.width - points[0]) <= 1
        assert abs(image.height - points[1]) <= 1


@pytest.mark.parametrize("quoi", ["JavaScript", "OpenAction", "AA", "Launch", "EmbeddedFiles", "Annotation", "XFA"])
def test_t37_what_acts_is_neither_run_nor_drawn(lecteurs: Lecteurs, quoi: str) -> None:
    faits, image = _dessiner(lecteurs, fichiers.pdf_actif(quoi))
    assert faits["texte"] == "ZQ-feuille-0"
    assert b"ZQ-actif" not in image


@pytest.mark.parametrize(
    "pdf", [fichiers.pdf_bombe(), _a_grande_image(40_000)], ids=["300 MB of drawing", "1 600 000 000 points"]
)
def test_t36_a_bomb_ends_in_time_and_the_next_letter_is_drawn(lecteurs: Lecteurs, pdf: bytes) -> None:
    debut = time.monotonic()
    with suppress(FichierRefuse):
        _dessiner(lecteurs, pdf)
    assert time.monotonic() - debut < 30
    assert _dessiner(lecteurs, fichiers.pdf())[0]["nombre"] == 1


@pytest.mark.parametrize(
    ("pdf", "refus"),
    [
        (b"", Refus.ABIME),
        (b"%PDF-1.4 rien", Refus.ABIME),
        (fichiers.pdf_verrouille(), Refus.MOT_DE_PASSE),
        (fichiers.pdf(31), Refus.TROP_DE_FEUILLES),
        (b"<html>", Refus.ABIME),
    ],
)
def test_what_cannot_be_drawn_says_why(lecteurs: Lecteurs, pdf: bytes, refus: Refus) -> None:
    with pytest.raises(FichierRefuse) as trouve:
        _dessiner(lecteurs, pdf)
    assert trouve.value.refus is refus


def test_a_full_line_goes_on_in_the_next_and_a_short_one_ends() -> None:
    class Feuille:
        def get_textpage(self) -> "Feuille":
            return self

        def get_text_bounded(self) -> str:
            return "Madame\r\nVotre aide au logement change à partir\r\ndu mois prochain.\x00\r\n\r\nVotre Caf\ufffe"

    assert dessin._mots(Feuille()) == "Madame\nVotre aide au logement change à partir du mois prochain.\nVotre Caf"
