"""A PDF opened, brought down to what is on its sheets, and written anew; photos and PDFs put together as one.

Only a list of what draws a sheet is carried over, so whatever acts (scripts, launches, attached files, actions on
opening) has no place to be. What people typed into a form becomes part of the sheet.
"""

import zlib
from collections.abc import Iterable
from io import BytesIO
from typing import Any, BinaryIO, NamedTuple

import pikepdf
from pikepdf import Dictionary, Name, Pdf
from PIL import Image

from caf_pwa.documents.lecteur.jpeg import depouiller
from caf_pwa.documents.refus import FichierRefuse, Refus

FEUILLES = 30
POINTS = 50_000_000
DEPLIE = 100_000_000  # bytes of drawing instructions, once unfolded
A4 = (595, 842)

_D_UNE_FEUILLE = {"/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Contents", "/Group",
                  "/UserUnit"}  # fmt: skip
_DU_PDF = {"/Type", "/Pages", "/OCProperties"}
# In what a sheet draws: other files, what acts, and what tells who made it, where and with what.
_INTERDITS = ("/AA", "/A", "/AF", "/JS", "/JavaScript", "/Launch", "/OpenAction", "/EmbeddedFiles", "/EF", "/RichMedia",
              "/XFA", "/Metadata", "/PieceInfo", "/LastModified", "/OPI", "/Ref")  # fmt: skip


class Morceau(NamedTuple):
    """A page to put into a document: its bytes, whether they are a photo, and how far it is turned, clockwise."""

    octets: bytes
    nature: str
    rotation: int


def nettoyer(octets: bytes, sortie: BinaryIO) -> int:
    """Write the same sheets without anything else; how many there are. Raises FichierRefuse."""
    try:
        with Pdf.open(BytesIO(octets), suppress_warnings=True) as pdf:
            _controler(pdf, octets)
            pdf.generate_appearance_streams()
            pdf.flatten_annotations("all")
            _reduire(pdf)
            _enregistrer(pdf, sortie)
            return len(pdf.pages)
    except pikepdf.PasswordError:
        raise FichierRefuse(Refus.MOT_DE_PASSE) from None
    except FichierRefuse:
        raise
    except MemoryError:
        raise FichierRefuse(Refus.TROP_LONG) from None
    except Exception:  # whatever a library says of a broken file
        raise FichierRefuse(Refus.ABIME) from None


def assembler(morceaux: Iterable[Morceau], sortie: BinaryIO) -> int:
    """One PDF of all these pages, each turned as asked; how many sheets."""
    with Pdf.new() as pdf:
        for morceau in morceaux:
            if morceau.nature == "image":
                _ajouter_photo(pdf, morceau)
                continue
            with Pdf.open(BytesIO(morceau.octets)) as autre:
                for feuille in autre.pages:
                    feuille.rotate(morceau.rotation, relative=True)
                pdf.pages.extend(autre.pages)
        _enregistrer(pdf, sortie)
        return len(pdf.pages)


