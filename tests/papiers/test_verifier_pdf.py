"""Whoever is given a paper as a file can tell whether it is whole, and ours."""

import asyncio
import random
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from caf_pwa.papiers.imprimerie import OCTETS, Etat, Imprimerie, Verdict, verifier_pdf
from caf_pwa.papiers.presse import pades
from caf_pwa.papiers.presse.jugement import juger
from caf_pwa.papiers.trousseau import Trousseau
from caf_pwa.socle.chiffrement import signatures
from caf_pwa.socle.horloge import instant
from tests.documents import fichiers
from tests.papiers.pages import attestation

ALTERATIONS = 1000


@pytest.fixture(scope="module")
def papier(imprimerie: Imprimerie) -> bytes:
    return imprimerie.imprimer(attestation())


@pytest.fixture(autouse=True)
def seule() -> Iterator[None]:
    """A browser of another test, open in this process, has its own loop here: the press has none beside its own."""
    autre = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(autre)


@pytest.fixture(scope="module")
def boucle() -> Iterator[asyncio.AbstractEventLoop]:
    boucle = asyncio.new_event_loop()
    yield boucle
    boucle.close()


@pytest.fixture
def certificats(trousseau: Trousseau) -> list[str]:
    """Ours, after one that signed other papers."""
    return [signatures.lire(signatures.creer("avant", instant())).certificats, trousseau.signataire().certificats]


def test_a_paper_is_whole_and_says_whose_key_and_when(
    trousseau: Trousseau, papier: bytes, certificats: list[str]
) -> None:
    verdict = verifier_pdf(papier, certificats)
    assert (verdict.etat, verdict.cle_id) == (Etat.INTACT, trousseau.signataire().cle_id)
    assert verdict.signe_le is not None
    assert abs((instant() - verdict.signe_le).total_seconds()) < 600


def test_a_thousand_bytes_changed_are_told_a_thousand_times_t40(
    papier: bytes, certificats: list[str], boucle: asyncio.AbstractEventLoop
) -> None:
    hasard = random.Random(20261129)
    for _ in range(ALTERATIONS):
        altere, rang = bytearray(papier), hasard.randrange(len(papier))
        altere[rang] ^= hasard.randrange(1, 256)
        assert juger(bytes(altere), certificats, boucle)["etat"] == "altere", rang


def test_what_the_hash_leaves_out_is_told_too_t40(
    papier: bytes, certificats: list[str], boucle: asyncio.AbstractEventLoop
) -> None:
    """The signature stands in a gap of what it signs: every 50th of its bytes, and all around it."""
    debut = papier.index(b"/Contents <") + len(b"/Contents ")
    fin = papier.index(b">", debut) + 1
    for rang in {*range(debut, fin, 50), *range(debut, debut + 4), *range(fin - 4, fin)}:
        for change in (b"0", b"f"):
            altere = papier[:rang] + change + papier[rang + 1 :]
            assert altere == papier or juger(altere, certificats, boucle)["etat"] != "intact", (rang, change)


def test_what_is_added_after_our_signature_is_an_alteration_t40(papier: bytes, certificats: list[str]) -> None:
    """An update may draw over the sheet, and leaves every signed byte in its place."""
    ecrivain, sortie = IncrementalPdfFileWriter(BytesIO(papier)), BytesIO()
    ecrivain.add_stream_to_page(0, ecrivain.add_object(StreamObject(stream_data=b"0 0 500 500 re f")))
    ecrivain.write(sortie)
    assert sortie.getvalue().startswith(papier)
    for altere in (sortie.getvalue(), papier + b"\n", papier + b"% vu", b"\n" + papier, papier[:-1]):
        assert verifier_pdf(altere, certificats) == Verdict(Etat.ALTERE)


def test_a_paper_written_anew_by_another_program_is_not_ours_any_more(papier: bytes, certificats: list[str]) -> None:
    sortie = BytesIO()
    with pikepdf.open(BytesIO(papier)) as pdf:
        pdf.save(sortie)
    assert verifier_pdf(sortie.getvalue(), certificats).etat is not Etat.INTACT


def test_a_pdf_signed_by_somebody_else_is_not_ours(certificats: list[str], boucle: asyncio.AbstractEventLoop) -> None:
    signe = pades.signer(pades.feuille(), *_un_autre(), boucle)
    assert verifier_pdf(signe, certificats) == Verdict(Etat.PAS_A_NOUS)


def _un_autre() -> tuple[str, pades.Demander]:
    """Somebody with a key of their own, under our name."""
    autre = signatures.lire(signatures.creer("Caf – Mon Compte", instant()))
    return autre.certificats, lambda octets: signatures.en_der(autre.signer(octets))


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"%PDF-1.7",
        fichiers.pdf(),
        b"\0" * (OCTETS + 1),
        b"%PDF-1.4\n" + b"[" * 200_000,
        b"%PDF-1.4\nstartxref\n9\n%%EOF" * 1000,
    ],
)
def test_any_other_file_is_not_ours_and_is_said_so_in_time(octets: bytes, certificats: list[str]) -> None:
    assert verifier_pdf(octets, certificats) == Verdict(Etat.PAS_A_NOUS)


def test_the_certificates_in_the_file_are_believed_only_if_they_are_ours_t40(papier: bytes) -> None:
    assert verifier_pdf(papier, []) == Verdict(Etat.PAS_A_NOUS)


def test_a_paper_signed_under_an_authority_carries_its_chain(tmp_path: Path, boucle: asyncio.AbstractEventLoop) -> None:
    autorite = signatures.lire(signatures.creer("autorité", instant())).certificats
    (tmp_path / "cle.pem").write_bytes(signatures.creer("papiers", instant()) + autorite.encode())
    cle = Trousseau(str(tmp_path / "cle.pem"), creer=False).signataire()
    signe = pades.signer(pades.feuille(), cle.certificats, lambda o: signatures.en_der(cle.signer(o)), boucle)
    assert juger(signe, [cle.certificats], boucle)["etat"] == "intact"
    assert juger(signe, [re.split("(?<=END CERTIFICATE-----\n)", cle.certificats)[0]], boucle)["etat"] == "altere"
