"""The settings refuse to start on nonsense, and say which one and why."""

import base64
import stat
from datetime import date
from pathlib import Path

import pytest

from caf_pwa import create_app
from caf_pwa.config import REQUIS, Reglages
from caf_pwa.socle.environnement import ReglageInvalide

PRODUCTION = {
    "CAF_MODE": "production",
    "SECRET_KEY": "k" * 32,
    "CAF_HOTES": "moncompte.exemple.fr",
    "DATABASE_URL": "postgresql://caf@base/caf",
    "VAPID_PRIVATE_KEY": "k" * 43,
    "VAPID_SUBJECT": "mailto:exploitation@exemple.fr",
    "CAF_CLE_PAPIERS": "pkcs11:token=caf;object=papiers?module-path=/usr/lib/hsm.so&pin-value=1234",
}


def _reglages(instance: Path, **environ: str) -> Reglages:
    return Reglages.depuis({"CAF_INSTANCE": str(instance), **environ})


@pytest.mark.parametrize("manque", REQUIS)
@pytest.mark.parametrize("vide", [True, False])
def test_production_does_not_start_without_what_it_needs(tmp_path: Path, manque: str, vide: bool) -> None:
    environ = PRODUCTION | {manque: ""} if vide else {nom: v for nom, v in PRODUCTION.items() if nom != manque}
    with pytest.raises(ReglageInvalide, match=manque):
        _reglages(tmp_path, **environ)


def test_production_refuses_a_moved_clock(tmp_path: Path) -> None:
    with pytest.raises(ReglageInvalide, match="CAF_AUJOURDHUI"):
        _reglages(tmp_path, **PRODUCTION, CAF_AUJOURDHUI="2026-11-23")