def _enregistrer(pdf: Pdf, sortie: BinaryIO) -> None:
    """The same sheets make the same bytes."""
    pdf.save(sortie, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _controler(pdf: Pdf, octets: bytes) -> None:
    if pdf.is_encrypted:
        raise FichierRefuse(Refus.MOT_DE_PASSE)
    if "/AcroForm" in pdf.Root and "/XFA" in pdf.Root.AcroForm:
        raise FichierRefuse(Refus.FORMULAIRE)
    nombre = len(pdf.pages)
    if nombre > FEUILLES:
        raise FichierRefuse(Refus.TROP_DE_FEUILLES)
    if nombre == 0 or nombre != int(pdf.Root.Pages.Count) or b"%%EOF" not in octets[-2048:]:
        raise FichierRefuse(Refus.ABIME)  # a part is missing, even where the rest can be read
    reste = DEPLIE
    for objet in pdf.objects:
        if isinstance(objet, pikepdf.Stream):
            reste -= _mesurer(objet, reste)


def _mesurer(flux: Any, reste: int) -> int:
    """How many bytes a stream unfolds to, without unfolding more than ``reste`` of it. Raises FichierRefuse."""
    if flux.get("/Subtype") == Name.Image:
        if int(flux.get("/Width", 0)) * int(flux.get("/Height", 0)) > POINTS:
            raise FichierRefuse(Refus.TROP_GRAND)
        if "/FlateDecode" not in str(flux.get("/Filter", "")):
            return 0
        return min(_deplier(flux, 4 * POINTS), reste)
    return _deplier(flux, reste)


def _deplier(flux: Any, limite: int) -> int:
    filtres = flux.get("/Filter", [])
    filtres = [str(filtres)] if isinstance(filtres, Name) else [str(un) for un in filtres]
    if filtres.count("/FlateDecode") > 1 or len(filtres) > 2:
        raise FichierRefuse(Refus.TROP_LONG)
    if "/FlateDecode" not in filtres:
        return len(flux.read_raw_bytes()) if filtres else 0
    depliage, octets, taille = zlib.decompressobj(), flux.read_raw_bytes(), 0
    while octets and not depliage.eof:
        try:
            taille += len(depliage.decompress(octets, 1 << 20))
        except zlib.error:
            break  # qpdf reads what can be read
        octets = depliage.unconsumed_tail
        if taille > limite:
            raise FichierRefuse(Refus.TROP_LONG)
    return taille


def _reduire(pdf: Pdf) -> None:
    """Keep what draws the sheets."""
    for feuille in pdf.pages:
        _garder(feuille.obj, _D_UNE_FEUILLE)
    _garder(pdf.Root, _DU_PDF)
    for cle in list(pdf.trailer.keys()):
        if cle == "/Info":
            del pdf.trailer[cle]
    for objet in pdf.objects:
        if isinstance(objet, Dictionary | pikepdf.Stream):
            for cle in _INTERDITS:
                if cle in objet:
                    del objet[cle]
        if isinstance(objet, pikepdf.Stream) and objet.get("/Filter") == Name.DCTDecode:
            photo = objet.read_raw_bytes()
            objet.write(depouiller(photo) or photo, filter=Name.DCTDecode)


def _garder(dictionnaire: Any, cles: set[str]) -> None:
    for cle in list(dictionnaire.keys()):
        if cle not in cles:
            del dictionnaire[cle]


def _ajouter_photo(pdf: Pdf, morceau: Morceau) -> None:
    """A photo on an A4 sheet that stands or lies as the photo does; its bytes are not drawn anew."""
    with Image.open(BytesIO(morceau.octets), formats=["JPEG"]) as image:
        largeur, hauteur, grise = image.width, image.height, image.mode == "L"
    feuille = pdf.add_blank_page(page_size=A4 if hauteur >= largeur else A4[::-1])
    photo = pdf.make_stream(
        morceau.octets,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=largeur,
        Height=hauteur,
        ColorSpace=Name.DeviceGray if grise else Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    x, y, l_, h = _au_milieu(largeur, hauteur)
    feuille.Resources = Dictionary(XObject=Dictionary(Photo=photo))
    feuille.Contents = pdf.make_stream(f"q {l_:.2f} 0 0 {h:.2f} {x:.2f} {y:.2f} cm /Photo Do Q".encode())
    feuille.rotate(morceau.rotation, relative=True)


def _au_milieu(largeur: int, hauteur: int) -> tuple[float, float, float, float]:
    """Where on the sheet, and how large: as large as it goes."""
    papier = A4 if hauteur >= largeur else A4[::-1]
    echelle = min(papier[0] / largeur, papier[1] / hauteur)
    l_, h = largeur * echelle, hauteur * echelle
    return (papier[0] - l_) / 2, (papier[1] - h) / 2, l_, h
