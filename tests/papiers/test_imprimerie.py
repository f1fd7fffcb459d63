"""A paper comes out of the press whole, readable anywhere and signed; what a page asks for besides is not fetched."""

import socket
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from caf_pwa.papiers.imprimerie import Etat, Imprimerie, PapierTropLong, verifier_pdf
from caf_pwa.papiers.trousseau import Trousseau
from tests.papiers.pages import attestation, page

RACINE = Path(__file__).resolve().parents[2]


def _texte(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as ouvert:
        return "\n".join(str(feuille.get_textpage().get_text_range()) for feuille in ouvert)


def test_what_is_on_the_page_is_read_in_the_pdf(imprimerie: Imprimerie) -> None:
    texte = _texte(imprimerie.imprimer(attestation()))
    for attendu in ("Inès Œuvrard-N’Guyễn", "née le 3 février 1990", "1 013,45 €", "12 345,67 €", "ABCD-EFGH-JKLM"):
        assert attendu in texte


def test_it_is_a_signed_a4_sheet_in_french_whose_faces_are_in_it(imprimerie: Imprimerie, trousseau: Trousseau) -> None:
    octets = imprimerie.imprimer(attestation())
    with pikepdf.open(BytesIO(octets)) as pdf:
        assert [round(float(cote)) for cote in pdf.pages[0].MediaBox] == [0, 0, 595, 842]
        assert str(pdf.Root.Lang) == "fr"
        assert _polices(pdf)
        assert all("/FontFile2" in police.FontDescriptor for police in _polices(pdf))
    assert verifier_pdf(octets, [trousseau.signataire().certificats]).etat is Etat.INTACT


def _polices(pdf: pikepdf.Pdf) -> list[Any]:
    return [objet for objet in pdf.objects if isinstance(objet, pikepdf.Dictionary) and objet.get("/Type") == "/Font"]


@pytest.mark.parametrize("famille", ["Helvetica", "Times", "Courier", "cursive", "Inconnue"])
def test_whatever_family_a_page_asks_for_its_face_is_embedded(imprimerie: Imprimerie, famille: str) -> None:
    octets = imprimerie.imprimer(page(f'<p style="font-family: {famille}">a <b>b</b> <i>c</i> <code>d</code></p>'))
    with pikepdf.open(BytesIO(octets)) as pdf:
        assert all("/FontFile2" in police.FontDescriptor for police in _polices(pdf))


def test_its_metadata_says_what_kind_of_paper_it_is_and_nothing_of_the_person_t41(imprimerie: Imprimerie) -> None:
    octets = imprimerie.imprimer(attestation("ZQPERSONNE"))
    with pikepdf.open(BytesIO(octets)) as pdf:
        dit = {cle: str(valeur) for cle, valeur in pdf.docinfo.items() if str(valeur) and "Date" not in cle}
        assert "/Metadata" not in pdf.Root
    assert dit == {
        "/Title": "Attestation de paiement",
        "/Creator": "(unspecified)",
        "/Producer": "Caf – Mon Compte",
        "/Trapped": "/False",
    }
    assert not [mot for mot in (b"ZQPERSONNE", b"/home", b"/work", b"/tmp", b"xhtml2pdf", b"pyHanko") if mot in octets]


@pytest.fixture
def canari() -> Iterator[tuple[int, list[object]]]:
    """Somebody who listens on this machine, and what came."""
    venus: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as porte:

        def ecouter() -> None:
            while True:
                try:
                    visite, _ = porte.accept()
                except OSError:
                    return
                venus.append(visite.recv(100))
                visite.close()

        threading.Thread(target=ecouter, daemon=True).start()
        yield porte.getsockname()[1], venus
        porte.shutdown(socket.SHUT_RDWR)


HOSTILES = (
    '<img src="{vers}/a.png">',
    '<img src="{vers}/a.svg">',
    '<link rel="stylesheet" href="{vers}/a.css">',
    '<style>@import url("{vers}/b.css");</style>',
    '<style>@font-face {{ font-family: X; src: url("{vers}/x.ttf") }} p {{ font-family: X }}</style><p>x</p>',
    '<style>@page {{ background-image: url("{vers}/fond.pdf") }}</style><p>x</p>',
    '<p style="background: url({vers}/c.png)">x</p>',
    '<p style="list-style-image: url({vers}/c.png)">x</p><table background="{vers}/d.png"><tr><td>x</td></tr></table>',
    '<pdf:font name="X" src="{vers}/x.ttf"><pdf:insertpdf src="{vers}/x.pdf"><pdf:barcode value="1" type="qr">',
    '<object data="{vers}/o"></object><iframe src="{vers}/i"></iframe><embed src="{vers}/e"><script src="{vers}/s">'
    "</script>",
    '<svg><image href="{vers}/s.png"></image></svg><canvas type="graph" data="{vers}/g"></canvas>',
    '<base href="{vers}/"><img src="relatif.png"><img src="//127.0.0.1/x">',
)


@pytest.mark.parametrize("hostile", HOSTILES)
def test_a_page_fetches_nothing_t38(imprimerie: Imprimerie, canari: tuple[int, list[object]], hostile: str) -> None:
    port, venus = canari
    _imprimer_ou_refuser(imprimerie, page(hostile.format(vers=f"http://127.0.0.1:{port}") + "<p>suite</p>"))
    assert venus == []


@pytest.mark.parametrize("hostile", HOSTILES)
@pytest.mark.parametrize("vers", ["file:///etc", "/etc", "../../../../../../etc"])
def test_a_page_reads_no_file_t38(imprimerie: Imprimerie, hostile: str, vers: str, tmp_path: Path) -> None:
    octets = _imprimer_ou_refuser(imprimerie, page(hostile.format(vers=vers) + f'<img src="{vers}/passwd">'))
    assert "root:" not in _texte(octets or imprimerie.imprimer(page("rien")))


def _imprimer_ou_refuser(imprimerie: Imprimerie, html: str) -> bytes | None:
    try:
        return imprimerie.imprimer(html)
    except PapierTropLong:
        return None