@pytest.mark.parametrize(
    ("nom", "valeur"),
    [
        ("CAF_MODE", "prod"),
        ("SECRET_KEY", "courte"),
        ("CAF_AUJOURDHUI", "23/11/2026"),
        ("CAF_AUJOURDHUI", "2026-02-29"),
        ("CAF_PROXYS", "-1"),
        ("CAF_PROXYS", "un"),
        ("CAF_PROXYS", "²"),
        ("CAF_SESSION_INACTIVITE", "30 min"),
        ("CAF_MOTIF_IDENTIFIANT_PROVISOIRE", "["),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path, nom: str, valeur: str) -> None:
    with pytest.raises(ReglageInvalide, match=nom):
        _reglages(tmp_path, **{nom: valeur})


def test_the_secret_of_production_is_never_printed_in_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(ReglageInvalide) as refus:
        _reglages(tmp_path, **PRODUCTION | {"SECRET_KEY": "trop-courte"})
    assert "trop-courte" not in str(refus.value)


def test_a_fresh_checkout_starts_with_nothing_set(tmp_path: Path) -> None:
    reglages = _reglages(tmp_path / "instance")
    assert not reglages.production
    assert reglages.database_url == f"sqlite:///{tmp_path / 'instance' / 'caf.sqlite3'}"
    assert reglages.donnees == str(tmp_path / "instance" / "donnees")
    assert "localhost" in reglages.hotes
    assert reglages.aujourdhui is None


def test_a_checkout_keeps_its_own_secret_between_runs_and_nobody_else_reads_it(tmp_path: Path) -> None:
    premier, second = _reglages(tmp_path), _reglages(tmp_path)
    assert premier.secret_key == second.secret_key
    assert len(premier.secret_key) >= 32
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize("url", ["postgres://caf:x@base:5432/caf", "postgresql://caf:x@base:5432/caf"])
def test_a_database_url_of_a_hosting_service_is_understood(tmp_path: Path, url: str) -> None:
    assert _reglages(tmp_path, DATABASE_URL=url).database_url == "postgresql+psycopg://caf:x@base:5432/caf"


def test_what_is_set_is_read(tmp_path: Path) -> None:
    reglages = _reglages(
        tmp_path,
        CAF_AUJOURDHUI="2028-02-29",
        CAF_HOTES=" a.fr, b.fr ,",
        CAF_PROXYS="2",
        CAF_SESSION_INACTIVITE="60",
        CAF_MOTIF_IDENTIFIANT_PROVISOIRE="P[0-9]+",
        CAF_DONNEES="s3://caf/dossiers",
    )
    assert reglages.aujourdhui == date(2028, 2, 29)
    assert reglages.hotes == ("a.fr", "b.fr")
    assert reglages.proxys == 2
    assert reglages.session_inactivite == 60
    assert reglages.motif_identifiant_provisoire.fullmatch("P12")
    assert reglages.donnees == "s3://caf/dossiers"


def test_documents_have_a_key_of_their_own_made_from_the_secret_or_given(tmp_path: Path) -> None:
    faite = _reglages(tmp_path, SECRET_KEY="k" * 32).cle_documents
    assert len(faite) == 32
    assert faite != _reglages(tmp_path, SECRET_KEY="l" * 32).cle_documents
    donnee = base64.b64encode(bytes(range(32))).decode()
    assert _reglages(tmp_path, CAF_CLE_DOCUMENTS=donnee).cle_documents == bytes(range(32))


@pytest.mark.parametrize("cle", ["trop-courte", base64.b64encode(b"x" * 31).decode(), "é" * 44])
def test_a_key_that_is_not_one_is_refused_and_never_printed(tmp_path: Path, cle: str) -> None:
    with pytest.raises(ReglageInvalide, match="CAF_CLE_DOCUMENTS") as refus:
        _reglages(tmp_path, CAF_CLE_DOCUMENTS=cle)
    assert cle not in str(refus.value)


def test_production_does_not_start_without_the_key_of_papers_and_its_certificate(tmp_path: Path) -> None:
    (tmp_path / "cle.pem").write_bytes(b"-----BEGIN PRIVATE KEY-----\nZQ\n-----END PRIVATE KEY-----\n")
    for fichier in ("cle.pem", "absente.pem", "."):
        with pytest.raises(ReglageInvalide, match=r"CAF_CLE_PAPIERS.*its certificate") as refus:
            _reglages(tmp_path, **PRODUCTION | {"CAF_CLE_PAPIERS": str(tmp_path / fichier)})
        assert "ZQ" not in str(refus.value)


def test_the_address_of_a_key_in_a_module_says_where_the_module_is(tmp_path: Path) -> None:
    with pytest.raises(ReglageInvalide, match=r"CAF_CLE_PAPIERS.*module-path") as refus:
        _reglages(tmp_path, CAF_CLE_PAPIERS="pkcs11:object=papiers?pin-value=1234")
    assert "1234" not in str(refus.value)


def test_in_development_the_key_of_papers_is_in_the_instance(tmp_path: Path) -> None:
    assert _reglages(tmp_path).cle_papiers == str(tmp_path / "cle-papiers.pem")


def test_cookies_travel_over_tls_alone_in_production(tmp_path: Path) -> None:
    en_production = create_app(_reglages(tmp_path, **PRODUCTION))
    assert en_production.config["SESSION_COOKIE_SECURE"] is True
    assert create_app(_reglages(tmp_path)).config["SESSION_COOKIE_SECURE"] is False


PAIEMENT = {
    "PAIEMENT_URL": "https://guichet.invalid/vads-payment/",
    "PAIEMENT_SITE": "12345678",
    "PAIEMENT_CLE": "une-cle-de-boutique",
}


@pytest.mark.parametrize(
    ("nom", "valeur"),
    [
        ("PAIEMENT_URL", "http://guichet.invalid/"),
        ("PAIEMENT_URL", "guichet.invalid"),
        ("PAIEMENT_SITE", ""),
        ("PAIEMENT_SITE", "1234567"),
        ("PAIEMENT_SITE", "١٢٣٤٥٦٧٨"),
        ("PAIEMENT_CLE", ""),
        ("PAIEMENT_CLE", "courte"),
        ("PAIEMENT_MODE", "test"),
    ],
)
def test_a_payment_gateway_that_makes_no_sense_is_named(tmp_path: Path, nom: str, valeur: str) -> None:
    with pytest.raises(ReglageInvalide, match=nom) as refus:
        _reglages(tmp_path, **PAIEMENT | {nom: valeur})
    assert PAIEMENT["PAIEMENT_CLE"] not in str(refus.value)


def test_t26_production_takes_no_pretended_money_and_no_gateway_of_this_machine(tmp_path: Path) -> None:
    with pytest.raises(ReglageInvalide, match="PAIEMENT_MODE"):
        _reglages(tmp_path, **PRODUCTION, **PAIEMENT, PAIEMENT_MODE="TEST")
    local = PAIEMENT | {"PAIEMENT_URL": "http://localhost:8200/vads-payment/"}
    with pytest.raises(ReglageInvalide, match="PAIEMENT_URL"):
        _reglages(tmp_path, **PRODUCTION, **local)
    reel = _reglages(tmp_path, **PRODUCTION, **PAIEMENT).paiement
    assert reel is not None
    assert reel.mode == "PRODUCTION"


def test_without_a_gateway_debts_are_paid_otherwise(tmp_path: Path) -> None:
    assert _reglages(tmp_path).paiement is None
