"""Files as people send them, and as nobody should: each made on the spot, from a few lines."""

import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pillow_heif
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image, ImageDraw, ImageFilter

pillow_heif.register_heif_opener()

MOTS = ("loyer", "quittance", "montant", "euros", "12,50", "octobre", "charges")
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
ORIENTATION, GPS, LATITUDE = 0x0112, 0x8825, 2


def papier(largeur: int = 900, hauteur: int = 1200, flou: float = 0) -> Image.Image:
    """A sheet with lines of text, red in its top left corner."""
    hasard = random.Random(1)
    image = Image.new("RGB", (largeur, hauteur), (236, 233, 226))
    dessin = ImageDraw.Draw(image)
    for y in range(hauteur // 10, hauteur - hauteur // 10, max(4, hauteur // 50)):
        dessin.text(
            (largeur // 10, y), " ".join(hasard.choices(MOTS, k=10)), (30, 30, 40), font_size=max(4, hauteur // 75)
        )
    dessin.rectangle((0, 0, largeur // 8, hauteur // 16), (220, 20, 20))
    return image.filter(ImageFilter.GaussianBlur(flou)) if flou else image


def octets(image: Image.Image, genre: str = "JPEG", **options: Any) -> bytes:
    sortie = BytesIO()
    image.save(sortie, genre, **options)
    return sortie.getvalue()


def photo(genre: str = "JPEG", orientation: int = 1, **options: Any) -> bytes:
    """What a telephone makes: the pixels as the sensor lies, how to hold them, and where it was."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "ZQ-marque"
    exif.get_ifd(GPS).update({1: "N", LATITUDE: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 3.0)})
    couchee = papier(**options)
    tournes = {3: 180, 6: 90, 8: 270, 5: 90, 7: 270}
    if orientation in tournes:
        couchee = couchee.rotate(tournes[orientation], expand=True)
    if orientation in (2, 4, 5, 7):
        sens = Image.Transpose.FLIP_TOP_BOTTOM if orientation in (4, 5, 7) else Image.Transpose.FLIP_LEFT_RIGHT
        couchee = couchee.transpose(sens)
    return octets(couchee, genre, exif=exif)


def pdf(feuilles: int = 1, mots: str = "ZQ-feuille", **sauver: Any) -> bytes:
    """A plain PDF: each sheet says these words, and its number."""
    with Pdf.new() as document:
        for rang in range(feuilles):
            feuille = document.add_blank_page(page_size=(595, 842))
            police = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
            feuille.Resources = Dictionary(Font=Dictionary(F1=document.make_indirect(police)))
            feuille.Contents = document.make_stream(f"BT /F1 20 Tf 50 700 Td ({mots}-{rang}) Tj ET".encode())
        document.docinfo["/Author"] = String("ZQ-auteur")
        return _sauver(document, **sauver)


def pdf_actif(quoi: str) -> bytes:
    """A PDF that would do something in a reader that lets it: ``ZQ-actif`` is in what acts."""
    with Pdf.open(BytesIO(pdf())) as document:
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert('ZQ-actif')"))
        lancer = Dictionary(S=Name.Launch, F=String("ZQ-actif.exe"))
        racine, feuille = document.Root, document.pages[0].obj
        if quoi == "JavaScript":
            racine.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
        elif quoi == "OpenAction":
            racine.OpenAction = script
        elif quoi == "AA":
            racine.AA = Dictionary(WC=script)
            feuille.AA = Dictionary(O=script)
        elif quoi == "Launch":
            racine.OpenAction = lancer
            feuille.Annots = Array([_lien(document, lancer)])
        elif quoi == "EmbeddedFiles":
            document.attachments["ZQ-actif.exe"] = b"MZ ZQ-actif"
        elif quoi == "Annotation":
            feuille.Annots = Array([_lien(document, script)])
        else:
            racine.AcroForm = Dictionary(Fields=Array([]), XFA=document.make_stream(b"<xdp>ZQ-actif</xdp>"))
        return _sauver(document)


def pdf_bombe() -> bytes:
    """A few kilobytes that unfold to 300 MB of drawing."""
    with Pdf.open(BytesIO(pdf())) as document:
        compresseur, plie = zlib.compressobj(9), bytearray()
        for _ in range(300):
            plie += compresseur.compress(b" " * 1_000_000)
        plie += compresseur.flush()
        flux = document.make_stream(b"")
        flux.write(bytes(plie), filter=Name.FlateDecode)
        document.pages[0].Contents = flux
        return _sauver(document)


def pdf_avec_photo() -> bytes:
    """A scan: the photo is in the PDF as the telephone made it, EXIF included."""
    with Pdf.new() as document:
        feuille = document.add_blank_page(page_size=(595, 842))
        image = document.make_stream(photo())
        image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.DCTDecode
        image.Width, image.Height, image.BitsPerComponent = 900, 1200, 8
        image.ColorSpace = Name.DeviceRGB
        feuille.Resources = Dictionary(XObject=Dictionary(Im0=image))
        feuille.Contents = document.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
        return _sauver(document)


def pdf_verrouille(utilisateur: str = "secret") -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="proprietaire", user=utilisateur))


def png_bombe(cote: int = 50_000) -> bytes:
    """A PNG of 2 500 000 000 points in a few kilobytes."""
    entete = struct.pack(">IIBBBBB", cote, cote, 1, 0, 0, 0, 0)
    compresseur = zlib.compressobj(9)
    lignes = b"".join(compresseur.compress(bytes(1 + cote // 8)) for _ in range(200)) + compresseur.flush()
    morceaux = [(b"IHDR", entete), (b"IDAT", lignes), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_morceau(nom, contenu) for nom, contenu in morceaux)


def png_bombe_de_texte() -> bytes:
    """A PNG whose commentary unfolds to 300 MB."""
    compresseur = zlib.compressobj(9)
    texte = b"".join(compresseur.compress(b"a" * 1_000_000) for _ in range(300)) + compresseur.flush()
    bon = octets(papier(60, 60), "PNG")
    return bon[:33] + _morceau(b"zTXt", b"Comment\x00\x00" + texte) + bon[33:]


def archive(nom: str = "a.txt", contenu: bytes = b"bonjour") -> bytes:
    sortie = BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as zip_:
        zip_.writestr(nom, contenu)
    return sortie.getvalue()


def bmp() -> bytes:
    return octets(papier(60, 60), "BMP")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

# What is refused, by what it is called here; each with the reason that the person reads.
REFUSES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "vide"),
    "text": (lambda: b"Bonjour, ma quittance.", "genre"),
    "svg": (lambda: SVG, "genre"),
    "html": (lambda: b"<!doctype html><script>alert(1)</script>", "genre"),
    "zip": (lambda: archive(), "genre"),
    "word": (lambda: archive("word/document.xml"), "genre"),
    "program": (lambda: b"MZ\x90\x00" + bytes(200), "genre"),
    "bmp": (lambda: bmp(), "genre"),
    "gif": (lambda: octets(papier(60, 60), "GIF"), "genre"),
    "eicar": (lambda: EICAR, "dangereux"),
    "eicar in a photo": (lambda: octets(papier(60, 60)) + EICAR, "dangereux"),
    "photo cut short": (lambda: octets(papier())[:20_000], "abime"),
    "png cut short": (lambda: octets(papier(), "PNG")[:5_000], "abime"),
    "heic cut short": (lambda: octets(papier(), "HEIF")[:5_000], "abime"),
    "webp cut short": (lambda: octets(papier(), "WEBP")[:5_000], "abime"),
    "only the head of a jpeg": (lambda: b"\xff\xd8\xff\xe0" + bytes(50), "abime"),
    "only the head of a heic": (lambda: b"\x00\x00\x00\x18ftypheic" + bytes(50), "abime"),
    "a program that says it is a jpeg": (lambda: b"\xff\xd8\xff" + b"MZ" + bytes(500), "abime"),
    "pdf cut short": (lambda: pdf(3)[:700], "abime"),
    "only the head of a pdf": (lambda: b"%PDF-1.7\n", "abime"),
    "photo that is an archive too": (lambda: octets(papier(60, 60)) + archive(), "melange"),
    "photo that is a page too": (lambda: octets(papier(60, 60), comment=b"<script>alert(1)</script>"), "melange"),
    "photo that is a pdf too": (lambda: octets(papier(60, 60)) + pdf(), "melange"),
    "pdf that is an archive too": (lambda: pdf() + archive(), "melange"),
    "pdf with a password": (lambda: pdf_verrouille(), "mot-de-passe"),
    "pdf locked by its maker": (lambda: pdf_verrouille(""), "mot-de-passe"),
    "animated form": (lambda: pdf_actif("XFA"), "formulaire"),
    "pdf of 31 sheets": (lambda: pdf(31), "trop-de-feuilles"),
    "pdf that unfolds": (lambda: pdf_bombe(), "trop-long"),
    "photo of 50 000 by 50 000": (lambda: png_bombe(), "trop-grand"),
    "photo whose commentary unfolds": (lambda: png_bombe_de_texte(), "abime"),
    "too heavy": (lambda: octets(papier(60, 60)) + bytes(10_000_000), "trop-gros"),
}


def _sauver(document: Pdf, **options: Any) -> bytes:
    sortie = BytesIO()
    document.save(sortie, **options)
    return sortie.getvalue()


def _lien(document: Pdf, action: Dictionary) -> Any:
    rectangle = Array([0, 0, 595, 842])
    return document.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=rectangle, A=action))


def _morceau(nom: bytes, contenu: bytes) -> bytes:
    return struct.pack(">I", len(contenu)) + nom + contenu + struct.pack(">I", zlib.crc32(nom + contenu))
