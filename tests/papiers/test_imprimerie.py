"""A paper comes out of the press whole, readable anywhere and signed; what a page asks for besides is not fetched."""

import errno
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from caf_pwa.papiers import imprimerie as module
from caf_pwa.papiers.imprimerie import PRESSE, Etat, Imprimerie, PapierTropLong, verifier_pdf
from caf_pwa.papiers.trousseau import Trousseau
from caf_pwa.socle.cellules import Cellule
from caf_pwa.socle.erreurs import Occupe
from tests.papiers.pages import attestation, page, png

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


LOURDES = {
    "a table of 2,000 rows": attestation(lignes=2000),
    "a word of 10,000 letters": page("<p>" + "x" * 10_000),
    "a word of 10,000 letters in a table": page("<table><tr><td>" + "x" * 10_000 + "</td><td>y</td></tr></table>"),
    "40 tables, each in the next": page("<table><tr><td>" * 40 + "x"),
    "a cell over a hundred million columns": page('<table><tr><td colspan="100000000">x</td></tr></table>'),
    "a picture of a hundred million points": page(f'<img src="data:image/png;base64,{png(10_000, 10_000)}">'),
    "a picture of 5 MB": page('<img src="data:image/png;base64,' + "A" * 5_000_000 + '">'),
    "a picture that is a program": page('<img src="data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=">'),
    "a letter larger than the sheet": page('<p style="font-size: 100000pt">x</p>'),
    "a colour that is a program": page("<font color=\"[[[getattr(pow, 'x') for Word in [1]]]]\">x</font>"),
}


@pytest.fixture(scope="module")
def presse() -> Iterator[Cellule]:
    """A press of its own, to be mistreated, with little time for each page."""
    presse = Cellule(travail=PRESSE.travail, bornes=replace(PRESSE.bornes, secondes=2), a_la_fois=2, patience=5)
    yield presse
    presse.fermer()


@pytest.mark.parametrize("html", LOURDES.values(), ids=LOURDES.keys())
def test_a_heavy_page_is_printed_or_refused_in_time_and_the_press_goes_on_t39(
    trousseau: Trousseau, presse: Cellule, html: str
) -> None:
    imprimerie = Imprimerie(trousseau, presse)
    imprimerie.imprimer(page("avant"))
    processus = presse._processus
    _imprimer_ou_refuser(imprimerie, html)  # the kernel ends it: see the limits of the press
    assert "après" in _texte(imprimerie.imprimer(page("après")))
    assert presse._processus is processus


def test_a_year_of_rows_is_printed(imprimerie: Imprimerie) -> None:
    assert "1 499,45 €" in _texte(imprimerie.imprimer(attestation(lignes=500)))


def test_a_press_that_was_killed_is_replaced(trousseau: Trousseau, presse: Cellule) -> None:
    imprimerie = Imprimerie(trousseau, presse)
    imprimerie.imprimer(page("avant"))
    assert presse._processus is not None
    presse._processus.kill()
    presse._processus.wait()
    assert "après" in _texte(imprimerie.imprimer(page("après")))


def test_a_press_that_does_not_answer_is_not_waited_for(
    trousseau: Trousseau, presse: Cellule, monkeypatch: pytest.MonkeyPatch
) -> None:
    imprimerie = Imprimerie(trousseau, presse)
    imprimerie.imprimer(page("avant"))
    assert presse._processus is not None
    monkeypatch.setattr(presse, "delai", 0.3)
    presse._processus.send_signal(signal.SIGSTOP)
    with pytest.raises(PapierTropLong):
        imprimerie.imprimer(page("x"))
    presse._processus.send_signal(signal.SIGCONT)


def test_a_thousand_at_once_are_printed_two_by_two_or_asked_to_come_back_t39(
    trousseau: Trousseau, presse: Cellule, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presse, "patience", 0.01)
    issues: list[object] = []

    def demander(_: int) -> None:
        try:
            issues.append(len(Imprimerie(trousseau, presse).imprimer(page("x"))) > 0)
        except Occupe:
            issues.append("plus tard")

    with ThreadPoolExecutor(50) as fils:
        list(fils.map(demander, range(1000)))
    assert len(issues) == 1000
    assert set(issues) == {True, "plus tard"}


def test_neither_the_press_nor_its_libraries_are_in_the_web_process() -> None:
    """The press is asked for a paper, and a paper is judged, by a process that loads what a web process does."""
    programme = """
import sys, tempfile
from caf_pwa import create_app
from caf_pwa.config import Reglages
from caf_pwa.papiers.imprimerie import verifier_pdf
dossier = tempfile.mkdtemp()
app = create_app(Reglages.depuis({"CAF_INSTANCE": dossier}))
presse = app.extensions["imprimerie"]
pdf = presse.imprimer("<title>Essai</title><p>x")
print(verifier_pdf(pdf, [presse.trousseau.signataire().certificats]).etat.value)
print({"xhtml2pdf", "reportlab", "pyhanko", "asn1crypto"} & set(sys.modules))
"""
    rendu = subprocess.run([sys.executable, "-c", programme], cwd=RACINE, stdout=subprocess.PIPE, text=True)
    assert rendu.stdout.split() == ["intact", "set()"]


def test_the_press_knows_no_secret_and_no_key(trousseau: Trousseau, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "ZQ-secret")
    presse = Cellule(travail=PRESSE.travail, bornes=PRESSE.bornes, a_la_fois=1, patience=5)
    Imprimerie(trousseau, presse).imprimer(page("x"))
    assert presse._processus is not None
    dossier = Path(f"/proc/{presse._processus.pid}")
    assert b"ZQ-secret" not in (dossier / "environ").read_bytes()
    assert not [nom for nom in ("sqlite", "libpq", "argon2") if nom in (dossier / "maps").read_text()]
    presse.fermer()


@pytest.mark.parametrize("demande", [b'{"caf-papier":1}', b"", b"0\x82", b"x" * 4000])
def test_the_key_signs_nothing_for_the_press_but_the_attributes_of_a_pdf(trousseau: Trousseau, demande: bytes) -> None:
    ici, la_bas = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ici, la_bas:
        la_bas.send(demande)
        module._signer(ici, trousseau.signataire())
        la_bas.setblocking(False)
        with pytest.raises(BlockingIOError):
            la_bas.recv(100)


def test_once_walled_in_a_process_opens_neither_file_nor_connection_t38() -> None:
    programme = """
import os, socket
from caf_pwa.socle.cellule.bornes import murer
murer()
for geste in (lambda: open("/etc/passwd"), lambda: socket.create_connection(("127.0.0.1", 9)), os.pipe):
    try:
        geste()
    except OSError as refus:
        print(refus.errno)
"""
    rendu = subprocess.run([sys.executable, "-c", programme], cwd=RACINE, stdout=subprocess.PIPE, text=True)
    assert rendu.stdout.split() == [str(errno.EMFILE)] * 3
