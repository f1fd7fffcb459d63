"""A key that never leaves its module signs as one in a file does. Tried with SoftHSM where it is installed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from caf_pwa.papiers.imprimerie import Etat, Imprimerie, verifier_pdf
from caf_pwa.papiers.trousseau import Trousseau
from caf_pwa.socle.chiffrement import signatures
from caf_pwa.socle.horloge import instant
from tests.papiers.pages import page

pkcs11 = pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed: pip install '.[hsm]'")
MODULE = next((un for un in Path("/usr/lib").glob("**/libsofthsm2.so")), None)
pytestmark = pytest.mark.skipif(MODULE is None, reason="SoftHSM is not installed: apt install softhsm2")
PIN = "1234"


@pytest.fixture
def jeton(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a key in a token of its own; its certificate is there too, and its PIN in a file."""
    (tmp_path / "jetons").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'jetons'}\n")
    (tmp_path / "pin").write_text(PIN + "\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    _outil("--init-token", "--free", "--label", "caf", "--so-pin", PIN, "--pin", PIN)
    pem = signatures.creer("papiers", instant())
    cle = load_pem_private_key(pem, None).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "cle.pem").write_bytes(cle)
    _outil("--import", str(tmp_path / "cle.pem"), "--token", "caf", "--label", "papiers", "--id", "01", "--pin", PIN)
    _deposer(x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER))
    return f"pkcs11:token=caf;object=papiers?module-path={MODULE}&pin-source=file:{tmp_path / 'pin'}"


def _outil(*mots: str) -> None:
    subprocess.run(["softhsm2-util", *mots], check=True, stdout=subprocess.DEVNULL)


def _deposer(certificat: bytes) -> None:
    """By a process of its own: a module is initialised once in a process."""
    programme = f"""
import pkcs11, sys
session = pkcs11.lib({str(MODULE)!r}).get_token(token_label="caf").open(rw=True, user_pin={PIN!r})
session.create_object({{
    pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
    pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
    pkcs11.Attribute.TOKEN: True,
    pkcs11.Attribute.LABEL: "papiers",
    pkcs11.Attribute.SUBJECT: b"",
    pkcs11.Attribute.VALUE: sys.stdin.buffer.read(),
}})
"""
    subprocess.run([sys.executable, "-c", programme], input=certificat, check=True, env=os.environ)


def test_a_key_in_a_module_signs_papers_and_what_is_sealed(jeton: str) -> None:
    trousseau = Trousseau(jeton, creer=False)
    cle = trousseau.signataire()
    assert trousseau.fichier is None
    assert cle is trousseau.signataire()
    assert signatures.verifier(cle.certificats, b"{}", cle.signer(b"{}"))
    pdf = Imprimerie(trousseau).imprimer(page("<p>x</p>"))
    assert verifier_pdf(pdf, [cle.certificats]).etat is Etat.INTACT
