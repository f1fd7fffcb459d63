"""A photo opened, set upright, made smaller, and written anew without anything but its pixels."""

from io import BytesIO

import pillow_heif
from PIL import Image, ImageFilter, ImageOps, ImageStat, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from caf_pwa.documents.lecteur.jpeg import depouiller
from caf_pwa.documents.refus import FichierRefuse, Refus

# Named so that they are loaded before the first file comes.
GREFFONS = (JpegImagePlugin, PngImagePlugin, WebPImagePlugin)

POINTS = 50_000_000
LEGERE = 700_000  # bytes
ORIENTATION = 0x0112
COTE, COTE_VIGNETTE, COTE_EXAMEN, CASE = 2400, 320, 1000, 100
QUALITE, QUALITE_VIGNETTE = 82, 70
NETTETE, LUMIERES = 12.0, 6.0  # below: nothing can be read; below: there is nothing to read

pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
Image.MAX_IMAGE_PIXELS = None  # the limit is ours, and looked at before a pixel is read
_CONTOURS = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)
_CARRES = [min(255, (point - 128) ** 2 // 2) for point in range(256)]


def lire(octets: bytes, genre: str) -> tuple[bytes, Image.Image]:
    """The JPEG to keep, and the picture to look at, upright. Raises FichierRefuse."""
    try:
        legere = _legere(octets) if genre == "JPEG" else None
        if legere is not None:
            return legere, _charger(legere, genre, COTE_EXAMEN)
        image = _charger(octets, genre, COTE)
        return _ecrire(image), image
    except FichierRefuse:
        raise
    except Exception:  # whatever a library says of a broken file
        raise FichierRefuse(Refus.ABIME) from None


def _legere(octets: bytes) -> bytes | None:
    """A JPEG as our own script makes them, without what is not its picture: writing it anew would only blur it."""
    if len(octets) > LEGERE:
        return None
    image = Image.open(BytesIO(octets), formats=["JPEG"])
    ordinaire = image.mode in ("L", "RGB") and max(image.size) <= COTE
    debout = image.getexif().get(ORIENTATION, 1) == 1
    return depouiller(octets) if ordinaire and debout else None


def _charger(octets: bytes, genre: str, cote: int) -> Image.Image:
    """The pixels of a photo, upright, on that many points at most; of a JPEG, no more are worked out than needed."""
    image = Image.open(BytesIO(octets), formats=[genre])
    if image.width * image.height > POINTS:
        raise FichierRefuse(Refus.TROP_GRAND)
    if genre == "JPEG":
        plus_long = max(image.size)
        image.draft(None, (image.width * cote // plus_long or 1, image.height * cote // plus_long or 1))
    image.load()
    image.thumbnail((cote, cote), reducing_gap=2.0)
    return _en_couleurs(ImageOps.exif_transpose(image))


def _ecrire(image: Image.Image) -> bytes:
    """As JPEG; nothing that came with the photo goes with it."""
    sortie = BytesIO()
    image.info.clear()
    image.save(sortie, "JPEG", quality=QUALITE)
    return sortie.getvalue()


def vignette(image: Image.Image) -> bytes:
    petite, sortie = image.copy(), BytesIO()
    petite.thumbnail((COTE_VIGNETTE, COTE_VIGNETTE), Image.Resampling.BILINEAR, reducing_gap=1.5)
    petite.info.clear()
    petite.save(sortie, "JPEG", quality=QUALITE_VIGNETTE)
    return sortie.getvalue()


def avis(image: Image.Image) -> str | None:
    """What a person would say at a glance: nothing, or blurred, or nearly blank (a table, a finger on the lens)."""
    grise = image.convert("L")
    grise.thumbnail((COTE_EXAMEN, COTE_EXAMEN))
    if min(grise.size) < 3:
        return "presque-vide"
    if _nettete(grise) >= NETTETE:
        return None
    lumieres: float = ImageStat.Stat(grise.resize((100, 100), Image.Resampling.BOX)).stddev[0]
    return "presque-vide" if lumieres < LUMIERES else "floue"


def _nettete(grise: Image.Image) -> float:
    """How much light changes from a point to the next, where the picture is sharpest."""
    lisse = grise.filter(ImageFilter.BoxBlur(1))  # the grain of a photo taken in the dark is not sharpness
    contours = lisse.filter(_CONTOURS).crop((1, 1, grise.width - 1, grise.height - 1))  # its edges are not filtered
    cases = sorted(contours.point(_CARRES).reduce(CASE).tobytes())  # a byte for each case
    nettes = cases[-max(1, len(cases) // 20) :]
    return sum(nettes) / len(nettes)


def _en_couleurs(image: Image.Image) -> Image.Image:
    """Grey or red, green and blue; what lets light through lies on white paper."""
    if image.mode in ("L", "RGB"):
        return image
    if image.mode.startswith("I"):
        return image.point(lambda point: point / 257).convert("L")
    if image.has_transparency_data:
        dessus = image.convert("RGBA")
        papier = Image.new("RGB", dessus.size, "white")
        papier.paste(dessus, mask=dessus.getchannel("A"))
        return papier
    return image.convert("RGB")
