"""What people send is opened, cleaned, made ours and kept; what cannot be is refused with a reason."""

from io import BytesIO

import pytest
from pikepdf import Pdf
from PIL import Image, ImageStat
from sqlalchemy.orm import Session

from caf_pwa.documents import service
from caf_pwa.documents.atelier import Atelier
from caf_pwa.documents.modele import Document
from caf_pwa.documents.refus import FichierRefuse, Refus
from caf_pwa.socle.horloge import instant
from tests.documents import fichiers
from tests.documents.conftest import Ajouter, en_clair, gardes

GENRES = ("JPEG", "PNG", "WEBP", "HEIF")


def _image(atelier: Atelier, nom: str) -> Image.Image:
    return Image.open(BytesIO(en_clair(atelier, nom)))


def _lumiere(image: Image.Image) -> float:
    moyenne: float = ImageStat.Stat(image.convert("L")).mean[0]
    return moyenne


@pytest.mark.parametrize("genre", GENRES)
def test_a_photo_of_any_kind_becomes_a_plain_jpeg(atelier: Atelier, ajouter: Ajouter, genre: str) -> None:
    page = ajouter(fichiers.photo(genre))
    image = _image(atelier, page.fichier)
    assert (image.format, image.size) == ("JPEG", (900, 1200))
    assert (page.nature, page.feuilles, page.avis) == ("image", 1, None)


@pytest.mark.parametrize("genre", GENRES)
def test_nothing_tells_where_a_photo_was_taken(atelier: Atelier, ajouter: Ajouter, genre: str) -> None:
    envoyee = fichiers.photo(genre)
    assert Image.open(BytesIO(envoyee)).getexif().get_ifd(fichiers.GPS)[fichiers.LATITUDE] == (48.0, 51.0, 24.0)
    gardee = en_clair(atelier, ajouter(envoyee).fichier)
    image = Image.open(BytesIO(gardee))
    assert dict(image.getexif()) == {}
    assert not {"exif", "xmp", "comment", "icc_profile", "photoshop"} & image.info.keys()
    assert b"ZQ-marque" not in gardee


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_telephone_was_held(
    atelier: Atelier, ajouter: Ajouter, orientation: int
) -> None:
    image = _image(atelier, ajouter(fichiers.photo(orientation=orientation)).fichier)
    assert image.size == (900, 1200)
    coin = image.getpixel((30, 30))
    assert isinstance(coin, tuple)
    assert coin[0] > 150 > 100 > coin[1], "the red corner is at the top left"


def test_a_large_photo_is_made_smaller_and_stays_readable(atelier: Atelier, ajouter: Ajouter) -> None:
    page = ajouter(fichiers.octets(fichiers.papier(3000, 4000), quality=95))
    assert _image(atelier, page.fichier).size == (1800, 2400)
    assert page.avis is None


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "CMYK", "I;16"])
def test_a_picture_in_unusual_colours_is_taken(atelier: Atelier, ajouter: Ajouter, mode: str) -> None:
    image = fichiers.papier(300, 400).convert("L" if mode == "I;16" else mode)
    if mode == "I;16":
        image = image.convert("I").point(lambda point: point * 257).convert("I;16")
    page = ajouter(fichiers.octets(image, "JPEG" if mode == "CMYK" else "PNG"))
    assert 150 < _lumiere(_image(atelier, page.fichier)) < 250, "light paper stays light"


def test_the_first_picture_of_an_animation_is_taken(atelier: Atelier, ajouter: Ajouter) -> None:
    anime = fichiers.octets(
        fichiers.papier(300, 400), "WEBP", save_all=True, append_images=[Image.new("RGB", (300, 400))]
    )
    assert _lumiere(_image(atelier, ajouter(anime).fichier)) > 150


