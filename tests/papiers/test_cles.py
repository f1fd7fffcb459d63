"""The keys of the papers: made once, kept apart, changed while the papers they signed stay good."""

import base64
import random
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key
from flask import Flask
from sqlalchemy.orm import Session

from caf_pwa.papiers import cles
from caf_pwa.papiers.trousseau import Trousseau
from caf_pwa.socle.chiffrement import signatures
from caf_pwa.socle.chiffrement.signatures import CleIllisible
from caf_pwa.socle.horloge import instant

CONTENU = b'{"caf-papier":1,"resume":[["Montant","1 234,56"]]}'
ALTERATIONS = 1000


def _sceller(session: Session, trousseau: Trousseau) -> tuple[str, bytes]:
    """The key of the day, and its signature."""
    signataire = cles.du_jour(session, trousseau)
    cles.inscrire(session, signataire, instant())
    return signataire.cle_id, signataire.signer(CONTENU)


def test_a_key_is_made_with_the_first_paper_and_nobody_else_reads_it(fichier_de_cle: Path) -> None:
    trousseau = Trousseau(str(fichier_de_cle), creer=True)
    assert not fichier_de_cle.exists()
    assert trousseau.signataire().cle_id == Trousseau(str(fichier_de_cle), creer=True).signataire().cle_id
    assert stat.S_IMODE(fichier_de_cle.stat().st_mode) == 0o600
    assert [un.name for un in fichier_de_cle.parent.iterdir()] == ["cle.pem"]


def test_those_who_start_at_once_end_with_the_same_key(fichier_de_cle: Path) -> None:
    ensemble = threading.Barrier(8)

    def ouvrir(_: int) -> str:
        ensemble.wait()
        return Trousseau(str(fichier_de_cle), creer=True).signataire().cle_id

    with ThreadPoolExecutor(8) as fils:
        assert len(set(fils.map(ouvrir, range(8)))) == 1
    assert [un.name for un in fichier_de_cle.parent.iterdir()] == ["cle.pem"]


def test_in_production_a_key_that_is_missing_is_not_made(fichier_de_cle: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Trousseau(str(fichier_de_cle), creer=False).signataire()


def test_a_key_without_its_own_certificate_is_refused(fichier_de_cle: Path) -> None:
    une, autre = (signatures.creer("x", instant()).partition(b"-----BEGIN CERTIFICATE") for _ in range(2))
    for pem in (une[0], une[0] + autre[1] + autre[2], une[1] + une[2], b"n'importe quoi"):
        fichier_de_cle.write_bytes(pem)
        with pytest.raises(CleIllisible):
            Trousseau(str(fichier_de_cle), creer=False).signataire()


def test_a_browser_can_check_what_is_sealed(session: Session, trousseau: Trousseau) -> None:
    """WebCrypto takes a public key as a DER SubjectPublicKeyInfo, and a signature as r then s."""
    cle_id, signature = _sceller(session, trousseau)
    (publique,) = cles.publiques(session)
    assert publique.id == cle_id
    assert len(signature) == 64
    lue = load_der_public_key(base64.b64decode(publique.spki))
    assert isinstance(lue, ec.EllipticCurvePublicKey)
    assert lue.curve.name == "secp256r1"
    assert cles.verifier(session, cle_id, CONTENU, signature, instant())


def test_a_thousand_figures_changed_are_told_a_thousand_times_t40(session: Session, trousseau: Trousseau) -> None:
    cle_id, signature = _sceller(session, trousseau)
    hasard, maintenant = random.Random(20261129), instant()
    for _ in range(ALTERATIONS):
        contenu, sceau = bytearray(CONTENU), bytearray(signature)
        cible = hasard.choice((contenu, sceau))
        cible[hasard.randrange(len(cible))] ^= 1 << hasard.randrange(8)
        assert not cles.verifier(session, cle_id, bytes(contenu), bytes(sceau), maintenant)


def test_what_one_key_signed_another_does_not_vouch_for(session: Session, trousseau: Trousseau, tmp_path: Path) -> None:
    autre = Trousseau(str(tmp_path / "autre.pem"), creer=True)
    _, signature = _sceller(session, trousseau)
    autre_id, _ = _sceller(session, autre)
    assert not cles.verifier(session, autre_id, CONTENU, signature, instant())
    assert not cles.verifier(session, "inconnue", CONTENU, signature, instant())
    assert not cles.verifier(session, autre_id, CONTENU, b"", instant())


def test_papers_signed_before_a_key_was_retired_stay_good(session: Session, trousseau: Trousseau) -> None:
    cle_id, signature = _sceller(session, trousseau)
    fin = instant()
    cles.retirer(session, cle_id, fin)
    cles.retirer(session, cle_id, fin + timedelta(days=30))  # the first time is what counts
    assert cles.verifier(session, cle_id, CONTENU, signature, fin - timedelta(seconds=1))
    assert not cles.verifier(session, cle_id, CONTENU, signature, fin + timedelta(seconds=1))
    with pytest.raises(cles.CleRetiree):
        _sceller(session, trousseau)


def test_a_new_key_signs_at_once_and_the_papers_of_the_former_stay_good(app: Flask, session: Session) -> None:
    trousseau: Trousseau = app.extensions["imprimerie"].trousseau
    ancienne, signature = _sceller(session, trousseau)
    avant = instant() - timedelta(seconds=1)
    cles.retirer(session, ancienne, instant())
    session.commit()
    fin = app.test_cli_runner().invoke(args=["papiers", "nouvelle-cle"])
    assert fin.exit_code == 0, fin.output
    nouvelle, _ = _sceller(session, trousseau)
    assert nouvelle in fin.output
    assert nouvelle != ancienne
    assert {cle.id for cle in cles.publiques(session)} == {ancienne, nouvelle}
    assert cles.verifier(session, ancienne, CONTENU, signature, avant)


def test_an_operator_retires_a_key_and_sees_it(app: Flask, session: Session) -> None:
    cle_id, _ = _sceller(session, app.extensions["imprimerie"].trousseau)
    session.commit()
    lance = app.test_cli_runner().invoke
    assert "retirée le" not in lance(args=["papiers", "cles"]).output
    assert lance(args=["papiers", "retirer-cle", cle_id]).exit_code == 0
    assert f"{cle_id}  depuis le" in lance(args=["papiers", "cles"]).output
    assert "retirée le" in lance(args=["papiers", "cles"]).output
    assert lance(args=["papiers", "retirer-cle", "inconnue"]).exit_code == 1