@pytest.mark.parametrize(
    ("image", "avis"),
    [
        (fichiers.papier(), None),
        (fichiers.papier(1500, 2000), None),
        (fichiers.papier(1500, 2000, flou=8), "floue"),
        (fichiers.papier(900, 1200, flou=5), "floue"),
        (Image.new("RGB", (900, 1200), (12, 12, 12)), "presque-vide"),
        (Image.new("RGB", (900, 1200), (240, 240, 238)), "presque-vide"),
        (Image.effect_noise((900, 1200), 10).convert("RGB"), "presque-vide"),
        (Image.new("RGB", (1, 1)), "presque-vide"),
        (Image.new("RGB", (2, 4000)), "presque-vide"),
    ],
)
def test_a_blurred_or_blank_photo_is_told_and_taken_all_the_same(
    ajouter: Ajouter, image: Image.Image, avis: str | None
) -> None:
    assert ajouter(fichiers.octets(image)).avis == avis


def test_a_pdf_keeps_its_sheets_and_loses_who_made_it(atelier: Atelier, ajouter: Ajouter) -> None:
    page = ajouter(fichiers.pdf(3))
    garde = en_clair(atelier, page.fichier)
    assert (page.nature, page.feuilles) == ("pdf", 3)
    with Pdf.open(BytesIO(garde)) as pdf:
        assert b"ZQ-feuille-2" in pdf.pages[2].Contents.read_bytes()
        assert dict(pdf.docinfo) == {}
    assert b"ZQ-auteur" not in garde


@pytest.mark.parametrize("quoi", ["JavaScript", "OpenAction", "AA", "Launch", "EmbeddedFiles", "Annotation"])
def test_a_pdf_that_would_act_is_kept_without_what_acts(atelier: Atelier, ajouter: Ajouter, quoi: str) -> None:
    garde = en_clair(atelier, ajouter(fichiers.pdf_actif(quoi)).fichier)
    with Pdf.open(BytesIO(garde)) as pdf:
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages"}
        assert "/Annots" not in pdf.pages[0].obj
        tout = b"".join(objet.unparse(resolved=True) for objet in pdf.objects)
        assert b"ZQ-feuille-0" in pdf.pages[0].Contents.read_bytes()
    assert b"ZQ-actif" not in tout
    assert not any(
        nom in tout for nom in (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/AA", b"/OpenAction")
    )


def test_the_photo_inside_a_scanned_pdf_does_not_tell_where_it_was_taken(atelier: Atelier, ajouter: Ajouter) -> None:
    with Pdf.open(BytesIO(en_clair(atelier, ajouter(fichiers.pdf_avec_photo()).fichier))) as pdf:
        photo = pdf.pages[0].Resources.XObject.Im0.read_raw_bytes()
    assert Image.open(BytesIO(photo)).size == (900, 1200)
    assert not Image.open(BytesIO(photo)).getexif()


@pytest.mark.parametrize("cas", fichiers.REFUSES)
def test_a_bad_file_is_refused_with_its_reason_and_leaves_nothing(
    session: Session, atelier: Atelier, document: Document, cas: str
) -> None:
    fabriquer, attendu = fichiers.REFUSES[cas]
    with pytest.raises(FichierRefuse) as refuse:
        service.ajouter(session, atelier, document, BytesIO(fabriquer()), instant())
    assert refuse.value.refus is Refus(attendu)
    assert gardes(atelier) == []
    assert service.pages(session, document) == []


@pytest.mark.parametrize("refus", Refus)
def test_a_refusal_says_what_happened_and_what_to_do(refus: Refus) -> None:
    for phrase in (refus.phrase, refus.conseil):
        assert phrase.endswith(".")
        assert len(phrase) >= 20
        assert not any(mot in phrase.lower() for mot in ("erreur", "invalide", "exception", "'", "..."))


def test_a_document_takes_no_more_than_twenty_files(
    session: Session, atelier: Atelier, document: Document, ajouter: Ajouter
) -> None:
    for _ in range(service.PAGES):
        ajouter(fichiers.pdf())
    with pytest.raises(FichierRefuse) as refuse:
        ajouter(fichiers.pdf())
    assert refuse.value.refus is Refus.TROP_DE_PAGES
    service.figer(session, atelier, document, instant())
    assert document.pages == service.PAGES
